import numpy as np
import pytest

from radkind_pod.media.filtering import filtered

RATE = 48_000


def noise(seconds: float, channels: int) -> np.ndarray:
    rng = np.random.default_rng(1)
    return rng.normal(0, 0.1, (round(seconds * RATE), channels)).astype(np.float32)


def through(sound: np.ndarray, size: int, *filters: tuple[str, str], late: int = 0) -> np.ndarray:
    blocks = (sound[at : at + size] for at in range(0, len(sound), size))
    return np.concatenate(list(filtered(blocks, sound.shape[1], filters, late)))


def late_by(before: np.ndarray, after: np.ndarray) -> int:
    size = 2 * len(before)
    spectrum = np.fft.rfft(after[:, 0], size) * np.conj(np.fft.rfft(before[:, 0], size))
    place = int(np.fft.irfft(spectrum).argmax())
    return place if place < len(before) else place - size


@pytest.mark.parametrize("channels", [1, 2, 5])
def test_what_comes_out_is_as_long_and_in_its_place(channels: int) -> None:
    """afftdn is late by 1,200 samples and doesn't say so."""
    sound = noise(2.345, channels)
    after = through(sound, 1000, ("afftdn", "nr=0.01:nf=-80"), late=1200)
    assert after.shape == sound.shape
    assert late_by(sound, after) == 0
    assert np.abs(after - sound).max() < 1e-3


def test_each_filter_is_fed_by_the_one_before() -> None:
    time = np.arange(2 * RATE) / RATE
    sound = sum(np.sin(2 * np.pi * hz * time) for hz in (30, 50, 1000)).astype(np.float32)[:, None]
    after = through(sound, RATE, ("highpass", "f=80:precision=f64"), ("bandreject", "f=50:width_type=h:width=3"))
    level = 2 * np.abs(np.fft.rfft(after[RATE:, 0])) / RATE
    assert level[30] < 0.15
    assert level[50] < 0.02
    assert level[1000] == pytest.approx(1, abs=0.01)


def test_nothing_stays_nothing() -> None:
    assert list(filtered(iter(()), 1, [("highpass", "f=80")])) == []
