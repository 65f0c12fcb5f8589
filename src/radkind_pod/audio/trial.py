"""How loud the programme comes out of the limiter with each of several gains, in one pass and without limiting it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.limiter import CELL, GainCurve, needed_db
from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.loudness import HOP, STEP, Powers, Weighting, integrated
from radkind_pod.media.true_peak import CellPeaks

_CELLS_IN_STEP = STEP // CELL
_STEPS_IN_HOP = HOP // STEP


def tried(blocks: Iterable[Block], channels: int, ceiling_dbtp: float, gains_db: Sequence[float]) -> list[float]:
    """Return the integrated loudness in LUFS behind the limiter for each gain.

    The limiter's gain is slow against 10 ms, so that the power of such a step falls by the mean square of the gain in
    it. Measured on speech, that is within 0.02 LU of limiting every sample.
    """
    weighting, cells = Weighting(channels), CellPeaks(channels, CELL)
    ceiling = amplitude(ceiling_dbtp)
    lowest = ceiling / amplitude(max(gains_db))
    trials = [_Trial(gain_db) for gain_db in gains_db]
    for block in blocks:
        powers, peaks = weighting.add(block), cells.add(block, lowest) / ceiling
        for trial in trials:
            trial.add(powers, peaks)
    return [trial.loudness_lufs() for trial in trials]


@dataclass
class _Trial:
    """One gain: what it makes of each 100 ms."""

    gain_db: float
    _curve: GainCurve = field(default_factory=GainCurve)
    _knots: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    _powers: Powers = field(default_factory=lambda: np.zeros(0))
    _hops: list[Powers] = field(default_factory=list)

    def add(self, powers: Powers, peaks: NDArray[np.float32]) -> None:
        """Take the weighted powers of the next steps of 10 ms, and the next cells' peaks against the ceiling."""
        knots = self._curve.add(needed_db(peaks * np.float32(amplitude(self.gain_db))))[:-1]
        self._knots, self._powers = np.concatenate([self._knots, knots]), np.concatenate([self._powers, powers])
        hops = min(len(self._knots) // _CELLS_IN_STEP, len(self._powers)) // _STEPS_IN_HOP
        steps, cells = hops * _STEPS_IN_HOP, hops * _STEPS_IN_HOP * _CELLS_IN_STEP
        left = (10 ** (self._knots[:cells] / 10)).reshape(steps, _CELLS_IN_STEP).mean(axis=1)
        self._hops.append((self._powers[:steps] * left).reshape(hops, _STEPS_IN_HOP).mean(axis=1))
        self._knots, self._powers = self._knots[cells:], self._powers[steps:]

    def loudness_lufs(self) -> float:
        return integrated(np.concatenate([*self._hops, np.zeros(0)]) * 10 ** (self.gain_db / 10))
