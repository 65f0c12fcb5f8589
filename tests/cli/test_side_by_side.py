"""`radkind-pod build --all`: several episodes side by side, as a producer meets it."""

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import soundfile

from radkind_pod.cli import board, failures
from radkind_pod.errors import Problem, SourceError, TransferError
from radkind_pod.pipeline import computer
from radkind_pod.pipeline.build import Wish, build
from radkind_pod.pipeline.words import Choice
from radkind_pod.progress import Watcher

BUILD = ("build", "--all", "--engine", "replay")
WITHIN_S = 180


def add_episode(show, slug: str, *, times: int = 1) -> Path:
    """Put an episode beside the sample, with the same words and a recording of so many times 33 seconds."""
    folder = show.root / "episodes" / slug
    shutil.copytree(
        show.episode, folder, ignore=shutil.ignore_patterns("release.json", "words.json", "built-from.json")
    )
    file = folder / "episode.yaml"
    text = file.read_text(encoding="utf-8").partition("recordings:\n")[0]
    text = re.sub(r"(?m)^guid: .*$", f"guid: urn:{slug}", text)
    file.write_text(f"{text}recordings: [long.wav]\n", encoding="utf-8")
    shutil.rmtree(folder / "raw")
    (folder / "raw").mkdir()
    samples, rate = soundfile.read(show.raw / "jfk.flac", dtype="int16")
    with soundfile.SoundFile(folder / "raw/long.wav", "w", rate, samples.shape[1], "PCM_16") as out:
        for _ in range(3 * times):  # the recorded answer has words for 27 s
            out.write(samples)
    return folder


@pytest.fixture
def five(show):
    """Five episodes of different lengths; of the second and the fourth nothing can be made."""
    for slug, times in (("b-gone", 1), ("c-long", 3), ("d-broken", 1), ("e-middle", 2)):
        add_episode(show, slug, times=times)
    show.episode.rename(show.root / "episodes/a-first")
    (show.root / "episodes/b-gone/raw/long.wav").unlink()
    (show.root / "episodes/d-broken/raw/long.wav").write_bytes(b"this is no recording")
    return show


def test_two_that_fail_among_five_stop_nobody_and_each_is_listed_with_its_state(five, pod) -> None:
    said = pod(*BUILD, "--progress", "plain")
    assert said.exit == 5
    table = said.out.split("\n\n")[0].splitlines()
    assert [line.split()[:2] for line in table] == [
        ["a-first", "built"],
        ["b-gone", "failed"],
        ["c-long", "built"],
        ["d-broken", "failed"],
        ["e-middle", "built"],
    ]
    assert re.search(r"a-first +built +0:00:3\d, -16\.\d LUFS, in \d", table[0])
    told = [line for line in said.lines if re.match(r"[a-e]-\w+: (built|failed)", line)]
    assert len(told) == 5
    assert re.search(r"5 of 5 done, 2 failed\)$", told[-1])
    assert "long.wav" in next(line for line in told if line.startswith("b-gone: failed: "))
    in_full = said.err.partition("b-gone was not built:")[2]
    assert "long.wav" in in_full
    assert "d-broken was not built:" in in_full
    assert "no recording can be recognised in this file" in in_full
    feed = (five.root / "public/feed.xml").read_text(encoding="utf-8")
    assert [slug in feed for slug in ("a-first", "b-gone", "c-long", "d-broken", "e-middle")] == [1, 0, 1, 0, 1]
    again = pod(*BUILD, "--progress", "none")
    assert [line.split()[1] for line in again.out.splitlines()[:5]] == ["kept", "failed", "kept", "failed", "kept"]


def test_the_result_as_json_has_them_in_their_order(five, pod) -> None:
    said = pod(*BUILD, "--json", "--until", "prepare", "--progress", "none")
    assert [one["episode"] for one in said.json] == ["a-first", "b-gone", "c-long", "d-broken", "e-middle"]
    assert ["error" in one for one in said.json] == [False, True, False, True, False]
    assert [one["exit"] for one in (said.json[1]["error"], said.json[3]["error"])] == [3, 5]
    assert said.exit == 5


def test_the_longest_comes_first(show, pod, monkeypatch: pytest.MonkeyPatch) -> None:
    for slug, times in (("b", 2), ("c", 9), ("d", 4)):
        add_episode(show, slug, times=times)
    shutil.rmtree(show.episode)
    monkeypatch.setattr(computer, "cores", lambda: 1)
    lines = pod(*BUILD, "--until", "prepare", "--progress", "plain").lines
    assert [line[0] for line in lines if "prepare: not made yet" in line] == ["c", "d", "b"]
    pod(*BUILD, "--fresh", "--until", "prepare", "--progress", "none")


def test_side_by_side_gives_the_same_bytes_as_one_after_the_other(
    show, pod, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for slug, times in (("b", 1), ("c", 2)):
        add_episode(show, slug, times=times)
    monkeypatch.setattr(computer, "cores", lambda: 3)
    assert pod(*BUILD, "--progress", "none").exit == 0
    together = show.published()
    shutil.rmtree(show.root / "build")
    shutil.rmtree(show.root / "public")
    for release in (show.root / "episodes").glob("*/release.json"):
        release.unlink()
    monkeypatch.setattr(computer, "cores", lambda: 1)
    assert pod(*BUILD, "--progress", "none").exit == 0
    assert show.published() == together


def test_a_single_episode_looks_as_it_always_did(built, pod) -> None:
    said = pod(*BUILD, "--progress", "plain")
    assert said.lines[0].startswith("two-voices: Two voices")
    assert said.lines[1] == "prepare: kept"
    assert said.out.startswith("Two voices: what we owe each other is ready.")


def test_every_line_of_several_names_its_episode(five, pod) -> None:
    said = pod(*BUILD, "--until", "prepare", "--progress", "plain")
    during = said.err.partition("b-gone was not built:")[0].splitlines()
    assert [line for line in during if not re.match(r"[a-e]-\w+: ", line)] == []
    assert "a-first: Two voices: what we owe each other" in during


def test_what_came_of_each_is_told_though_feed_and_pages_fail(built, pod, monkeypatch: pytest.MonkeyPatch) -> None:
    add_episode(built, "b")

    def fail(*_: object) -> None:
        raise SourceError([failures_problem(built.root, "not what radkind-pod wrote")])

    monkeypatch.setattr("radkind_pod.pipeline.build.build_public", fail)
    said = pod(*BUILD, "--progress", "plain")
    assert [line.split()[:2] for line in said.out.splitlines()[:2]] == [["b", "built"], ["two-voices", "kept"]]
    assert said.out.splitlines()[2].split() == ["feed", "and", "pages", "failed"]
    assert "radkind-pod serve" not in said.out
    assert said.exit == 3
    assert "feed and pages was not built:\nradkind-pod: episode.yaml:1: not what radkind-pod wrote" in said.err
    as_json = pod(*BUILD, "--json", "--progress", "none").json
    assert [(one["episode"], "error" in one) for one in as_json] == [
        ("b", False),
        ("two-voices", False),
        ("feed and pages", True),
    ]
    assert [one["mp3"] for one in as_json[:2]] == [None, None]


def test_a_failing_show_names_every_episode_in_the_json(show, pod) -> None:
    add_episode(show, "b")
    (show.root / "config.yaml").write_text("title: [", encoding="utf-8")
    said = pod(*BUILD, "--json", "--progress", "none")
    assert [(one["episode"], one["error"]["exit"]) for one in said.json] == [("b", 3), ("two-voices", 3)]


def test_what_a_cluster_could_not_clear_up_is_told_beside_what_was_built(
    built, pod, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def crew(*_: object) -> Iterator[computer.Computer]:
        yield computer.Computer(1)
        raise TransferError("s3://bucket/pod", "files can't go through here", "Look at it")

    monkeypatch.setattr("radkind_pod.cli.build._crew", crew)
    flags = ("--cluster", "tcp://10.0.0.5:8786", "--files", "s3://bucket/pod", "--progress", "none")
    said = pod("build", "two", "--engine", "replay", *flags)
    assert said.exit == 5
    assert said.out.startswith("Two voices: what we owe each other is ready.")
    assert "s3://bucket/pod: copies of recordings may still lie there (s3://bucket/pod: files can't go" in said.err
    assert pod("build", "two", "--engine", "replay", *flags, "--json").json["mp3"].startswith("public/")
    last = pod(*BUILD, *flags, "--json").json[-1]
    assert (last["episode"], last["error"]["exit"]) == ("clearing up", 5)


def test_the_time_that_an_episode_took_is_that_of_its_stages(built) -> None:
    """Not that in which they waited for those of others."""

    class Late:
        at_once = 1

        @contextmanager
        def runner(self, slug: str, priority: int) -> Iterator["Late"]:
            yield self

        def run(self, stage: Any, folder: Path, watcher: Watcher) -> float:
            time.sleep(0.2)
            stage.run(folder, watcher)
            return 0.125

        def stop(self) -> None: ...

    wish = Wish(fresh=True, until="prepare", choice=Choice("replay"))
    (result,), _ = build(built.root, ["two-voices"], wish, board.open_board("none", ["two-voices"]), Late())
    assert result.seconds == 0.125


@pytest.mark.apart
@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't send Ctrl-C to one process of a console")
def test_ctrl_c_ends_every_child_and_leaves_nothing_half_made(show, tmp_path: Path) -> None:
    for slug in ("b", "c", "d"):
        add_episode(show, slug, times=10)
    shutil.rmtree(show.episode)
    told = tmp_path / "told"
    command = [sys.executable, "-m", "radkind_pod", *BUILD, "--progress", "plain"]
    with told.open("wb") as stderr:
        process = subprocess.Popen(command, cwd=show.root, stderr=stderr, stdout=subprocess.DEVNULL)
        until(lambda: "encode: not made yet" in told.read_text(encoding="utf-8"))
        until(lambda: psutil.Process(process.pid).children())
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        assert process.wait(WITHIN_S) == 130
    assert [child for child in children if child.is_running()] == []
    assert sorted((show.root / "build").glob("*/.*part*")) == []
    words = told.read_text(encoding="utf-8")
    assert words.splitlines()[-1].startswith("radkind-pod: interrupted; what was finished is kept")
    assert "failed" not in words


def until(holds) -> None:
    """Wait until it holds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < WITHIN_S
        time.sleep(0.02)


def test_the_rest_is_told_no_more_exactly_than_anybody_can_know() -> None:
    told = [board.about(60 * minutes) for minutes in (0.4, 1, 7.6, 13, 44, 61, 134, 178)]
    assert told == [
        "under 1 min",
        "about 1 min",
        "about 8 min",
        "about 15 min",
        "about 45 min",
        "about 1 h",
        "about 2 h 15 min",
        "about 3 h",
    ]


def test_a_failure_is_told_in_one_line_at_once_and_a_bug_leaves_no_report_for_that(tmp_path: Path, show) -> None:
    failing = SourceError([failures_problem(tmp_path, "one"), failures_problem(tmp_path, "two")])
    assert "two" not in failures.in_a_line(failing)
    assert failures.in_a_line(KeyError("somebody")) == "this is a bug in radkind-pod (KeyError)"
    assert not list(show.root.glob("build/crash-*"))


def failures_problem(folder: Path, what: str):
    return Problem(folder / "episode.yaml", 1, what)
