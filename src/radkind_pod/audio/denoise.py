"""Noise out of speech with DeepFilterNet3 (Schröter and others 2023): its own C library, and weights that pip brought.

The only place where the library is called. Nothing of the package that brings it is imported: it is two files.
"""

import ctypes
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from radkind_pod.media.blocks import Block, even, window

_LIBRARIES = {"darwin": "libdeepfilter.dylib", "win32": "deepfilter.dll"}
LATE = 1440
"""By so many samples its output is late: a window of 20 ms, and two steps that it looks ahead."""
_HOP = 480


@dataclass(frozen=True, slots=True)
class Denoiser:
    """The weights, and by how many dB at most they lower what they take for noise."""

    weights: Path
    most_db: float

    def denoised(self, blocks: Iterable[Block], channels: int) -> Iterator[Block]:
        """Yield the 48 kHz blocks without noise; they may be divided otherwise, but add up to as much."""
        yield from window(self._through(blocks, channels), LATE, None)

    def _through(self, blocks: Iterable[Block], channels: int) -> Iterator[Block]:
        library = _library(self.weights)
        states = [
            library.df_create(str(self.weights).encode(), ctypes.c_float(self.most_db), None) for _ in range(channels)
        ]
        given = made = 0
        try:
            for block in even(_with_silence(blocks, channels), _HOP * 100):
                given += len(block)
                whole = np.pad(block, ((0, -len(block) % _HOP), (0, 0)))
                yield _processed(library, states, whole)[: given - made]
                made = given
        finally:
            for state in states:
                library.df_free(ctypes.c_void_p(state))


def _with_silence(blocks: Iterable[Block], channels: int) -> Iterator[Block]:
    yield from blocks
    yield np.zeros((LATE, channels), np.float32)


def _processed(library: ctypes.CDLL, states: list[int], block: Block) -> Block:
    """Return the block of whole hops after each channel's own state has heard it."""
    sound = np.ascontiguousarray(block.T, np.float32)
    cleaned = np.empty_like(sound)
    for channel, state in enumerate(states):
        for at in range(0, sound.shape[1], _HOP):
            taken, given = sound[channel, at:].ctypes.data, cleaned[channel, at:].ctypes.data
            library.df_process_frame(ctypes.c_void_p(state), ctypes.c_void_p(taken), ctypes.c_void_p(given))
    return cleaned.T


def _library(weights: Path) -> ctypes.CDLL:
    name = _LIBRARIES.get(sys.platform, "libdeepfilter.so")
    library = ctypes.CDLL(str(weights.parent.parent / "_native" / name))
    library.df_create.restype = ctypes.c_void_p
    library.df_process_frame.restype = ctypes.c_float
    return library
