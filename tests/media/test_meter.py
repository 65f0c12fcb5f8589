"""True peaks against EBU Tech 3341 (version 4, Table 1), and what must hold for every meter."""

import math

import numpy as np
import pytest

from radkind_pod.media.meter import Meter
from radkind_pod.model.audio import Loudness

RATE = 48_000


def measure(samples: np.ndarray) -> Loudness:
    meter = Meter(samples.shape[1])
    for start in range(0, len(samples), RATE):
        meter.add(samples[start : start + RATE])
    return meter.loudness()


def tones(*parts: tuple[float, float], channels: int = 2) -> np.ndarray:
    """A 1 kHz sine with continuous phase; each part is (dBFS, seconds)."""
    gain = np.concatenate([np.full(round(seconds * RATE), 10 ** (db / 20)) for db, seconds in parts])
    wave = gain * np.sin(2 * np.pi * 1000 * np.arange(len(gain)) / RATE)
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


def speechlike(seconds: float, seed: int = 3) -> np.ndarray:
    """Noise whose level moves as speech does."""
    rng = np.random.default_rng(seed)
    level = np.repeat(rng.uniform(0.005, 0.1, round(seconds * 5)), RATE // 5)
    return (rng.normal(0, 1, (len(level), 2)) * level[:, None]).astype(np.float32)


@pytest.mark.parametrize(
    ("divisor", "amplitude", "degrees", "expected"),
    [
        pytest.param(4, 0.50, 0.0, -6.0, id="case 15"),
        pytest.param(4, 0.50, 45.0, -6.0, id="case 16"),
        pytest.param(6, 0.50, 60.0, -6.0, id="case 17"),
        pytest.param(8, 0.50, 67.5, -6.0, id="case 18"),
        pytest.param(4, 1.41, 45.0, 3.0, id="case 19"),
    ],
)
def test_true_peak_of_steady_tones(divisor: int, amplitude: float, degrees: float, expected: float) -> None:
    wave = amplitude * np.sin(2 * np.pi * np.arange(RATE) / divisor + np.radians(degrees))
    fade = np.minimum(1, np.minimum(np.arange(RATE), np.arange(RATE)[::-1]) / 480)
    samples = np.repeat((wave * fade)[:, None], 2, axis=1).astype(np.float32)
    assert -0.4 <= measure(samples).true_peak_dbtp - expected <= 0.2


@pytest.mark.parametrize("offset", [pytest.param(i, id=f"case {20 + i}") for i in range(4)])
def test_true_peak_of_one_loud_period_between_the_samples(offset: int) -> None:
    """One period of fs/4 at full scale inside fs/6 at half: made at four times the rate, every fourth sample kept."""
    quiet, loud = 0.5 * np.sin(2 * np.pi * np.arange(24 * 400) / 24), np.sin(2 * np.pi * np.arange(16) / 16)
    wave = np.concatenate([quiet, loud, quiet])
    places = np.arange(-512, 513)
    lowpass = np.sinc(places / 4) / 4 * np.kaiser(len(places), 9)
    fade = np.minimum(1, np.minimum(np.arange(len(wave)), np.arange(len(wave))[::-1]) / 1000)
    kept = np.convolve(wave * fade, lowpass, mode="same")[offset::4]
    samples = np.repeat(kept[:, None], 2, axis=1).astype(np.float32)
    assert -0.4 <= measure(samples).true_peak_dbtp <= 0.2


def test_one_channel_counts_as_one() -> None:
    """A mono tone reads 3.01 LU below the same tone in two channels."""
    difference = measure(tones((-20, 5))).integrated_lufs - measure(tones((-20, 5), channels=1)).integrated_lufs
    assert difference == pytest.approx(3.01, abs=0.02)


@pytest.mark.parametrize("gain_db", [-12.0, -3.5, 6.0])
def test_a_gain_moves_both_figures_by_itself(gain_db: float) -> None:
    samples = speechlike(20)
    before, after = measure(samples), measure(samples * np.float32(10 ** (gain_db / 20)))
    assert after.integrated_lufs - before.integrated_lufs == pytest.approx(gain_db, abs=0.02)
    assert after.true_peak_dbtp - before.true_peak_dbtp == pytest.approx(gain_db, abs=0.01)


def test_silence_around_the_sound_changes_nothing() -> None:
    samples, silence = speechlike(20), np.zeros((10 * RATE, 2), np.float32)
    padded = measure(np.concatenate([silence, samples, silence]))
    assert padded.integrated_lufs == pytest.approx(measure(samples).integrated_lufs, abs=0.1)


@pytest.mark.parametrize("channels", [1, 2])
def test_silence_is_minus_infinity(channels: int) -> None:
    assert measure(np.zeros((3 * RATE, channels), np.float32)) == Loudness(-math.inf, -math.inf)


def test_nothing_at_all_is_minus_infinity() -> None:
    assert Meter(2).loudness() == Loudness(-math.inf, -math.inf)


def test_the_size_of_the_blocks_does_not_matter() -> None:
    samples = speechlike(6)
    meter = Meter(2)
    for block in np.array_split(samples, 37):
        meter.add(block)
    assert meter.loudness() == measure(samples)


def test_every_place_above_the_watched_level_is_found() -> None:
    """A peak hidden between the samples counts, at its 10 ms cell; one just below the level doesn't."""
    samples = np.zeros((3 * RATE, 2), np.float32)
    burst = np.sin(2 * np.pi * np.arange(400) / 4 + np.pi / 4) * np.hanning(400)
    samples[48_040:48_440, 1] = 0.95 * burst
    samples[96_040:96_440, 0] = 0.85 * burst
    meter = Meter(2, watch_dbtp=-1.0)
    for block in np.array_split(samples, 7):
        meter.add(block)
    meter.loudness()
    [(start, peak)] = meter.overs
    assert start == 48_000
    assert peak == pytest.approx(20 * math.log10(0.95), abs=0.1)
