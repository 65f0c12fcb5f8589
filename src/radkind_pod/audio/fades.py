"""Gains over which one sound goes over into another."""

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block


def falling(count: int) -> Block:
    """Return the gain of a sound that goes within `count` samples; shape (count, 1).

    With `rising` for what comes, the power stays equal, as long as the two don't resemble each other.
    """
    return np.cos(_angle(count)).astype(np.float32)


def rising(count: int) -> Block:
    """Return the gain of a sound that comes within `count` samples; shape (count, 1)."""
    return np.sin(_angle(count)).astype(np.float32)


def _angle(count: int) -> NDArray[np.float64]:
    angle: NDArray[np.float64] = (np.arange(count)[:, None] + 0.5) / max(count, 1) * (np.pi / 2)
    return angle
