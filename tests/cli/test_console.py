"""The moving display of a build."""

import io
import sys

import pytest

from radkind_pod.cli.console import Bar


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
