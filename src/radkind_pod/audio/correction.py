"""What is done to the master before it is encoded once more: a gain over all, and short dips where it overshot."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from radkind_pod.media.blocks import Block
from radkind_pod.media.meter import CELL
from radkind_pod.model.audio import SAMPLE_RATE

HOLD = SAMPLE_RATE * 5 // 1000
"""A dip is at its full depth from 5 ms before the cell that overshot to 5 ms behind it."""
RAMP = SAMPLE_RATE * 20 // 1000
"""It sets in and ends over 20 ms, too slowly to be heard as more than a little less level."""


@dataclass(frozen=True)
class Correction:
    """`dips` says for the first sample of a 10 ms cell how many dB lower it has to be."""

    gain_db: float = 0.0
    dips: Mapping[int, float] = field(default_factory=dict)

    def changed(self, by_db: float, overs: Iterable[tuple[int, float]]) -> "Correction":
        """Return the correction with a further gain, and each of `overs` (cell, dB too high) dipped further."""
        dips = dict(self.dips)
        for cell, excess_db in overs:
            dips[cell] = dips.get(cell, 0.0) + excess_db
        return Correction(self.gain_db + by_db, dict(sorted(dips.items())))

    def applied(self, block: Block, at: int) -> Block:
        """Return the corrected block, whose first sample is the programme's sample `at`."""
        if not self.gain_db and not self.dips:
            return block
        factor = 10 ** ((self.gain_db - self._depth(at, len(block))) / 20)
        return block * factor.astype(np.float32)[:, None]

    def _depth(self, at: int, count: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Return how deep the dips are at `count` samples, in dB; where two meet, the deeper counts."""
        depth, cells = np.zeros(count), list(self.dips)
        reach = HOLD + RAMP
        for cell in cells[bisect_right(cells, at - CELL - reach) : bisect_left(cells, at + count + reach)]:
            first, last = max(cell - reach, at), min(cell + CELL + reach, at + count)
            place = np.arange(first, last)
            outside = np.maximum(cell - HOLD - place, place - (cell + CELL + HOLD - 1))
            shape = 0.5 + 0.5 * np.cos(np.pi * np.clip(outside / RAMP, 0, 1))
            part = slice(first - at, last - at)
            depth[part] = np.maximum(depth[part], self.dips[cell] * shape)
        return depth
