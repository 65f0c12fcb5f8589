from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.repair import AROUND, without_clicks, without_clipping
from radkind_pod.media.decode import read_blocks

RATE = 48_000
SPEECH = Path(__file__).parents[1] / "data/speech"


def spoken(name: str) -> np.ndarray:
    sound = np.concatenate([block[:, 0] for block in read_blocks(SPEECH / name, channels=1, stop=6 * RATE)])
    return (sound / np.abs(sound).max()).astype(np.float64)


def by_seconds(sound: np.ndarray, treat) -> np.ndarray:
    padded = np.pad(sound, (AROUND, RATE + AROUND))
    parts = [treat(padded[at : at + RATE + 2 * AROUND])[AROUND:-AROUND] for at in range(0, len(sound), RATE)]
    return np.concatenate(parts)[: len(sound)]


def error_db(wanted: np.ndarray, found: np.ndarray) -> float:
    return float(10 * np.log10(np.sum((found - wanted) ** 2) / np.sum(wanted**2) + 1e-20))


@pytest.mark.parametrize("name", ["en/sonnet001.mp3", "fleurs/fleurs-en-001.ogg", "en/jfk.flac"])
@pytest.mark.parametrize("height", [0.5, 0.2])
def test_planted_clicks_are_drawn_anew(name: str, height: float) -> None:
    """Up to 0.4 ms of crackling, at half the peak and at a fifth of it."""
    rng = np.random.default_rng(3)
    speech = spoken(name)
    clicked, near = speech.copy(), np.zeros(len(speech), bool)
    for place in rng.integers(3000, len(speech) - 3000, 20).tolist():
        width = int(rng.integers(1, 20))
        clicked[place : place + width] += height * rng.choice([-1, 1], width)
        near[place - 100 : place + width + 100] = True
    mended = by_seconds(clicked, without_clicks)
    assert error_db(speech[near], mended[near]) < error_db(speech[near], clicked[near]) - 5
    assert error_db(speech[~near], mended[~near]) < -45


@pytest.mark.parametrize("name", ["en/sonnet001.mp3", "fleurs/fleurs-en-001.ogg", "mfa/acoustic_corpus.wav"])
def test_a_voice_without_clicks_is_left_alone(name: str) -> None:
    speech = spoken(name)
    assert error_db(speech, by_seconds(speech, without_clicks)) < -45


def test_crackling_like_rain_is_left_alone() -> None:
    rng = np.random.default_rng(1)
    rain = rng.normal(0, 0.001, 3 * RATE)
    rain[rng.integers(0, len(rain), 600)] += 0.5
    assert (by_seconds(rain, without_clicks) == rain).all()


@pytest.mark.parametrize(("level", "better_db"), [(0.7, 10), (0.4, 4)])
def test_clipped_peaks_come_back(level: float, better_db: float) -> None:
    speech = spoken("en/jfk.flac")[: 3 * RATE]
    clipped = np.clip(speech, -level, level)
    mended = by_seconds(clipped, lambda sound: without_clipping(sound, level))
    assert error_db(speech, mended) < error_db(speech, clipped) - better_db
    assert (np.abs(mended) >= np.abs(clipped) - 1e-12).all()
    below = np.abs(clipped) < 0.97 * level
    assert (mended[below] == clipped[below]).all()


def test_peaks_rise_to_twice_the_level_at_most() -> None:
    """Nothing can be known of a recording that is all clipped, and the time that it takes is bounded."""
    speech = spoken("en/jfk.flac")[:RATE]
    mended = by_seconds(np.clip(speech, -0.05, 0.05), lambda sound: without_clipping(sound, 0.05))
    assert np.abs(mended).max() <= 0.1 + 1e-9
