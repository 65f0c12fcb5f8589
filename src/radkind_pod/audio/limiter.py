"""A true-peak limiter that sees ahead. It works on a stream, in bounded memory.

The gain is worked out in dB on knots 0.5 ms apart: what each cell between two knots needs, from its peak at four
times the rate; the lowest of it within 5 ms either way; a steady release; a smoothing window as wide as that look
either way. No step lets the gain rise above what any cell needs, so the ceiling holds.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.true_peak import CellPeaks
from radkind_pod.model.audio import SAMPLE_RATE

CELL = SAMPLE_RATE // 2000
LOOK_AHEAD = 10
"""Cells looked ahead and back: 5 ms."""
RELEASE_DB_PER_S = 40.0
_RELEASE_DB = RELEASE_DB_PER_S * CELL / SAMPLE_RATE
_WIDTH = 2 * LOOK_AHEAD + 1
_WINDOW = np.hanning(2 * LOOK_AHEAD + 3)[1:-1] / np.hanning(2 * LOOK_AHEAD + 3).sum()
_RAMP = (np.arange(CELL) / CELL)[:, None]


def limited(blocks: Iterable[Block], channels: int, gain_db: float, ceiling_dbtp: float) -> Iterator[Block]:
    """Yield the blocks with this gain, held under the ceiling."""
    limiter, factor = Limiter(channels, ceiling_dbtp), np.float32(amplitude(gain_db))
    for block in blocks:
        if len(ready := limiter.limit(block * factor)):
            yield ready
    if len(rest := limiter.finish()):
        yield rest


class Limiter:
    """Holds a stream under a ceiling. What goes in comes out later, sample for sample."""

    def __init__(self, channels: int, ceiling_dbtp: float) -> None:
        self._ceiling = amplitude(ceiling_dbtp)
        self._peaks = CellPeaks(channels, CELL)
        self._curve = GainCurve()
        self._waiting = np.zeros((0, channels), np.float32)

    def limit(self, block: NDArray[np.float32]) -> Block:
        """Take the next block of shape (frames, channels); return the frames that are finished, maybe none."""
        self._waiting = np.concatenate([self._waiting, block])
        return self._apply(self._curve.add(needed_db(self._peaks.add(block, self._ceiling) / self._ceiling)))

    def finish(self) -> NDArray[np.float32]:
        """Return what was still waiting."""
        left = len(self._waiting)
        rest = needed_db(self._peaks.finish(self._ceiling) / self._ceiling)
        knots = self._curve.add(np.concatenate([rest, np.zeros(2 * LOOK_AHEAD + 2)]))
        self._waiting = np.pad(self._waiting, ((0, -left % CELL), (0, 0)))
        return self._apply(knots[: len(self._waiting) // CELL + 1])[:left]

    def _apply(self, knots: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return the frames between these knots, the gain running straight from each to the next."""
        count = max(0, len(knots) - 1)
        ready, self._waiting = self._waiting[: count * CELL], self._waiting[count * CELL :]
        if not knots.any():
            return ready
        factors = 10 ** (knots / 20)
        gain = factors[:-1, None, None] + np.diff(factors)[:, None, None] * _RAMP
        return (ready.reshape(count, CELL, -1) * gain.astype(np.float32)).reshape(ready.shape)


def needed_db(over: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return the gain in dB, at most 0, that brings each peak to the ceiling; `over` is peak / ceiling."""
    return -20 * np.log10(np.maximum(over.astype(np.float64), 1))


class GainCurve:
    """Turns what each cell needs into a smooth gain at the knots. All values in dB."""

    def __init__(self) -> None:
        self._last_cell = np.zeros(1)
        self._knots = np.zeros(2 * LOOK_AHEAD)
        self._released = np.zeros(0)
        self._reached = 0.0
        self._last_knot = np.zeros(0)

    def add(self, needed: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take what the next cells need; return the knots from the last returned on."""
        cells = np.concatenate([self._last_cell, needed])
        self._last_cell = cells[-1:]
        held = self._held(np.minimum(cells[:-1], cells[1:]))
        smooth = np.concatenate([self._last_knot, self._smooth(self._release(held))])
        self._last_knot = smooth[-1:]
        return smooth

    def _held(self, knots: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the lowest gain within the look ahead and back."""
        knots = np.concatenate([self._knots, knots])
        self._knots = knots[-2 * LOOK_AHEAD :]
        return _lowest(knots)

    def _release(self, held: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the gain that falls at once and rises at a steady rate: a running minimum on a tilted axis."""
        rise = _RELEASE_DB * np.arange(1, len(held) + 1)
        tilted = np.minimum(np.minimum.accumulate(held - rise), self._reached)
        released: NDArray[np.float64] = np.minimum(tilted + rise, 0)
        self._reached = float(released[-1]) if len(released) else self._reached
        return released

    def _smooth(self, released: NDArray[np.float64]) -> NDArray[np.float64]:
        released = np.concatenate([self._released, released])
        self._released = released[-2 * LOOK_AHEAD :]
        return np.convolve(released, _WINDOW, "valid") if len(released) >= _WIDTH else np.zeros(0)


def _lowest(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the lowest of each stretch as wide as the look ahead and back together; none where there are too few."""
    if len(values) < _WIDTH:
        return np.zeros(0)
    span = 1
    while 2 * span <= _WIDTH:
        values, span = np.minimum(values[:-span], values[span:]), 2 * span
    rest = _WIDTH - span
    return np.minimum(values[: len(values) - rest], values[rest:])
