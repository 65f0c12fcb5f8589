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
        self._values = 0

    def quantise(self, block: NDArray[np.floating[Any]]) -> NDArray[np.int16]:
        """Return the block, of any shape, as int16, clipped at full scale."""
        exact = np.multiply(block, FULL_SCALE, dtype=np.float32)
        rounded = np.rint(exact)
        first, self._values = self._values, self._values + exact.size
        if not (rounded == exact).all():
            dithered = np.rint(exact + _dither(first, exact.size).reshape(exact.shape))
            rounded = np.where(rounded == exact, rounded, dithered)
        whole: NDArray[np.int16] = np.clip(rounded, -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
        return whole


def _dither(first: int, count: int) -> NDArray[np.float32]:
    """Return `count` values of triangular distribution, within one step either way, from the `first` of all on."""
    # raw 64-bit words, each of which makes two values: numpy promises that this stream never changes
    source = np.random.PCG64(SEED).advance(first // 2)
    words = np.atleast_1d(np.asarray(source.random_raw(count // 2 + 1), np.uint64))
    pairs = words.view(np.uint16).reshape(-1, 2).astype(np.float32)
    made: NDArray[np.float32] = (pairs[:, 0] - pairs[:, 1]) / np.float32(65_536)
    return made[first % 2 :][:count]
