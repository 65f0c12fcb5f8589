"""What a build says: its summary, a line for each stage, and what went wrong with which episode."""

import re
import subprocess
import sys

import pytest
from tests.cli.building import add_episode


def test_the_summary_speaks_of_what_people_changed_and_of_no_fields(built, pod) -> None:
    assert pod("review", "start", "two-voices").exit == 0
    built.edit("episodes/two-voices/episode.yaml", "Two voices: what", "Two voices, and what")
    built.edit("config.yaml", "crossfade: 1.5", "crossfade: 1.2")
    said = pod("build", "two-voices", "--engine", "replay", "--progress", "none").out
    assert re.search(r"^  made: .* in [\d.]+ s \(changed: crossfade, .*title.*\)$", said, re.MULTILINE)
    assert "->" not in said.partition("made:")[2]
    assert "words, as the machine wrote them, checked by nobody yet" in said
    assert "kHz" not in said
    assert "reader-2.wav: much too short for an interview" in said


def test_an_episode_that_was_never_built_is_named(built, pod) -> None:
    add_episode(built.root, "second", 2)
    said = pod("build", "two-voices", "--engine", "replay")
    assert "Not in the feed yet, because never built: second" in said.out


def test_an_episode_that_fails_is_not_told_among_those_that_were_never_built(built, pod) -> None:
    add_episode(built.root, "second", 2)
    built.edit("episodes/second/episode.yaml", "title:", "titel:")
    alone = pod("build", "second", "--engine", "replay")
    assert (alone.exit, alone.out) == (3, "")
    assert "because never built" not in pod("build", "--all", "--engine", "replay").out


def test_a_picture_that_can_not_be_used_is_told_before_the_long_work(show, build) -> None:
    (show.root / "artwork.png").write_bytes(b"GIF89a" + bytes(40))
    said = build("--json")
    assert said.exit == 5
    assert "artwork.png: this is a GIF" in said.json["error"]["message"]
    assert not (show.root / "build/two-voices/prepare").exists()


def test_several_episodes_give_a_list_and_one_failure_stops_none(built, pod) -> None:
    add_episode(built.root, "broken", 2)
    (built.root / "episodes/broken/raw/jfk.flac").write_bytes(b"")
    said = pod("build", "--all", "--engine", "replay", "--progress", "none", "--json")
    assert said.exit == 5
    assert [result["episode"] for result in said.json] == ["broken", "two-voices"]
    assert said.json[0]["error"]["exit"] == 5
    assert "jfk.flac" in said.json[0]["error"]["file"]
    assert said.json[1]["mp3"]


def test_two_episodes_that_were_never_built_can_not_share_a_guid(show, pod) -> None:
    add_episode(show.root, "zweite", 1)
    said = pod("build", "zweite", "--engine", "replay", "--progress", "none", "--json")
    assert said.exit == 3
    assert "guid: the same as in two-voices" in said.json["error"]["message"]


def test_a_bug_wins_over_other_failures_and_leaves_a_report_without_names(built, pod, monkeypatch) -> None:
    add_episode(built.root, "broken", 2)
    (built.root / "episodes/broken/raw/jfk.flac").write_bytes(b"")

    def fail(*_: object) -> None:
        msg = "Amina said so"
        raise RuntimeError(msg)

    monkeypatch.setattr("radkind_pod.pipeline.build.remember", fail)
    said = pod("build", "--all", "--engine", "replay", "--progress", "none", "--json")
    assert said.exit == 1
    assert [result["error"]["exit"] for result in said.json] == [5, 1]
    report = next((built.root / "build").glob("crash-*.txt")).read_text(encoding="utf-8")
    assert "RuntimeError" in report
    assert "Amina" not in report
    assert str(built.root) not in report


def test_a_stage_costs_a_line_without_a_terminal(built, pod) -> None:
    built.edit("episodes/two-voices/episode.yaml", 'title: "Two', 'title: "Four')
    lines = pod("build", "two", "--engine", "replay", "--progress", "plain").lines
    assert lines[0] == "two-voices: Four voices: what we owe each other"
    assert "encode: kept" in lines
    assert any(line.startswith("package: episode.title: Two voices") for line in lines)
    assert not any("\x1b" in line for line in lines)


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}])
def test_a_pipe_of_any_code_page_gets_plain_text(built, environment: dict[str, str]) -> None:
    """As under cron, or on Windows with cp1252: no escape codes, no traceback."""
    command = [sys.executable, "-m", "radkind_pod", "build", "two", "--engine", "replay"]
    environment = {"PYTHONIOENCODING": "cp1252:strict", "PATH": "/usr/bin:/bin", **environment}
    done = subprocess.run(command, capture_output=True, env=environment, cwd=built.root, check=False)
    assert (done.returncode, b"\x1b" in done.stdout + done.stderr, b"Traceback" in done.stderr) == (0, False, False)


def test_a_renamed_folder_is_told_what_that_means(built, pod) -> None:
    built.episode.rename(built.root / "episodes" / "first")
    said = pod("build", "first", "--engine", "replay", "--progress", "none")
    assert said.exit == 7
    assert "the episode was called two-voices when it was built last; as first its page" in said.err
    assert "Call its folder two-voices again" in said.err
    (built.root / "episodes/first/release.json").unlink()
    assert pod("build", "first", "--engine", "replay", "--progress", "none").exit == 0
