"""Sound made on the spot for the tests of the audio room."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.audio.chains import Chain

from radkind_pod.media.encode import WavWriter

RATE = 48_000


def make_talk(seconds: float, channels: int = 2, level: float = 0.05, seed: int = 1) -> np.ndarray:
    """Noise in syllables of 200 ms with pauses, in both channels alike."""
    rng = np.random.default_rng(seed)
    level_of = np.repeat(rng.uniform(0.1, 1, round(seconds * 5) + 1), RATE // 5)[: round(seconds * RATE)]
    wave = rng.normal(0, 1, len(level_of)) * level_of * level
    smooth = np.convolve(wave, np.hanning(9) / np.hanning(9).sum() * 2, mode="same")
    return np.repeat(smooth[:, None], channels, axis=1).astype(np.float32)


@pytest.fixture
def talk() -> Callable[..., np.ndarray]:
    return make_talk


@pytest.fixture
def write_wav(tmp_path: Path) -> Callable[[str, np.ndarray], Path]:
    def write(name: str, samples: np.ndarray) -> Path:
        with WavWriter(tmp_path / name, samples.shape[1]) as writer:
            writer.write(samples.astype(np.float32))
        return tmp_path / name

    return write


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    return Chain(tmp_path / "build")
