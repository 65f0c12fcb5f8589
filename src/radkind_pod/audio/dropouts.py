"""Where a recorder lost sound: it breaks off to nothing in the middle of a wave, and comes back as suddenly."""

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block

_SHORTEST_S, _LONGEST_S = 0.005, 2.0
"""A wave may rest at zero for less; more is somebody who muted a microphone."""
_BESIDE_S = 0.005
_LOUD = 0.01
"""-40 dBFS: a gate closes more softly, or in a pause."""


class Dropouts:
    """Counts them over all blocks of one file: where all channels are exactly zero between sound and sound."""

    def __init__(self, rate: int) -> None:
        self._shortest, self._longest = round(_SHORTEST_S * rate), round(_LONGEST_S * rate)
        self._beside = round(_BESIDE_S * rate)
        self._tail: NDArray[np.float32] = np.zeros(self._beside, np.float32)
        self._began: int | None = None
        self._at = 0
        self.count = 0
        self.first = 0
        """The sample at which the first one begins."""
        self.samples = 0
        """How long all of them are together."""

    def add(self, block: Block) -> None:
        """Go through the next block."""
        quick = block[:: max(1, self._shortest // 2)]
        if self._tail[-1] and quick.any(axis=1).all():
            self._tail = np.abs(block[-self._beside :]).max(axis=1)
        else:
            self._look(np.abs(block).max(axis=1))
        self._at += len(block)

    def _look(self, loudness: NDArray[np.float32]) -> None:
        joined = np.concatenate([self._tail, loudness])
        zero = joined == 0
        first = len(self._tail)
        for edge in (np.flatnonzero(zero[first:] != zero[first - 1 : -1]) + first).tolist():
            at = self._at + edge - first
            if zero[edge]:
                self._began = at if joined[max(0, edge - self._beside) : edge].max() > _LOUD else None
            elif joined[edge : edge + self._beside].max() > _LOUD:
                self._count(at)
        self._tail = joined[-self._beside :]

    def _count(self, end: int) -> None:
        if self._began is not None and self._shortest <= end - self._began <= self._longest:
            self.first = self.first if self.count else self._began
            self.count += 1
            self.samples += end - self._began
        self._began = None
