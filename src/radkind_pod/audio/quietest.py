"""Where a recording is quietest near a moment: there a cut is least heard."""

from pathlib import Path

import numpy as np

from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import SAMPLE_RATE, Cut, Passage, to_samples

_QUIET = SAMPLE_RATE // 100
_STEP = SAMPLE_RATE // 1000


def quietest_cut(file: Path, passage: Passage) -> Cut:
    """Return the cut from the quietest place before the words to the quietest after them."""
    start = _quietest(file, passage.earliest_ms, passage.start_ms)
    return Cut(start, _quietest(file, passage.end_ms, passage.latest_ms))


def _quietest(file: Path, from_ms: int, to_ms: int) -> int:
    """Return the middle of the quietest 10 ms from one moment to the other, in ms."""
    first = max(0, to_samples(from_ms) - _QUIET // 2)
    blocks = list(read_blocks(file, channels=1, start=first, stop=to_samples(to_ms) + _QUIET // 2))
    power = np.square(np.concatenate([*blocks, np.zeros((0, 1), np.float32)])[:, 0], dtype=np.float64)
    if len(power) <= _QUIET:
        return from_ms
    sums = np.concatenate([[0.0], np.cumsum(power)])
    energies = (sums[_QUIET:] - sums[:-_QUIET])[::_STEP]
    return round((first + int(energies.argmin()) * _STEP + _QUIET // 2) * 1000 / SAMPLE_RATE)
