"""Another clock changes when things are heard, and nothing else."""

from collections.abc import Iterator

import numpy as np
import pytest

from radkind_pod.media.blocks import Block
from radkind_pod.media.retime import retimed

RATE = 48_000
SECONDS = 10
# The last two are nearer to 1 than any ratio that libswresample can hold.
RATIOS = (1.0002, 0.9998, 1 + 12.3456e-6, 1 + 0.71e-6, 1 - 0.3e-6)


def blocks(sound: np.ndarray) -> Iterator[Block]:
    return (sound[at : at + RATE].astype(np.float32) for at in range(0, len(sound), RATE))


def through(sound: np.ndarray, ratio: float) -> np.ndarray:
    return np.concatenate(list(retimed(blocks(sound), ratio)))


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("hz", [100, 1_000, 10_000, 20_000])
def test_a_tone_comes_out_as_that_clock_would_have_heard_it(ratio: float, hz: int) -> None:
    sound = 0.5 * np.sin(2 * np.pi * hz * np.arange(SECONDS * RATE) / RATE)
    found = through(sound[:, None], ratio)[:, 0]
    expected = 0.5 * np.sin(2 * np.pi * hz * np.arange(len(found)) / RATE * ratio)
    inside = slice(1000, len(found) - 1000)
    error = np.std(found[inside] - expected[inside]) / np.std(expected)
    assert 20 * np.log10(error) < -85
    assert abs(len(found) - len(sound) / ratio) <= 2


def test_channels_stay_apart() -> None:
    sound = np.random.default_rng(0).standard_normal((2 * RATE, 8)) * 0.1
    found = through(sound, 1.0001)
    assert found.shape[1] == 8
    np.testing.assert_array_equal(found[:, [3]], through(sound[:, [3]], 1.0001))


def test_of_nothing_comes_nothing() -> None:
    assert list(retimed(iter([]), 1.0002)) == []
