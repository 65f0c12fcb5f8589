"""Streams of samples, reshaped without ever holding more than a few seconds of them."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]
"""Samples of shape (frames, channels); full scale is 1.0."""
BLOCK_S = 4
"""Files are read in blocks of so many seconds: small enough for a processor's cache, and with shorter ones threads that
work on one stream (`media.ahead`) spend a quarter of their time on waiting for each other."""


def fitted(block: Block, channels: int) -> Block:
    """Return the block with so many channels: as it is where they are equal, else the mean of all in each."""
    if block.shape[1] == channels:
        return block
    mean = block.mean(axis=1, dtype=np.float32, keepdims=True) if block.shape[1] > 1 else block
    return np.repeat(mean, channels, axis=1)


def with_channels(pieces: Iterator[Block], channels: int | None) -> Iterator[Block]:
    """Yield the pieces with so many channels; None is as many as the first piece has."""
    for piece in pieces:
        channels = channels or piece.shape[1]
        yield fitted(piece, channels)


def window(pieces: Iterator[Block], skip: int, length: int | None) -> Iterator[Block]:
    """Yield `length` frames after the first `skip`; None is all that come."""
    end = None if length is None else skip + length
    at = 0
    for piece in pieces:
        kept = piece[max(0, skip - at) : None if end is None else max(0, end - at)]
        at += len(piece)
        if len(kept):
            yield kept
        if end is not None and at >= end:
            return


def even(pieces: Iterator[Block], size: int) -> Iterator[Block]:
    """Yield the same samples in blocks of `size` frames, the last one shorter."""
    waiting: list[Block] = []
    held = 0
    for piece in pieces:
        waiting.append(piece)
        held += len(piece)
        if held < size:
            continue
        joined = np.concatenate(waiting)
        for at in range(0, held - size + 1, size):
            yield joined[at : at + size]
        waiting, held = [joined[held - held % size :]], held % size
    if held:
        yield np.concatenate(waiting)
