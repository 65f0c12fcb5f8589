"""Turns are brought to one loudness, with a gain that changes only in pauses."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.edit import edit
from radkind_pod.audio.riding import MOST_DB, Ridden, by_speaker, curve_of, ridden
from radkind_pod.audio.stages import Level
from radkind_pod.media.loudness import LoudnessMeter, lufs
from radkind_pod.model.audio import Cut, Turn
from radkind_pod.model.programme import Levels
from radkind_pod.progress import Silent

RATE = 48_000
Write = Callable[[str, np.ndarray], Path]
Talk = Callable[..., np.ndarray]


def level(folder: Path, request: Level) -> Levels:
    folder.mkdir()
    request.run(folder, Silent())
    return request.read(folder)


def two_people(talk: Talk, levels_db: tuple[float, ...]) -> tuple[np.ndarray, tuple[Turn, ...]]:
    """Turns of 5 s with a second of room between them, the two in turn at these levels."""
    parts, turns = [], []
    for i, level_db in enumerate(levels_db):
        parts += [talk(5, 1, 0.1 * 10 ** (level_db / 20), seed=i), talk(1, 1, 0.0005, seed=99)]
        turns.append(Turn(str(i % 2), 6000 * i, 6000 * i + 5000))
    return np.concatenate(parts), tuple(turns)


def test_two_people_come_to_the_same_loudness(tmp_path: Path, write_wav: Write, talk: Talk) -> None:
    samples, turns = two_people(talk, (0, -12, 1, -11, -1, -13))
    file = write_wav("i.wav", samples)
    found = level(tmp_path / "level", Level(file, None, None, (), -16.0, 1, turns))
    heard = np.concatenate(list(edit(file, (), found.curve).blocks(1))) * 10 ** (found.interview_db / 20)
    before, after = (apart_lu(sound, turns) for sound in (samples, heard))
    assert before > 10
    assert after < 0.1
    for turn in turns:
        said = heard[turn.start_ms * 48 : turn.end_ms * 48].astype(np.float32)
        assert LoudnessMeter.of([said], 1).integrated_lufs == pytest.approx(-16, abs=1.0)


def apart_lu(sound: np.ndarray, turns: tuple[Turn, ...]) -> float:
    """Return how far the two speakers are apart."""
    of_each = (
        np.concatenate([sound[turn.start_ms * 48 : turn.end_ms * 48] for turn in turns if turn.speaker == name])
        for name in ("0", "1")
    )
    one, other = (LoudnessMeter.of([said.astype(np.float32)], 1).integrated_lufs for said in of_each)
    return abs(one - other)


def test_the_gain_is_the_same_all_through_a_turn(talk: Talk) -> None:
    samples, turns = two_people(talk, (0, -9, 3, -6))
    found = ridden(turns, hops(samples))
    curve = curve_of(found)
    for one in found:
        factors = curve.factors(one.turn.start_ms * 48, (one.turn.end_ms - one.turn.start_ms) * 48)
        assert factors == pytest.approx(np.full_like(factors, 10 ** (one.gain_db / 20)), rel=1e-4)
    steps = np.abs(np.diff(curve.factors(0, len(samples))[:, 0]))
    assert steps.max() < 0.01, "no click"


def hops(samples: np.ndarray) -> np.ndarray:
    meter = LoudnessMeter(1)
    meter.add(samples.astype(np.float32))
    return meter.hops


def test_music_and_long_silence_are_left_alone(talk: Talk) -> None:
    curve = curve_of([Ridden(Turn("1", 1000, 3000), 6.0), Ridden(Turn("2", 30_000, 32_000), -6.0)])
    assert curve.db_at(np.arange(6 * RATE, 26 * RATE)) == pytest.approx(np.zeros(20 * RATE))


def test_a_short_turn_follows_its_speaker(talk: Talk) -> None:
    """One loud "no!" stays louder than the rest."""
    samples, turns = two_people(talk, (0, 0, 0, 0))
    samples[24 * RATE - RATE : 24 * RATE - RATE // 2] = 4 * talk(0.5, 1, 0.1, seed=7)
    shout = Turn("1", 23_000, 23_500)
    found = ridden((*turns[:3], shout), hops(samples))
    assert found[-1].gain_db - found[1].gain_db > -1


def test_nobody_is_raised_without_end(talk: Talk) -> None:
    samples, turns = two_people(talk, (0, -30))
    assert max(abs(one.gain_db) for one in ridden(turns, hops(samples))) <= MOST_DB


def test_turns_in_silence_are_passed_over(talk: Talk) -> None:
    samples, turns = two_people(talk, (0, -3))
    samples[6 * RATE :] = 0
    assert [one.turn for one in ridden(turns, hops(samples))] == [turns[0]]
    assert ridden((), hops(samples)) == []
    assert by_speaker([], hops(samples)) == {}


def test_a_curve_comes_back_from_its_file_and_follows_cuts(tmp_path: Path, write_wav: Write) -> None:
    curve = Curve(np.array([0.0, 2.0 * RATE, 2.1 * RATE]), np.array([0.0, 0.0, -20.0]))
    curve.write(tmp_path / "curve.bin")
    file = write_wav("one.wav", np.full((4 * RATE, 1), 0.5))
    heard = np.concatenate(list(edit(file, (Cut(1000, 2500),), tmp_path / "curve.bin").blocks(1)))[:, 0]
    assert heard[RATE // 2] == pytest.approx(0.5)
    assert heard[RATE + RATE // 2] == pytest.approx(0.05)


def test_the_loudness_of_nothing_is_none() -> None:
    assert lufs(0.0) == -np.inf
