"""Peaks between the samples, found by 4x oversampling (ITU-R BS.1770 annex 2) where the samples come near."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block

OVERSAMPLING = 4
NEAR_DB = 6.0
"""How far below the level asked about the samples may stay and still hide a peak that reaches it.

A full-scale tone at a quarter of the sampling rate hides 3.01 dB; EBU Tech 3341 has no case beyond that.
"""
_TAPS = 24
_HALF = _TAPS // 2


def _kernel() -> NDArray[np.float32]:
    """Return the interpolator, shape (phases 1 to 3, taps): a sinc under a Kaiser window, flat to 20 kHz."""
    place = np.arange(_TAPS)[:, None] - (_HALF - 1) - np.arange(1, OVERSAMPLING) / OVERSAMPLING
    window = np.i0(5.65 * np.sqrt(np.clip(1 - (place / _HALF) ** 2, 0, 1)))
    taps = np.sinc(place) * window
    kernel: NDArray[np.float32] = np.ascontiguousarray((taps / taps.sum(axis=0)).T, np.float32)
    return kernel


_KERNEL = _kernel()


class CellPeaks:
    """Turns a stream into one peak for each cell of `cell` samples, over all channels.

    The peak is the true peak where it may reach the level asked about, else the sample peak. It belongs to the
    stretch from the cell's first sample up to the first of the next.
    """

    def __init__(self, channels: int, cell: int) -> None:
        self._cell = cell
        self._buffer = np.zeros((_HALF, channels), np.float32)

    def add(self, block: Block, reach: float) -> NDArray[np.float32]:
        """Return the peaks of the cells that are complete now; `reach` is the amplitude asked about."""
        buffer = np.concatenate([self._buffer, block])
        count = max(0, (len(buffer) - 2 * _HALF) // self._cell)
        self._buffer = buffer[count * self._cell :]
        return self._peaks(buffer, count, reach)

    def finish(self, reach: float) -> NDArray[np.float32]:
        """Return the peaks of what is left, as if silence followed."""
        missing = len(self._buffer) - _HALF
        filler = -missing % self._cell + _HALF
        return self.add(np.zeros((filler, self._buffer.shape[1]), np.float32), reach)

    def _peaks(self, buffer: NDArray[np.float32], count: int, reach: float) -> NDArray[np.float32]:
        cells = np.abs(buffer[_HALF : _HALF + count * self._cell]).reshape(count, self._cell * buffer.shape[1])
        peaks: NDArray[np.float32] = cells.max(axis=1)
        near = np.flatnonzero(peaks > reach * 10 ** (-NEAR_DB / 20))
        if near.size:
            peaks[near] = np.maximum(peaks[near], self._between(buffer, near))
        return peaks

    def _between(self, buffer: NDArray[np.float32], cells: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the highest interpolated amplitude in each of these cells."""
        first = cells[:, None] * self._cell + np.arange(self._cell) + 1
        windows = sliding_window_view(buffer, _TAPS, axis=0)[first.ravel()].reshape(-1, _TAPS)
        peaks = np.zeros(len(cells), np.float32)
        for taps in _KERNEL:
            # not a product of matrices: OpenBLAS would have its threads wait for each other in a loop
            points = np.abs(np.einsum("nk,k->n", windows, taps))
            np.maximum(peaks, points.reshape(len(cells), -1).max(axis=1), out=peaks)
        return peaks
