"""Vectors of one voice lie together, whichever way they come."""

import numpy as np
import pytest

from radkind_pod.transcript.voices.clusters import MOST, voices_of


def crowd(*counts: int, spread: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of so many windows for each voice, mixed; and whose each one is."""
    chance = np.random.default_rng(3)
    centres = np.abs(chance.normal(size=(len(counts), 256)))
    whose = chance.permutation(np.repeat(np.arange(len(counts)), counts))
    vectors = np.abs(centres[whose] + spread * chance.normal(size=(len(whose), 256)))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), whose


def same(found: np.ndarray, whose: np.ndarray) -> bool:
    """Whether both part the windows alike, whatever the voices are called."""
    return len({(int(a), int(b)) for a, b in zip(found, whose, strict=True)}) == len(set(whose.tolist()))


@pytest.mark.parametrize("counts", [(20, 20), (60, 5), (30, 30, 30), (100, 40, 8, 12), (3, 2)])
def test_each_voice_is_one_bunch(counts: tuple[int, ...]) -> None:
    vectors, whose = crowd(*counts)
    assert same(voices_of(vectors, len(counts)), whose)


def test_a_long_recording_is_parted_by_some_of_its_windows() -> None:
    vectors, whose = crowd(MOST, MOST // 2)
    assert same(voices_of(vectors, 2), whose)


def test_the_same_vectors_give_the_same_voices() -> None:
    vectors, _ = crowd(30, 20, 10)
    assert (voices_of(vectors, 3) == voices_of(vectors.copy(), 3)).all()


def test_fewer_windows_than_people_are_a_voice_each() -> None:
    vectors, _ = crowd(1, 1)
    assert sorted(voices_of(vectors, 4).tolist()) == [0, 1]
