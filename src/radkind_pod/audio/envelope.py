"""How loud a sound is, one value for each tenth of a second."""

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block
from radkind_pod.model.audio import SAMPLE_RATE

FRAME_MS = 100
_FRAME = SAMPLE_RATE * FRAME_MS // 1000
_FLOOR_DB = -255.0


class Envelope:
    """Collects the mean power of each frame of 100 ms, over all channels; the last frame may be shorter."""

    def __init__(self) -> None:
        self._powers: list[NDArray[np.float64]] = []
        self._rest: NDArray[np.float32] = np.zeros(0, np.float32)

    def add(self, block: Block) -> None:
        """Count the block in. Blocks may have any length."""
        power = np.einsum("nc,nc->n", block, block) / block.shape[1]
        joined = np.concatenate([self._rest, power]) if len(self._rest) else power
        whole = len(joined) // _FRAME * _FRAME
        self._powers.append(joined[:whole].reshape(-1, _FRAME).mean(axis=1, dtype=np.float64))
        self._rest = joined[whole:]

    def levels_db(self) -> NDArray[np.float64]:
        """Return the level of each frame in dBFS RMS, silence as -255."""
        last = [np.array([self._rest.mean(dtype=np.float64)])] if len(self._rest) else []
        powers = np.concatenate([*self._powers, *last, np.zeros(0)])
        with np.errstate(divide="ignore"):
            levels: NDArray[np.float64] = np.maximum(10 * np.log10(powers), _FLOOR_DB)
        return levels


def as_bytes(levels_db: NDArray[np.float64]) -> bytes:
    """Return one byte for each level: how many dB it lies below full scale, 0 to 255."""
    return np.clip(np.rint(-levels_db), 0, 255).astype(np.uint8).tobytes()
