"""What a track suffers from, found in one pass before it is cleaned: hum, clipped peaks, how loud its voices are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block
from radkind_pod.model.audio import SAMPLE_RATE

MAINS_HZ = (50, 60)
_HIGHEST_HZ = 720
_NEAR, _FAR = 4, 10
"""A line is compared with what lies 4 to 10 Hz beside it: a voice is as loud there, a hum is not."""
_SURE_DB, _ALONE_DB, _PRESENT_DB = 10.0, 20.0, 6.0
_LOW_LINES, _LEAST_LINES = 6, 2
_LEAST_SECONDS = 5
_FRAME = SAMPLE_RATE // 50
_BINS = 200
_PILED, _LEAST_PILED, _BELOW = 3.0, 50, 6
_LOUD_PERCENTILE, _SOUNDS_WITHIN_DB = 90, 30


@dataclass(frozen=True, slots=True)
class Ailments:
    """`hum_hz`: lines of the mains. `clipped_at`: where peaks are cut off, of full scale, None where none are.

    `voice_db`: the level of vowels, in dBFS RMS of 20 ms; -inf for silence.
    """

    hum_hz: tuple[int, ...]
    clipped_at: float | None
    voice_db: float


def find_ailments(blocks: Iterable[Block]) -> Ailments:
    """Return what a track suffers from, given its blocks of one second at 48 kHz. Keeps a few kB in mind."""
    lines, seconds = np.zeros(_HIGHEST_HZ + 2 * _FAR), 0
    heights, levels = np.zeros(_BINS + 1), np.zeros(_BINS)
    shape = np.hanning(SAMPLE_RATE)
    for block in blocks:
        heights += np.histogram(np.abs(block), np.arange(_BINS + 2) / 100)[0]
        mono = block.mean(axis=1, dtype=np.float64)
        framed = mono[: len(mono) // _FRAME * _FRAME].reshape(-1, _FRAME)
        level = 10 * np.log10(np.mean(framed**2, axis=1) + 1e-20)
        levels += np.histogram(-level, np.arange(_BINS + 1))[0]
        if len(mono) == SAMPLE_RATE:
            lines += 10 * np.log10(np.abs(np.fft.rfft(mono * shape)[: len(lines)]) ** 2 + 1e-12)
            seconds += 1
    hum = tuple(_hum(lines / seconds)) if seconds >= _LEAST_SECONDS else ()
    return Ailments(hum, _clipped_at(heights), _voice_db(levels))


def _hum(lines_db: NDArray[np.float64]) -> Iterator[int]:
    """Yield the lines of the mains that stand out, given the mean level at each Hz."""
    rises = {mains: [_rise(lines_db, hz) for hz in range(mains, _HIGHEST_HZ, mains)] for mains in MAINS_HZ}
    mains = max(MAINS_HZ, key=lambda one: sum(rises[one][:_LOW_LINES]))
    low = rises[mains][:_LOW_LINES]
    if sum(rise >= _SURE_DB for rise in low) >= _LEAST_LINES or max(low) >= _ALONE_DB:
        yield from (mains * k for k, rise in enumerate(rises[mains], 1) if rise >= _PRESENT_DB)


def _rise(lines_db: NDArray[np.float64], hz: int) -> float:
    beside = [*lines_db[hz - _FAR : hz - _NEAR + 1], *lines_db[hz + _NEAR : hz + _FAR + 1]]
    return float(lines_db[hz - 1 : hz + 2].max() - np.median(beside))


def _clipped_at(heights: NDArray[np.float64]) -> float | None:
    """Return the height at which samples pile up, given how many are in each hundredth of full scale."""
    highest = int(np.flatnonzero(heights)[-1]) if heights.any() else 0
    for at in range(highest, max(highest - 15, _BELOW), -1):
        around = heights[at - 1 : at + 1].sum()
        below = heights[at - _BELOW : at - 1].mean() * 2
        if around >= _LEAST_PILED and around >= _PILED * below:
            return at / 100
    return None


def _voice_db(levels: NDArray[np.float64]) -> float:
    """Return the level of the louder frames, given how many lie in each dB below full scale."""
    if not levels[:-1].any():
        return -np.inf
    loudest = int(np.flatnonzero(levels)[0])
    sounding = np.cumsum(levels[: loudest + _SOUNDS_WITHIN_DB])
    return -float(np.searchsorted(sounding, sounding[-1] * (100 - _LOUD_PERCENTILE) / 100)) - 0.5
