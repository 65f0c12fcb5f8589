"""How loud a stream is, and where its true peaks come too high."""

import math

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude, decibels
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.media.true_peak import CellPeaks
from radkind_pod.model.audio import SAMPLE_RATE, Loudness

CELL = SAMPLE_RATE // 100
"""True peaks are looked for in cells of 10 ms."""


class Meter:
    """Measures a 48 kHz stream of 1 or 2 channels (ITU-R BS.1770); one channel counts as one, not as two equal ones.

    `overs` lists the 10 ms cells above `watch_dbtp`: first sample and true peak in dBTP.
    """

    def __init__(self, channels: int, watch_dbtp: float = math.inf) -> None:
        self.overs: list[tuple[int, float]] = []
        self._watch = amplitude(watch_dbtp) if math.isfinite(watch_dbtp) else math.inf
        self._cells = CellPeaks(channels, CELL)
        self._cells_seen = 0
        self._peak = 0.0
        self._loudness = LoudnessMeter(channels)

    def add(self, block: Block) -> None:
        """Take the next block of shape (frames, channels)."""
        if len(block):
            self._loudness.add(block)
            self._see(self._cells.add(block, min(self._watch, max(self._peak, float(np.abs(block).max())))))

    def loudness(self) -> Loudness:
        """Return what was measured. To be asked once, at the end."""
        self._see(self._cells.finish(min(self._watch, self._peak)))
        return Loudness(self._loudness.measured().integrated_lufs, decibels(self._peak))

    def _see(self, peaks: NDArray[np.float32]) -> None:
        self._peak = max(self._peak, float(peaks.max(initial=0)))
        for cell in np.flatnonzero(peaks > self._watch).tolist():
            self.overs.append(((self._cells_seen + cell) * CELL, decibels(float(peaks[cell]))))
        self._cells_seen += len(peaks)
