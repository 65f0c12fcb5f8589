"""Microphones recorded apart come out as if one clock had run them all, and each hears its own person."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.audio.tracks.room import RATE, TURN_S, Clock, conversation, far, lag_ms, write

from radkind_pod.audio.stages import Prepare
from radkind_pod.model.audio import Interview, Recording, Track
from radkind_pod.progress import Silent

MINUTES_3 = 180
STEP_S = TURN_S + 1


def prepared(folder: Path, tracks: list[tuple[str, np.ndarray]], rate: int = RATE) -> Interview:
    """Prepare the tracks of one take, each named by its speaker."""
    files = tuple(Track(write(folder / f"{name}.wav", sound, rate), name) for name, sound in tracks)
    out = folder / "out"
    out.mkdir()
    request = Prepare((Recording(files),))
    request.run(out, Silent())
    return request.read(out)


def mixed(interview: Interview) -> np.ndarray:
    """Return the working recording at the rate of the room; nothing in it lies above what that rate can hold."""
    return soundfile.read(interview.file, always_2d=True)[0][:: 48_000 // RATE, 0]


def said(interview: Interview) -> str:
    return "\n".join(f"{finding.file}: {finding.message}" for finding in interview.findings)


def in_a_room(seconds: int, clock: Clock, bleed_db: float = -20, way_ms: float = 3) -> list[tuple[str, np.ndarray]]:
    """Return the tracks of two people whose microphones hear the other one too."""
    ana, bo = conversation(seconds)
    return [
        ("Ana", Clock().record(ana + far(bo, bleed_db, way_ms), 1)),
        ("Bo", clock.record(bo + far(ana, bleed_db, way_ms), 2)),
    ]


@pytest.mark.parametrize(("start_s", "ppm"), [(37.123, 200.0), (-58.4, -200.0), (0.0, 35.0)])
def test_a_track_with_another_clock_is_in_step_at_both_ends(tmp_path: Path, start_s: float, ppm: float) -> None:
    interview = prepared(tmp_path, in_a_room(MINUTES_3, Clock(start_s, ppm)))
    (found,) = interview.alignments
    assert (found.file, found.reference) == ("Bo.wav", "Ana.wav")
    assert found.offset_s == pytest.approx(start_s, abs=0.0005)
    assert found.drift_ppm == pytest.approx(ppm, abs=2)
    assert found.way_ms == pytest.approx(3, abs=0.3)
    assert found.step is None
    heard, begins = mixed(interview), round(max(0, -start_s) * RATE)
    ana, bo = conversation(MINUTES_3)
    for at_s in (42, 174):
        assert abs(lag_ms(heard[begins:], bo, at_s)) <= 1
        assert abs(lag_ms(heard[begins:], ana, at_s - STEP_S)) <= 1


def test_what_was_done_is_told_in_plain_words(tmp_path: Path) -> None:
    interview = prepared(tmp_path, in_a_room(60, Clock(7.25, 150)))
    words = said(interview)
    assert "Bo.wav: in step with Ana.wav by " in words
    assert "it began 7.250 s later and its clock runs fast by 1" in words
    assert "Bo.wav: Ana is heard in it too, " in words
    assert "Ana.wav: Bo is heard in it too, " in words
    assert {(one.microphone, one.voice) for one in interview.bleed} == {("Ana", "Bo"), ("Bo", "Ana")}
    assert all(-24 < one.level_db < -16 for one in interview.bleed)


def test_nothing_of_a_track_that_began_earlier_is_lost(tmp_path: Path) -> None:
    interview = prepared(tmp_path, in_a_room(60, Clock(-8.5)))
    assert interview.samples == pytest.approx(68.5 * 48_000, abs=48)


def test_people_who_talk_from_far_away_are_left_as_they_are(tmp_path: Path) -> None:
    """The same mains hums in both places, and nothing else is the same."""
    hum = 0.01 * np.sin(2 * np.pi * 50 * np.arange(60 * RATE) / RATE) ** 5
    ana, bo = conversation(60)
    tracks = [("Ana", Clock().record(ana + hum, 1)), ("Bo", Clock(0, 80).record(bo + hum, 2))]
    interview = prepared(tmp_path, tracks)
    assert [(one.places, one.offset_s, one.drift_ppm) for one in interview.alignments] == [(0, 0, 0)]
    assert "Bo.wav: could not be aligned with Ana.wav: neither is heard in the other" in said(interview)
    assert interview.bleed == ()
    written = [(sound * 32_768).round() / 32_768 for _, sound in tracks]
    expected = sum(np.pad(sound, (0, 60 * RATE + 80 - len(sound))) for sound in written) / 2
    heard = mixed(interview)
    np.testing.assert_allclose(heard, expected[: len(heard)], atol=1e-3)


def test_where_only_one_is_heard_in_the_other_that_is_told(tmp_path: Path) -> None:
    ana, bo = conversation(60)
    tracks = [("Ana", Clock().record(ana, 1)), ("Bo", Clock(3.0).record(bo + far(ana, -20, 3), 2))]
    interview = prepared(tmp_path, tracks)
    (found,) = interview.alignments
    assert found.way_ms is None
    assert found.offset_s == pytest.approx(3.0 - 0.003, abs=0.0005)
    assert "Only one of the two is heard in the other, so this may be wrong by 3 ms for each metre" in said(interview)
    assert [(one.microphone, one.voice) for one in interview.bleed] == [("Bo", "Ana")]


def test_a_track_that_has_nothing_of_the_first_is_aligned_by_way_of_another(tmp_path: Path) -> None:
    """The third recorder stands by Bo, where Ana can't be heard."""
    ana, bo = conversation(60)
    tracks = [
        ("Ana", Clock().record(ana, 1)),
        ("Bo", Clock(5.0, 100).record(bo + far(ana, -18, 2), 2)),
        ("camera", Clock(-4.0, -50).record(far(bo, -10, 1), 3)),
    ]
    interview = prepared(tmp_path, tracks)
    assert [(one.file, one.reference) for one in interview.alignments] == [
        ("Bo.wav", "Ana.wav"),
        ("camera.wav", "Bo.wav"),
    ]
    heard = mixed(interview)[4 * RATE :]
    for at_s in (18, 54):  # 2 ms of the way from Ana to Bo, and 1 ms from Bo to the camera
        assert abs(lag_ms(heard, bo, at_s)) <= 3


def test_a_jingle_that_is_heard_twice_puts_nothing_in_step(tmp_path: Path) -> None:
    """The other track began 70 s after the first, further than is looked for; only the jingle lies nearer."""
    sound = np.random.default_rng(3).normal(0, 0.05, 300 * RATE).astype(np.float32)
    sound[140 * RATE : 160 * RATE] = sound[100 * RATE : 120 * RATE]
    interview = prepared(tmp_path, [("ana", sound), ("bo", sound[70 * RATE :])])
    assert interview.alignments[0].places == 0
    assert "could not be aligned with ana" in said(interview)


def test_a_call_in_which_one_talks_after_the_other_is_no_loss(tmp_path: Path) -> None:
    """Each hears the other a quarter of a second late."""
    chance, count, until = np.random.default_rng(3), 240 * RATE, 100 * RATE
    host, guest = np.zeros((2, count), np.float32)
    host[:until], guest[until:] = chance.normal(0, 0.1, until), chance.normal(0, 0.1, count - until)
    tracks = [("Ana", host + far(guest, -20, 250)), ("Bo", guest + far(host, -20, 250))]
    noise = chance.normal(0, 1e-3, (2, count)).astype(np.float32)
    interview = prepared(tmp_path, [(name, sound + hiss) for (name, sound), hiss in zip(tracks, noise, strict=True)])
    assert interview.alignments[0].places
    assert interview.alignments[0].step is None


@pytest.mark.parametrize("lost_s", [0.04, 0.5, 20.0])
def test_a_recorder_that_lost_sound_without_a_word_is_told(tmp_path: Path, lost_s: float) -> None:
    tracks = in_a_room(MINUTES_3, Clock(2.0, 50))
    name, whole = tracks[1]
    at, count = 110 * RATE, round(lost_s * RATE)
    interview = prepared(tmp_path, [tracks[0], (name, np.delete(whole, slice(at, at + count)))])
    (found,) = interview.alignments
    assert found.offset_s == pytest.approx(2.0, abs=0.001)
    assert found.step
    assert found.step.late_s == pytest.approx(-lost_s, abs=0.01)
    assert found.step.first_s == pytest.approx(112 + lost_s, abs=12)
    assert found.step.last_s > 160
    assert f"{lost_s:.2f} s early there, as where a recorder lost sound" in said(interview)
