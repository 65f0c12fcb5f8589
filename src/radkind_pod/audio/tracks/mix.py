"""Simultaneous tracks as one sound."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.examine import Examined
from radkind_pod.audio.tracks.reading import Treat, track_blocks
from radkind_pod.audio.tracks.take import Take
from radkind_pod.media.blocks import Block, fitted
from radkind_pod.model.audio import Placed


def mixed(take: Take, width: int, gain: float, treat: Treat | None = None) -> Iterator[Block]:
    """Yield the take with `width` channels, in blocks of BLOCK_S seconds: the mean of its tracks, times `gain`."""
    gates = iter(take.gates)
    rows = []
    for e, placed in zip(take.tracks, take.placed, strict=True):
        rows.append(_shaped(e, placed, [next(gates) for _ in e.track.speakers], width, treat))
    for row in zip_longest(*rows):
        yield _mean(row) * np.float32(gain)


def _shaped(
    e: Examined, placed: Placed, gates: Sequence[Curve | None], width: int, treat: Treat | None
) -> Iterator[Block]:
    """Yield a track with its bleed turned down: stereo as it is, all else as the mean of its live channels."""
    at = 0
    for block in track_blocks(e, placed, treat):
        gated = _gated(block, gates, at)
        yield fitted(fitted(gated[:, e.live], 1) if e.track.channels else gated, width)
        at += len(block)


def _gated(block: Block, gates: Sequence[Curve | None], at: int) -> Block:
    """Return the block of a take's sample `at` with the gain of its microphone, or of one for each channel."""
    if not any(gates):
        return block
    factors = [gate.factors(at, len(block)) if gate else np.ones((len(block), 1), np.float32) for gate in gates]
    return np.asarray(block * np.concatenate(factors, axis=1), np.float32)


def _mean(row: Sequence[Block | None]) -> Block:
    """Return the mean of simultaneous blocks; None is a track that has ended, a shorter one is silent at its end."""
    present = [block for block in row if block is not None]
    if len(row) == 1:
        return present[0]
    mix = np.zeros((max(map(len, present)), present[0].shape[1]), np.float32)
    for block in present:
        mix[: len(block)] += block
    return mix / np.float32(len(row))
