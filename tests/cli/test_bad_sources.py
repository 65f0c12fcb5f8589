"""Files of a show that need mending: each ends in one clear line with its place, and changes nothing published."""

import os
from collections.abc import Callable
from typing import Any

from tests.cli.spoiling import EPISODE, Spoil, assert_one_line, only, spoiled


def episode_line(show: Any, old: str, new: str) -> str:
    """Change episode.yaml and return how a line about this place begins."""
    return f"{EPISODE}:{show.edit(EPISODE, old, new)}: "


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


@spoiled(MEND)
def test_a_file_that_needs_mending(built: Any, build: Callable[..., Any], spoil: Spoil, says: str) -> None:
    assert_one_line(built, build, spoil, says, 3)
