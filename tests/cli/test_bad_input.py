"""What people get wrong: each ends in its exit code and one clear line, and changes nothing published."""

import io
import os
import shutil
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]
from PIL import Image

from radkind_pod.transcript.review.lock import taken

EPISODE = "episodes/two-voices/episode.yaml"
RAW = "episodes/two-voices/raw"
NOTHING_HEARD = '{"engine": "replay", "weights_sha256": "", "language": "en", "heard": []}\n'

Spoil = Callable[[Any], str]
"""Spoils the show and returns how the one line on stderr begins."""


def only(show: Any, name: str, data: bytes | None) -> str:
    """Let the episode consist of this recording alone; return its path as people see it."""
    head, rest = (show.episode / "episode.yaml").read_text(encoding="utf-8").split("# The recordings,")
    (show.episode / "episode.yaml").write_text(f"{head}recordings:\n  - {name}\n", encoding="utf-8", newline="\n")
    assert "chapters:" in rest
    (show.episode / "replay.json").write_text(NOTHING_HEARD, encoding="utf-8", newline="\n")
    if data is not None:
        (show.raw / name).write_bytes(data)
    return f"{RAW}/{name}: "


def sound(seconds: float, level: float = 0.1, kind: str = "WAV") -> bytes:
    """Return a mono recording of noise at 16 kHz."""
    samples = np.random.default_rng(1).normal(0, level, round(seconds * 16_000)).astype(np.float32)
    file = io.BytesIO()
    soundfile.write(file, samples, 16_000, format=kind, subtype=None if kind == "MP3" else "PCM_16")
    return file.getvalue()


def picture(size: int, kind: str = "PNG", mode: str = "RGB") -> bytes:
    """Return a plain square picture."""
    file = io.BytesIO()
    Image.new(mode, (size, size)).save(file, kind)
    return file.getvalue()


def moving_picture(file: Path) -> None:
    """Write an MP4 with a picture that moves, and no sound."""
    with av.open(str(file), "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())


def episode_line(show: Any, old: str, new: str) -> str:
    """Change episode.yaml and return how a line about this place begins."""
    return f"{EPISODE}:{show.edit(EPISODE, old, new)}: "


# Recordings that can't be used: exit 5


def no_bytes(show: Any) -> str:
    return only(show, "a.wav", b"")


def text_named_mp3(show: Any) -> str:
    return only(show, "a.mp3", b"Dear Ama, here is the recording that I promised you.\n" * 50)


def silent(show: Any) -> str:
    return only(show, "a.wav", sound(8, 0))


def a_fifth_of_a_second(show: Any) -> str:
    return only(show, "a.wav", sound(0.2))


def video_only(show: Any) -> str:
    moving_picture(show.raw / "a.mp4")
    return only(show, "a.mp4", None)


def jpeg_named_m4a(show: Any) -> str:
    return only(show, "a.m4a", picture(1400, "JPEG"))


def playlist_named_wav(show: Any) -> str:
    return only(show, "a.wav", b"ffconcat version 1.0\nfile reader-1.wav\nfile reader-2.wav\n")


def header_alone(show: Any) -> str:
    return only(show, "a.wav", sound(8)[:44])


UNUSABLE: list[tuple[Spoil, str]] = [
    (no_bytes, "the file is empty"),
    (text_named_mp3, "no recording can be recognised"),
    (silent, "silent from beginning to end"),
    (a_fifth_of_a_second, "only 0.20 s long"),
    (video_only, "no sound in this file"),
    (jpeg_named_m4a, "no recording can be recognised"),
    (playlist_named_wav, "a playlist or script"),
    (header_alone, "nothing in this file can be decoded"),
]


# Recordings that are damaged or lie, and build all the same: each with a line in the summary


def cut_off(kind: str) -> Callable[[Any], str]:
    def spoil(show: Any) -> str:
        data = sound(20, kind=kind)
        return only(show, f"a.{kind.lower()}", data[: len(data) // 2])

    return spoil


def absurd_wav(show: Any) -> str:
    data = bytearray(sound(8))
    struct.pack_into("<I", data, data.index(b"data") + 4, 0xFFFFFFF0)
    return only(show, "a.wav", bytes(data))


def absurd_rf64(show: Any) -> str:
    body = sound(8)[12:]
    ds64 = struct.pack("<4sIQQQI", b"ds64", 28, 1 << 60, 1 << 59, 1 << 58, 0)
    start = body.index(b"data")
    lying = body[:start] + b"data" + b"\xff" * 4 + body[start + 8 :]
    return only(show, "a.wav", b"RF64" + b"\xff" * 4 + b"WAVE" + ds64 + lying)


def absurd_xing(show: Any) -> str:
    data = bytearray(sound(8, kind="MP3"))
    at = max(data.find(b"Xing"), data.find(b"Info"))
    assert at > 0
    struct.pack_into(">II", data, at + 4, 1, 0x7FFFFFFF)
    return only(show, "a.mp3", bytes(data))


@pytest.mark.parametrize(
    ("spoil", "says", "seconds"),
    [
        (cut_off("WAV"), "a.wav: the file ends in the middle", 10),
        (cut_off("FLAC"), "a.flac: the file ends in the middle", 10),
        (cut_off("MP3"), "a.mp3: the file ends in the middle", 10),
        (absurd_wav, "a.wav: the file ends in the middle", 8),
        (absurd_rf64, "a.wav: ", 8),
        (absurd_xing, "a.mp3: the file ends in the middle", 8),
    ],
    ids=["wav-cut-off", "flac-cut-off", "mp3-cut-off", "wav-size", "rf64-size", "xing-count"],
)
def test_a_damaged_recording_builds_and_is_named(
    built: Any, build: Callable[..., Any], spoil: Spoil, says: str, seconds: float
) -> None:
    """The length is what can be decoded, never what a header says."""
    for key in ("intro", "outro", "crossfade"):
        built.edit("config.yaml", f"\n{key}:", f"\n# {key}:")
    spoil(built)
    said = build()
    assert (said.exit, said.err) == (0, "")
    assert says in said.out
    assert build("--json").json["duration_ms"] == pytest.approx(seconds * 1000, abs=250)


# Pictures that can't be used


def unreadable_art(show: Any) -> str:
    (show.root / "artwork.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"no picture" * 100)
    return "artwork.png: "


def small_art(show: Any) -> str:
    (show.root / "artwork.png").write_bytes(picture(600))
    return "artwork.png: "


def large_art(show: Any) -> str:
    (show.root / "artwork.png").write_bytes(picture(3400))
    return "artwork.png: "


def gif_as_art(show: Any) -> str:
    (show.root / "artwork.png").write_bytes(picture(1400, "GIF", "P"))
    return "artwork.png: "


def oblong_art(show: Any) -> str:
    Image.new("RGB", (1400, 1500)).save(show.root / "artwork.png")
    return "artwork.png: "


def truncated_art(show: Any) -> str:
    data = picture(1400, "JPEG")
    (show.root / "artwork.png").write_bytes(data[: len(data) // 2])
    return "artwork.png: "


ART: list[tuple[Spoil, str]] = [
    (unreadable_art, ""),
    (small_art, "1400"),
    (large_art, "3000"),
    (gif_as_art, "GIF"),
    (oblong_art, "square"),
    (truncated_art, ""),
]


# Files that need mending: exit 3


def missing_recording(show: Any) -> str:
    (show.raw / "reader-2.wav").unlink()
    return f"{EPISODE}:34: "


def linked_recording(show: Any) -> str:
    file = show.raw / "reader-2.wav"
    file.rename(show.root.parent / "elsewhere.wav")
    file.symlink_to(show.root.parent / "elsewhere.wav")
    return f"{EPISODE}:34: "


def piped_recording(show: Any) -> str:
    (show.raw / "reader-2.wav").unlink()
    os.mkfifo(show.raw / "reader-2.wav")
    return f"{EPISODE}:34: "


def chapter_past_the_end(show: Any) -> str:
    return episode_line(show, "at: {recording: reader-3.wav, at: 0:00}", "at: 1:00:00")


def chapter_past_its_recording(show: Any) -> str:
    return episode_line(show, "{recording: reader-3.wav, at: 0:00}", "{recording: reader-3.wav, at: 0:06}")


def chapters_out_of_order(show: Any) -> str:
    return episode_line(show, "{recording: reader-3.wav, at: 0:00}", "{recording: reader-1.wav, at: 0:00}")


def chapter_before_the_one_before(show: Any) -> str:
    return episode_line(show, "at: {recording: reader-3.wav, at: 0:00}", "at: 0:02")


def date_without_a_zone(show: Any) -> str:
    return episode_line(show, "2026-11-23T09:00:00+00:00", "2026-11-23 09:00")


def control_character_in_notes(show: Any) -> str:
    return episode_line(show, "John F. Kennedy, inaugural", "John\x0b F. Kennedy, inaugural")


def tab_for_indenting(show: Any) -> str:
    return episode_line(show, "    role: guest", "\trole: guest")


def bracket_never_closed(show: Any) -> str:
    return episode_line(show, "- {file: jfk.flac, speaker: John F. Kennedy}", "- {file: jfk.flac")


def unknown_key(show: Any) -> str:
    return episode_line(show, "summary: >-", "sumary: >-")


def other_encoding(show: Any) -> str:
    file = show.episode / "episode.yaml"
    file.write_bytes(file.read_bytes().replace(b"Two voices: what", b"Two vo\xefces: what"))
    return f"{EPISODE}:5: "


def guid_of_another(show: Any) -> str:
    release = show.episode / "release.json"
    text = release.read_text(encoding="utf-8").replace('"slug": "two-voices"', '"slug": "the-first"')
    (show.root / "episodes" / "the-first").mkdir()
    (show.root / "episodes" / "the-first" / "release.json").write_text(text, encoding="utf-8")
    return episode_line(show, "guid: ", "guid: ")


def folder_as_episode(show: Any) -> str:
    (show.episode / "episode.yaml").unlink()
    (show.episode / "episode.yaml").mkdir()
    return f"{EPISODE}: "


def text_as_transcript(show: Any) -> str:
    (show.episode / "transcript.vtt").write_text("Hello and welcome.\n", encoding="utf-8")
    return "episodes/two-voices/transcript.vtt:1: "


def transcript_without_its_first_line(show: Any) -> str:
    text = "00:01.000 --> 00:03.000\nHello and welcome.\n"
    (show.episode / "transcript.vtt").write_text(text, encoding="utf-8")
    return "episodes/two-voices/transcript.vtt:1: "


def cue_of_a_thousand_hours(show: Any) -> str:
    text = "WEBVTT\n\n00:01.000 --> 999:00:03.000\nHello and welcome.\n"
    (show.episode / "transcript.vtt").write_text(text, encoding="utf-8")
    return "episodes/two-voices/transcript.vtt: "


def link_to_nowhere_as_transcript(show: Any) -> str:
    (show.episode / "transcript.vtt").symlink_to("nowhere.vtt")
    return "episodes/two-voices/transcript.vtt: "


def only_recording_missing(show: Any) -> str:
    only(show, "nothing.wav", None)
    return f"{EPISODE}:32: "


def merge_conflict_in_another_release(show: Any) -> str:
    folder = show.root / "episodes" / "the-first"
    folder.mkdir()
    (folder / "release.json").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    return "episodes/the-first/release.json:1: "


def wrong_key_in_config(show: Any) -> str:
    return f"config.yaml:{show.edit('config.yaml', 'crossfade: 1.5', 'crosfade: 1.5')}: "


def missing_intro(show: Any) -> str:
    (show.root / "audio" / "intro.flac").unlink()
    return "config.yaml:43: "


MEND: list[tuple[Spoil, str]] = [
    (missing_recording, "'reader-2.wav' is not in"),
    (linked_recording, "is a link to somewhere else"),
    (piped_recording, "pipe or device"),
    (chapter_past_the_end, "last 0:00:26"),
    (chapter_past_its_recording, "lasts 0:00:05"),
    (chapters_out_of_order, "in order"),
    (chapter_before_the_one_before, "in order"),
    (date_without_a_zone, "zone"),
    (control_character_in_notes, "U+000B"),
    (tab_for_indenting, "a tab"),
    (bracket_never_closed, "never closed"),
    (unknown_key, "summary"),
    (other_encoding, "UTF-8"),
    (guid_of_another, "guid"),
    (folder_as_episode, "is a folder"),
    (text_as_transcript, "no WebVTT file"),
    (transcript_without_its_first_line, "the line WEBVTT"),
    (cue_of_a_thousand_hours, "after the recordings end"),
    (link_to_nowhere_as_transcript, "leads nowhere"),
    (only_recording_missing, "'nothing.wav' is not in"),
    (merge_conflict_in_another_release, "Bring it back"),
    (wrong_key_in_config, "crossfade"),
    (missing_intro, "intro.flac"),
]


def spoiled(table: list[tuple[Spoil, str]]) -> pytest.MarkDecorator:
    """Try every case of the table."""
    return pytest.mark.parametrize(("spoil", "says"), table, ids=[spoil.__name__ for spoil, _ in table])


def assert_one_line(built: Any, build: Callable[..., Any], spoil: Spoil, says: str, code: int) -> None:
    """Build the spoiled show twice, for a person and as JSON, and hold both against what must be said."""
    begins = spoil(built)
    before = built.published()
    said = build()
    assert (said.exit, said.out, len(said.lines)) == (code, "", 1), said
    line = said.lines[0].removeprefix("radkind-pod: ")
    assert line.startswith(begins)
    assert says in line
    file, _, rest = begins.removesuffix(": ").partition(":")
    error = {"exit": code, "message": line, "file": file, "line": int(rest) if rest else None}
    as_json = build("--json")
    assert as_json.json == {"schema": 1, "episode": "two-voices", "error": error}
    assert built.published() == before


@spoiled(UNUSABLE)
def test_a_recording_that_can_not_be_used(built: Any, build: Callable[..., Any], spoil: Spoil, says: str) -> None:
    assert_one_line(built, build, spoil, says, 5)


@spoiled(ART)
def test_a_picture_that_can_not_be_used(built: Any, build: Callable[..., Any], spoil: Spoil, says: str) -> None:
    assert_one_line(built, build, spoil, says, 5)


@spoiled(MEND)
def test_a_file_that_needs_mending(built: Any, build: Callable[..., Any], spoil: Spoil, says: str) -> None:
    assert_one_line(built, build, spoil, says, 3)


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


def test_a_recording_in_which_nobody_speaks_builds(built: Any, build: Callable[..., Any]) -> None:
    only(built, "a.wav", sound(8))
    said = build()
    assert (said.exit, said.err) == (0, "")
    assert "0 words" in said.out
