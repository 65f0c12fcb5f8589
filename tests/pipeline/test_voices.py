"""Which recordings are asked about, and what their people are called."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from radkind_pod.model.audio import Interview, Recording, Track, Turn
from radkind_pod.model.episode import Episode, EpisodeInfo, SharedRecording
from radkind_pod.pipeline.voices import named, tell_apart
from radkind_pod.pipeline.words import left_out
from radkind_pod.transcript.stages import Shared, Turns
from radkind_pod.transcript.voices import package

INFO = EpisodeInfo(
    "s", "t", "g", datetime(2026, 3, 1, tzinfo=UTC), "", "", None, None, "full", False, "en", (), None, None
)
INTERVIEW = Interview(Path("interview.flac"), Path("levels.bin"), 1, 48_000 * 30, (), (0, 48_000 * 10), (), ())


def episode(*shared: SharedRecording, reviewed: Path | None = None) -> Episode:
    recordings = tuple(Recording((Track(Path(name)),)) for name in ("a.wav", "b.wav"))
    return Episode(Path("episode.yaml"), INFO, recordings, (), (), reviewed, shared=shared)


def part(*speakers: str) -> tuple[Turn, ...]:
    return tuple(Turn(speaker, i * 1000, i * 1000 + 900) for i, speaker in enumerate(speakers))


def test_without_the_key_nothing_is_asked_and_no_weights_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "_PACKAGE", "no_such_package")
    assert tell_apart(episode(), INTERVIEW) is None
    marks, english = ("clean", "withhold", "compare", "relisten", "overhear"), ("translate", "subtitles")
    assert left_out(episode()) == ("diarise", *marks, *english)
    assert left_out(episode(SharedRecording(0, 2))) == (*marks, *english)
    assert left_out(replace(episode(), translate_to="en")) == ("diarise", *marks)
    reviewed, heard = tmp_path / "transcript.vtt", ("recognise", "diarise", "transcribe")
    reviewed.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<c.unclear>Zebediah</c>\n")
    assert left_out(episode(reviewed=reviewed)) == (*heard, *marks, *english)
    reviewed.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<c.redact.a_name>Zebediah</c>\n")
    assert left_out(episode(reviewed=reviewed)) == (*heard, "clean", "overhear", *english)
    reviewed.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<c.redact.everywhere>Zebediah</c>\n")
    assert left_out(episode(reviewed=reviewed)) == (*heard, "clean", *english)


def test_each_shared_recording_is_a_stretch_of_the_interview() -> None:
    request = tell_apart(episode(SharedRecording(0, 3), SharedRecording(1, 2, ("Ama", "Jo"))), INTERVIEW)
    assert request is not None
    assert request.parts == (Shared(0, 10_000, 3), Shared(10_000, 30_000, 2))


def test_names_go_by_the_order_in_which_people_are_first_heard() -> None:
    found = Turns((part("Speaker 1", "Speaker 2", "Speaker 1"),))
    names = [turn.speaker for turn in named([SharedRecording(0, 2, ("Ama", "Jo"))], found)]
    assert names == ["Ama", "Jo", "Ama"]


def test_who_has_no_name_is_counted_on_through_all_recordings() -> None:
    """Nobody knows whether the first voice of one recording is the first voice of another."""
    shared = [SharedRecording(0, 2), SharedRecording(1, 2, ("Ama", "Jo")), SharedRecording(2, 2)]
    found = Turns((part("Speaker 1", "Speaker 2"), part("Speaker 1"), part("Speaker 1", "Speaker 2")))
    names = [turn.speaker for turn in named(shared, found)]
    assert names == ["Speaker 1", "Speaker 2", "Ama", "Speaker 3", "Speaker 4"]
