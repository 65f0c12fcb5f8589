import numpy as np
import pytest

from radkind_pod.audio.deess import AROUND, softened

RATE = 48_000


def hiss(level: float) -> np.ndarray:
    """Half a second of "ah", half a second of a sharp s: noise above 6 kHz."""
    rng = np.random.default_rng(1)
    time = np.arange(RATE // 2) / RATE
    vowel = 0.1 * np.sqrt(2) * np.sin(2 * np.pi * 300 * time)
    spectrum = np.fft.rfft(rng.normal(0, 1, RATE // 2))
    spectrum[np.fft.rfftfreq(RATE // 2, 1 / RATE) < 6000] = 0
    sharp = np.fft.irfft(spectrum, RATE // 2)
    sound = np.concatenate([vowel, sharp / np.sqrt(np.mean(sharp**2)) * level])
    return np.pad(sound, AROUND)[:, None]


def rms_db(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound**2)))


def change_db(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    vowel, sharp = slice(AROUND + 2000, RATE // 2), slice(RATE // 2 + 4000, RATE)
    return rms_db(after[vowel]) - rms_db(before[vowel]), rms_db(after[sharp]) - rms_db(before[sharp])


@pytest.mark.parametrize("scale", [1.0, 0.01])
def test_a_sharp_s_is_softened_and_the_vowel_is_not(scale: float) -> None:
    """The vowel is at -20 dB, and so is the s: 9 dB over what is allowed, of which a third stays."""
    before = hiss(0.1) * scale
    after = softened(before, -29 + 20 * np.log10(scale), 12)
    vowel, sharp = change_db(before, after)
    assert vowel == pytest.approx(0, abs=0.05)
    assert sharp == pytest.approx(-6, abs=0.7)


def test_no_more_is_taken_than_is_allowed() -> None:
    before = hiss(0.3)
    assert change_db(before, softened(before, -30, 4))[1] == pytest.approx(-4, abs=0.3)


def test_an_ordinary_s_stays_as_it_is() -> None:
    before = hiss(0.02)
    assert np.abs(softened(before, -28, 8) - before).max() < 1e-6


def test_both_channels_are_softened_alike() -> None:
    before = np.concatenate([hiss(0.1), hiss(0.1) * 0.5], axis=1)
    after = softened(before, -28, 8)
    assert np.allclose(after[:, 1], after[:, 0] * 0.5)
