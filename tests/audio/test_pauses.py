"""Pauses are found to about 10 ms, where nothing sounds but the room, and nothing else is taken for one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.envelope import Envelope, as_bytes
from radkind_pod.audio.pauses import long_pauses, shortened
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import Cut, Interview

RATE = 48_000
KEEP_MS = 1500
Talk = Callable[..., np.ndarray]
Spans = Sequence[tuple[int, int]]


def noise(seconds: float, level_db: float, seed: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 10 ** (level_db / 20), (round(seconds * RATE), 1))


def prepared(folder: Path, *parts: np.ndarray, room_db: float = -60) -> Interview:
    samples = np.concatenate(parts)
    samples = (samples + noise(len(samples) / RATE, room_db)[: len(samples)]).astype(np.float32)
    with FlacWriter(folder / "interview.flac", 1) as writer:
        writer.write(samples)
    envelope = Envelope()
    envelope.add(samples)
    (folder / "levels.bin").write_bytes(as_bytes(envelope.levels_db()))
    return Interview(folder / "interview.flac", folder / "levels.bin", 1, len(samples), (), (0,), (), ())


def found(interview: Interview, gaps: Spans) -> list[tuple[int, int]]:
    return list(long_pauses(interview, gaps, KEEP_MS))


def silence(seconds: float) -> np.ndarray:
    return np.zeros((round(seconds * RATE), 1))


@pytest.mark.parametrize("offset_ms", [0, 30, 55, 90])
@pytest.mark.parametrize("room_db", [-75, -60, -48])
def test_a_pause_is_measured_to_ten_milliseconds(tmp_path: Path, talk: Talk, room_db: float, offset_ms: int) -> None:
    """Wherever it lies against the frames of 100 ms, and whatever the word times leave around it."""
    parts = (talk(5 + offset_ms / 1000, 1), silence(4), talk(5, 1))
    ((start, end),) = found(prepared(tmp_path, *parts, room_db=room_db), [(4900, 9300)])
    assert start == pytest.approx(5000 + offset_ms, abs=11)
    assert end == pytest.approx(9000 + offset_ms, abs=11)


@pytest.mark.parametrize("seconds", [1.4, 1.5, 1.9])
def test_a_pause_that_is_not_worth_it_is_never_named(tmp_path: Path, talk: Talk, seconds: float) -> None:
    interview = prepared(tmp_path, talk(5, 1), silence(seconds), talk(5, 1))
    assert found(interview, [(4900, round(5100 + seconds * 1000))]) == []


def test_a_pause_never_goes_past_the_words(tmp_path: Path, talk: Talk) -> None:
    """A word may be so soft that the levels don't show it: its times hold all the same."""
    interview = prepared(tmp_path, talk(5, 1), silence(6), talk(5, 1))
    assert found(interview, [(4900, 5100), (5437, 8201), (9000, 11_050)]) == [(5440, 8201), (9000, 11_000)]


def test_what_sounds_without_words_ends_a_pause(tmp_path: Path, talk: Talk) -> None:
    """A breath, a laugh, words that the machine passed over."""
    breath = noise(0.3, -35)
    interview = prepared(tmp_path, talk(5, 1), silence(3), breath, silence(1.2), talk(5, 1))
    ((start, end),) = found(interview, [(5000, 9500)])
    assert (start, end) == pytest.approx((5000, 8000), abs=11)


def test_soft_music_is_no_pause(tmp_path: Path, talk: Talk) -> None:
    """It is far below speech, and steady; but the room between the words is softer still."""
    music = np.sin(2 * np.pi * 440 * np.arange(8 * RATE) / RATE)[:, None] * 0.005
    spoken = [part for i in range(4) for part in (talk(4, 1, seed=i), silence(1))]
    interview = prepared(tmp_path, *spoken, music, *spoken)
    gaps = [(4000, 5000), (9000, 10_000), (14_000, 15_000), (19_000, 28_000)]
    assert found(interview, gaps) == []


def test_a_pause_counts_where_other_pauses_are_digital_silence(tmp_path: Path, talk: Talk) -> None:
    """A call falls silent between words; the room is heard in some pauses and in others not."""
    call = [part for i in range(4) for part in (talk(4, 1, 0.15, seed=i), silence(1))]
    interview = prepared(tmp_path, *call, noise(4, -60), *call, room_db=-200)
    gaps = [(4000, 5000), (9000, 10_000), (14_000, 15_000), (20_000, 24_000)]
    assert found(interview, gaps) == [(20_000, 24_000)]


def test_each_recording_has_its_own_room(tmp_path: Path, talk: Talk) -> None:
    """What is far below the voices of one recording may be the voices of the next, which nobody wrote down. A pause may
    go from one to the other.
    """
    loud, soft = talk(6, 1, 0.3), talk(6, 1, 0.003)
    parts = loud, silence(2), silence(1.05), soft, silence(3), soft
    interview = prepared(tmp_path, *parts, room_db=-85)
    interview = replace(interview, starts=(0, 8 * RATE))
    gaps = [(6000, 9050), (11_000, 20_000)]
    assert found(interview, gaps) == [(6000, 9050), (15_050, 18_050)]


def test_nothing_is_a_pause_where_the_room_is_as_loud_as_the_talk(tmp_path: Path, talk: Talk) -> None:
    interview = prepared(tmp_path, talk(5, 1), silence(4), talk(5, 1), room_db=-32)
    assert found(interview, [(5000, 9000)]) == []


def test_a_recording_without_a_word_has_no_pause(tmp_path: Path) -> None:
    assert found(prepared(tmp_path, silence(10)), [(0, 10_000)]) == []


def test_silence_before_and_after_the_talk_goes_as_far_as_the_recording(tmp_path: Path, talk: Talk) -> None:
    interview = prepared(tmp_path, silence(3), talk(5, 1), silence(4.037))
    pauses = found(interview, [(0, 3050), (7950, 12_037)])
    assert pauses == [(0, 3000), (8000, 12_037)]
    assert [shortened(pause, KEEP_MS, interview.duration_ms) for pause in pauses] == [Cut(0, 1500), Cut(9500, 12_037)]


def test_a_pause_is_cut_in_its_middle() -> None:
    assert shortened((10_000, 14_000), 1500, 60_000) == Cut(10_750, 13_250)
    assert shortened((10_000, 14_001), 1501, 60_000) == Cut(10_750, 13_250)
