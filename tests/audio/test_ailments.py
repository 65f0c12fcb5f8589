from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.ailments import find_ailments
from radkind_pod.media.decode import read_blocks

RATE = 48_000
SPEECH = Path(__file__).parents[1] / "data/speech"


def seconds_of(sound: np.ndarray) -> list[np.ndarray]:
    return [sound[at : at + RATE, None] for at in range(0, len(sound), RATE)]


def spoken(name: str) -> np.ndarray:
    return np.concatenate([block[:, 0] for block in read_blocks(SPEECH / name, channels=1, stop=20 * RATE)])


@pytest.mark.parametrize("mains", [49.95, 60.05])
def test_hum_is_found_with_its_lines_under_a_voice(mains: float) -> None:
    speech = spoken("mfa/acoustic_corpus.wav")
    time = np.arange(len(speech)) / RATE
    hum = sum(level * np.sin(2 * np.pi * mains * k * time) for k, level in ((1, 1.0), (2, 0.5), (3, 0.3)))
    found = find_ailments(seconds_of((speech + 0.01 * hum).astype(np.float32)))
    assert found.hum_hz[:3] == tuple(round(mains) * k for k in (1, 2, 3))


@pytest.mark.parametrize("name", ["mfa/acoustic_corpus.wav", "fleurs/fleurs-en-001.ogg", "picovoice/empty_noise.wav"])
def test_a_voice_is_no_hum(name: str) -> None:
    assert find_ailments(read_blocks(SPEECH / name)).hum_hz == ()


@pytest.mark.parametrize("level", [0.3, 0.5, 1.0])
def test_clipping_is_found_at_whatever_level_it_was_left(level: float) -> None:
    """A recording that clipped may have been made softer since."""
    speech = spoken("fleurs/fleurs-en-001.ogg")
    clipped = np.clip(speech / np.abs(speech).max() * 2, -1, 1) * level
    found = find_ailments(seconds_of(clipped.astype(np.float32))).clipped_at
    assert found == pytest.approx(level, abs=0.02)


def test_what_never_clipped_is_not_mended() -> None:
    assert find_ailments(read_blocks(SPEECH / "fleurs/fleurs-en-001.ogg")).clipped_at is None


def test_silence_suffers_from_nothing() -> None:
    found = find_ailments(seconds_of(np.zeros(6 * RATE, np.float32)))
    assert (found.hum_hz, found.clipped_at, found.voice_db) == ((), None, -np.inf)


def test_the_level_of_the_voice_is_that_of_its_louder_frames() -> None:
    time = np.arange(10 * RATE) / RATE
    tone = 0.1 * np.sqrt(2) * np.sin(2 * np.pi * 1000 * time) * (time % 2 < 0.5)
    assert find_ailments(seconds_of(tone.astype(np.float32))).voice_db == pytest.approx(-20, abs=1)
