"""The limiter holds its ceiling between the samples too, and does nothing where nothing is to be done."""

import numpy as np
import pytest

from radkind_pod.audio.limiter import Limiter
from radkind_pod.media.meter import Meter

RATE = 48_000


def limit(samples: np.ndarray, ceiling: float, block: int = RATE) -> np.ndarray:
    limiter = Limiter(samples.shape[1], ceiling)
    ready = [limiter.limit(samples[at : at + block]) for at in range(0, len(samples), block)]
    return np.concatenate([*ready, limiter.finish()])


def true_peak(samples: np.ndarray) -> float:
    meter = Meter(samples.shape[1])
    meter.add(samples)
    return meter.loudness().true_peak_dbtp


def signals() -> dict[str, np.ndarray]:
    rng, t = np.random.default_rng(4), np.arange(2 * RATE)
    bursts = rng.normal(0, 0.2, len(t)) * (1 + 6 * (rng.random(len(t) // 480).repeat(480) > 0.95))
    impulses = np.where(t % 5003 == 7, 3.0, 0.01)
    hidden = 1.41 * np.sin(2 * np.pi * t / 4 + np.pi / 4)
    low = 1.5 * np.sin(2 * np.pi * 60 * t / RATE)
    made = {"bursts": bursts, "impulses": impulses, "hidden between samples": hidden, "low tone": low}
    return {name: np.stack([wave, wave * 0.5], 1).astype(np.float32) for name, wave in made.items()}


@pytest.mark.parametrize("ceiling", [-1.5, -6.0])
@pytest.mark.parametrize("name", signals())
def test_nothing_passes_the_ceiling(name: str, ceiling: float) -> None:
    limited = limit(signals()[name], ceiling)
    assert true_peak(limited) <= ceiling + 0.1


@pytest.mark.parametrize("frames", [0, 1, 23, 24, 25, 5000, RATE, RATE + 17])
def test_sound_below_the_ceiling_comes_out_as_it_went_in(frames: int) -> None:
    samples = np.random.default_rng(1).uniform(-0.3, 0.3, (frames, 2)).astype(np.float32)
    assert np.array_equal(limit(samples, -1.5), samples)


@pytest.mark.parametrize("block", [1000, 4096, 48_000])
def test_the_size_of_the_blocks_does_not_matter(block: int) -> None:
    samples = signals()["bursts"]
    assert np.allclose(limit(samples, -3, block), limit(samples, -3, len(samples)), atol=1e-6)


def test_the_gain_moves_smoothly() -> None:
    """A low tone with one burst on it is lowered without a step."""
    samples = np.full((RATE, 1), 0.5, np.float32)
    samples[20_000:20_050] = 2.0
    gain = limit(samples, -1.0)[:, 0] / samples[:, 0]
    assert np.abs(np.diff(gain)).max() < 0.01
    assert gain[0] == gain[-1] == 1


def test_both_channels_are_lowered_alike() -> None:
    limited = limit(signals()["bursts"], -6)
    assert np.allclose(limited[:, 0] * 0.5, limited[:, 1], atol=1e-6)
