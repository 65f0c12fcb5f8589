"""How loud a part of the programme will be behind the limiter, before anything is limited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.edit import Piece
from radkind_pod.media.blocks import Block
from radkind_pod.media.loudness import HOP, LoudnessMeter, Powers, integrated
from radkind_pod.model.audio import SAMPLE_RATE

CELL = SAMPLE_RATE // 200
_CELLS = 20
"""Cells in a hop of 100 ms."""
_RELEASE_DB = 40.0 / 200
"""The limiter lets go by so much in a cell (`audio.limiter`)."""
_AT_ONCE = 3000
"""So many hops are worked on at once: an hour needs no more memory than five minutes."""
_USUAL_YIELD = 0.8
_ATTEMPTS = 8
_NEAR_LU = 0.01
_MOST_DB = 4.0
"""No part is raised by more than this to make up for what the limiter takes."""


@dataclass(frozen=True, slots=True)
class Part:
    """What decides how loud a part is: the weighted power of each 100 ms, and in it the peak of each 5 ms."""

    hops: Powers
    peaks: NDArray[np.float16]
    """Shape (hops, 20). 16 bits are exact enough, and of a whole day there are many."""
    samples: int

    @classmethod
    def of(cls, blocks: Iterable[Block], channels: int) -> "Part":
        """Return what was found in a stream; what is left of a hop at its end counts for nothing."""
        meter, peaks, samples = LoudnessMeter(channels), [np.zeros(0, np.float16)], 0
        rest = np.zeros((0, channels), np.float32)
        for block in blocks:
            meter.add(block)
            samples += len(block)
            joined = np.concatenate([rest, block]) if len(rest) else block
            whole = len(joined) // CELL * CELL
            peaks.append(np.abs(joined[:whole]).reshape(-1, CELL * channels).max(axis=1).astype(np.float16))
            rest = joined[whole:]
        hops = meter.hops
        return cls(hops, np.concatenate(peaks)[: len(hops) * _CELLS].reshape(-1, _CELLS), samples)

    def kept(self, pieces: Sequence[Piece], curve: Curve | None) -> "Part":
        """Return what is left between the cuts, with the gain of `curve`.

        Each hop of what is left is the one of the recording that its middle lies in: however many cuts there are,
        none comes earlier or later by more than half of itself.
        """
        gain_db = curve.db_at((np.arange(len(self.hops)) + 0.5) * HOP) if curve else np.zeros(len(self.hops))
        hops, peaks = self.hops * 10 ** (gain_db / 10), self.peaks * (10 ** (gain_db / 20)).astype(np.float16)[:, None]
        at, start = np.array([(piece.at, piece.start) for piece in pieces]).T
        samples = [piece.end for piece in pieces][-1]
        middles = np.arange(HOP // 2, samples - HOP // 2 + 1, HOP)
        number = np.searchsorted(at, middles, side="right") - 1
        left = np.minimum((middles - at[number] + start[number]) // HOP, len(hops) - 1)
        return Part(hops[left], peaks[left], samples)

    def within(self, hops: slice) -> "Part":
        """Return the part with these hops alone."""
        return Part(self.hops[hops], self.peaks[hops], self.samples)

    def limited(self, gain_db: NDArray[np.float64], ceiling_dbtp: float) -> Powers:
        """Return the powers behind a limiter, with a gain for each hop before it.

        An estimate, within 0.05 LU on speech at -16 LUFS.
        """
        powers, reached = [np.zeros(0)], 0.0
        for at in range(0, len(self.hops), _AT_ONCE):
            part = slice(at, at + _AT_ONCE)
            taken, reached = _taken(self.peaks[part].astype(np.float64), gain_db[part], ceiling_dbtp, reached)
            powers.append(self.hops[part] * 10 ** (gain_db[part] / 10) * taken)
        return np.concatenate(powers)

    def gain_db(self, wanted_lufs: float, ceiling_dbtp: float, shape_db: NDArray[np.float64]) -> float:
        """Return the gain that brings the part to a loudness behind the limiter, on top of `shape_db` for each hop.

        inf for silence.
        """
        plain = wanted_lufs - integrated(self.hops * 10 ** (shape_db / 10))
        gain = plain
        for _ in range(_ATTEMPTS if np.isfinite(plain) else 0):
            missing = wanted_lufs - integrated(self.limited(shape_db + gain, ceiling_dbtp))
            gain = min(gain + missing / _USUAL_YIELD, plain + _MOST_DB)
            if abs(missing) < _NEAR_LU:
                break
        return gain


def _taken(
    peaks: NDArray[np.float64], gain_db: NDArray[np.float64], ceiling_dbtp: float, reached: float
) -> tuple[NDArray[np.float64], float]:
    """Return what the limiter leaves of the power of each hop, and the gain in dB that it has reached at the end.

    Its gain is the same for all frequencies, and the loud cells, in which it works, count by their power.
    """
    needed = np.minimum(ceiling_dbtp - 20 * np.log10(np.maximum(peaks, 1e-9)) - gain_db[:, None], 0).ravel()
    padded = np.pad(needed, 1)
    held = np.minimum(np.minimum(padded[:-2], padded[2:]), needed)
    rise = _RELEASE_DB * np.arange(1, len(held) + 1)
    gain = np.minimum(np.minimum(np.minimum.accumulate(held - rise), reached) + rise, 0)
    weights = np.square(peaks) + 1e-18
    taken = (weights * 10 ** (gain.reshape(peaks.shape) / 10)).sum(axis=1) / weights.sum(axis=1)
    return taken, float(gain[-1])
