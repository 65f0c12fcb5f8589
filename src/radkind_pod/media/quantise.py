"""Float samples to 16-bit integers, the same every time."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FULL_SCALE = 32_768
SEED = 48_000


class Quantiser:
    """Rounds to 16 bit with TPDF dither of a fixed seed; what already is on the 16-bit grid stays as it is.

    The result doesn't depend on how the sound is split into blocks.
    """

    def __init__(self) -> None:
        self._source = np.random.PCG64(SEED)
        self._spare: NDArray[np.float32] = np.zeros(0, np.float32)

    def quantise(self, block: NDArray[np.floating[Any]]) -> NDArray[np.int16]:
        """Return the block, of any shape, as int16, clipped at full scale."""
        exact = np.multiply(block, FULL_SCALE, dtype=np.float32)
        rounded = np.rint(exact)
        dithered = np.rint(exact + self._dither(exact.size).reshape(exact.shape))
        result = np.clip(np.where(rounded == exact, rounded, dithered), -FULL_SCALE, FULL_SCALE - 1)
        whole: NDArray[np.int16] = result.astype(np.int16)
        return whole

    def _dither(self, count: int) -> NDArray[np.float32]:
        """Return `count` values of triangular distribution, within one step either way."""
        missing = count - self._spare.size
        if missing > 0:
            # raw 64-bit words: numpy promises that this stream never changes
            words = np.atleast_1d(np.asarray(self._source.random_raw(missing // 2 + 1), np.uint64))
            pairs = words.view(np.uint16).reshape(-1, 2).astype(np.float32)
            made = (pairs[:, 0] - pairs[:, 1]) / np.float32(65_536)
            self._spare = np.concatenate([self._spare, made])
        taken, self._spare = self._spare[:count], self._spare[count:]
        return taken
