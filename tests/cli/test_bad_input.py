"""What waits for a person, lies where something else belongs, or can't be asked for: each ends in one clear line."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.spoiling import EPISODE, Spoil, assert_one_line, spoiled

from radkind_pod.transcript.review.lock import taken

# What waits for a person: exit 6


def transcript(show: Any, clock: str) -> str:
    text = f"WEBVTT\n\nNOTE radkind-pod\nclock: {clock}\nsha256: {'ab' * 32}\n\n00:01.000 --> 00:03.000\nHello.\n"
    (show.episode / "transcript.vtt").write_text(text, encoding="utf-8", newline="\n")
    return "episodes/two-voices/transcript.vtt: "


def transcript_of_other_recordings(show: Any) -> str:
    return transcript(show, "recording")


def transcript_in_episode_time(show: Any) -> str:
    return transcript(show, "episode")


def another_build_at_work(show: Any) -> str:
    file = show.root / "build" / "lock"
    file.write_text('{"pid": 1, "host": "elsewhere", "since": "2026-11-23 09:00:00"}', encoding="utf-8")
    assert taken(os.open(file, os.O_RDWR))  # until this process ends
    return "build/lock: "


WAIT: list[tuple[Spoil, str]] = [
    (transcript_of_other_recordings, "made from other recordings"),
    (transcript_in_episode_time, "follow the finished episode"),
    (another_build_at_work, "process 1"),
]


@spoiled(WAIT)
def test_what_waits_for_a_person(built: Any, build: Callable[..., Any], spoil: Spoil, says: str) -> None:
    assert_one_line(built, build, spoil, says, 6)


def another_guid_than_released(show: Any) -> str:
    show.edit(EPISODE, "urn:uuid:5b0f6d0e", "urn:uuid:5b0f6d0f")
    return f"{EPISODE}: "


def test_a_guid_that_was_released_stays(built: Any, build: Callable[..., Any]) -> None:
    assert_one_line(built, build, another_guid_than_released, "Write guid: urn:uuid:5b0f6d0e", 7)


@pytest.mark.parametrize("name", ["build", "public", "public/episodes", "build/two-voices", "build/_show"])
def test_a_file_where_a_folder_belongs(built: Any, build: Callable[..., Any], name: str) -> None:
    shutil.rmtree(built.root / name)
    (built.root / name).write_text("notes", encoding="utf-8")
    said = build()
    assert (said.exit, said.out, len(said.lines)) == (5, "", 1)
    assert said.err.startswith(f"radkind-pod: {name}: is a file, and a folder belongs here. ")


@pytest.mark.parametrize("name", ["public/feed.xml", "build/lock", "build/hashes.json"])
def test_a_folder_where_a_file_belongs(built: Any, build: Callable[..., Any], name: str) -> None:
    (built.root / name).unlink(missing_ok=True)
    (built.root / name).mkdir()
    said = build()
    assert (said.exit, said.out, len(said.lines)) == (5, "", 1)
    assert said.err.startswith(f"radkind-pod: {name}: is a folder, and a file belongs here. ")


@pytest.mark.parametrize("slug", ["..", "../two-voices", "Two Voices", "TWO-VOICES", "tow-voices", ""])
def test_a_slug_that_names_no_episode(built: Any, pod: Callable[..., Any], slug: str) -> None:
    said = pod("build", slug, "--engine", "replay")
    assert (said.exit, said.out, len(said.lines)) == (3, "", 1)
    assert said.err.startswith(f"radkind-pod: episodes: there is no episode {slug!r}. ")
    assert "two-voices" in said.err


@pytest.mark.parametrize("slug", ["..", "a/b", "Two Voices", "TWO", "", "con"])
def test_a_slug_that_can_not_be(built: Any, pod: Callable[..., Any], slug: str) -> None:
    before = sorted(built.root.rglob("*"))
    said = pod("new", slug)
    assert (said.exit, said.out, len(said.lines)) == (3, "", 1)
    assert said.err.startswith(f"radkind-pod: episodes: {slug!r} can't name an episode. Use ")
    assert sorted(built.root.rglob("*")) == before


def test_no_show_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pod: Callable[..., Any]) -> None:
    monkeypatch.chdir(tmp_path)
    said = pod("build", "two-voices")
    assert (said.exit, said.out, len(said.lines)) == (3, "", 1)
    assert "no config.yaml here" in said.err
    assert "radkind-pod init" in said.err


def test_a_model_that_is_not_here(
    built: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pod: Callable[..., Any]
) -> None:
    monkeypatch.setenv("RADKIND_POD_MODELS", str(tmp_path / "none"))
    before = built.published()
    said = pod("build", "two-voices", "--model", "small", "--progress", "none")
    assert (said.exit, said.out) == (4, "")
    assert said.lines[0] == "radkind-pod: the model small is not on this computer"
    assert [line.split()[:2] for line in said.lines[1:]] == [["radkind-pod", "models"], ["pip", "install"]]
    assert built.published() == before


def test_an_engine_that_is_not_installed(built: Any, monkeypatch: pytest.MonkeyPatch, pod: Callable[..., Any]) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "whisper", None)
    said = pod("build", "two-voices", "--engine", "openai-whisper", "--progress", "none")
    assert (said.exit, said.out) == (4, "")
    assert said.lines[0].startswith("radkind-pod: the speech engine openai-whisper is not installed")
    assert said.lines[1:] == ["    pip install 'radkind-pod[openai-whisper]'"]
