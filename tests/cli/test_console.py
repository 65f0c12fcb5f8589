"""The moving display of a build."""

import io
import re
import sys
from pathlib import Path

import pytest

from radkind_pod.cli.board import Bars
from radkind_pod.cli.console import Bar
from radkind_pod.errors import MediaError


class Terminal(io.StringIO):
    """Keeps what a terminal would be sent."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def opened(monkeypatch: pytest.MonkeyPatch, **environment: str) -> tuple[Bar, Terminal]:
    """Return a display and what it is shown on."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    return Bar(), terminal


def show(bar: Bar, stage: str, done: int) -> None:
    bar.stage(stage, ("not made yet",))
    bar.moved(done, 4)
    bar._display.refresh()  # as it does by itself ten times a second


def test_a_stage_that_is_done_has_no_bar_beside_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    bar, terminal = opened(monkeypatch)
    show(bar, "prepare", 2)
    assert "50%" in terminal.getvalue()
    bar.done("prepare", 0.5)
    bar.close()
    after = terminal.getvalue().partition("✓")[2]
    assert after.count("prepare") == 1


def test_nobody_waits_before_a_bar_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bar, terminal = opened(monkeypatch)
    show(bar, "recognise", 0)
    assert "loading the model and listening" in terminal.getvalue()
    assert "0%" not in terminal.getvalue()
    bar.close()


def test_without_colours_what_is_left_to_do_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    bar, terminal = opened(monkeypatch, NO_COLOR="1")
    show(bar, "prepare", 1)
    bar.close()
    assert "━━━━━━━━┄┄┄┄" in terminal.getvalue()


def test_a_reason_stays_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    bar, terminal = opened(monkeypatch, COLUMNS="60")
    bar.stage("level", ("levels.interview_db: 0.18 -> 0.16; " * 9,))
    bar.done("level", 0.5)
    bar.close()
    assert terminal.getvalue().count("interview_db") == 1


def several(monkeypatch: pytest.MonkeyPatch, **environment: str) -> tuple[Bars, Terminal]:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    return Bars(["short", "much-longer-slug"]), terminal


@pytest.mark.parametrize("columns", [40, 80])
def test_several_episodes_have_a_line_each_and_one_for_the_whole(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    bars, _ = several(monkeypatch, COLUMNS=str(columns))
    for slug in ("short", "much-longer-slug"):
        row = bars.watch(slug)
        row.stage("encode", ("not made yet",))
        row.moved(1, 4)
    bars.left(3000)
    lines = bars._shown().plain.splitlines()
    bars.close()
    assert all(len(line) <= columns for line in lines)
    assert [re.split(r"\s+", line)[2] for line in lines[:2]] == ["encode", "encode"]
    assert ["25%" in line for line in lines] == [True, True, False]
    assert lines[2] == "  0 of 2 done, about 50 min left"


def test_an_episode_that_ended_leaves_one_line_whatever_went_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    bars, terminal = several(monkeypatch, COLUMNS="40")
    bars.watch("short").stage("encode", ("not made yet",))
    bars.ended("short", "failed", 3, MediaError(Path("x.wav"), "no recording can be recognised in this file", "Copy."))
    bars.left(10)
    assert bars._shown().plain == "  1 of 2 done, 1 failed, under 1 min left"[:40]
    bars.close()
    left = [line for line in terminal.getvalue().splitlines() if "short" in line and "✗" in line]
    assert len(left) == 1
    assert "x.wav: no" in left[0]


def test_who_waits_for_its_turn_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    bars, _ = several(monkeypatch, COLUMNS="80")
    row = bars.watch("short")
    row.stage("recognise", ("not made yet",))
    row.waits(True)
    waiting = bars._shown().plain
    row.waits(False)
    begun = bars._shown().plain
    bars.close()
    assert "waits for its turn" in waiting
    assert "loading the model" in begun


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (40, 12)])
@pytest.mark.parametrize("at_work", [2, 100])
def test_more_episodes_than_lines_leave_the_line_for_the_whole_in_sight(
    monkeypatch: pytest.MonkeyPatch, columns: int, lines: int, at_work: int
) -> None:
    bars, terminal = several(monkeypatch, COLUMNS=str(columns), LINES=str(lines))
    for number in range(300):
        row = bars.watch(f"episode-{number:03}")
        row.stage("encode", ("not made yet",))
        row.waits(number < 300 - at_work)
    bars.left(8000)
    shown = bars._shown().plain.splitlines()
    terminal.truncate(0)
    bars._live.refresh()
    bars.close()
    assert len(shown) < lines
    assert all(len(line) <= columns for line in shown)
    rows = min(at_work, lines - 3)
    rest = f"and {at_work - rows} more, " if at_work > rows else ""
    assert [line.split()[0] for line in shown[:rows]] == [f"episode-{300 - at_work + n}" for n in range(rows)]
    assert shown[rows:] == [f"  {rest}{300 - at_work} waiting their turn", "  0 of 2 done, about 2 h 15 min left"]
    assert shown[-1] in terminal.getvalue()
