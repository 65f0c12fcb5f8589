"""Filters of libav on a stream of samples: as long afterwards as before, and in its place to the sample."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block, window
from radkind_pod.model.audio import SAMPLE_RATE

Filter = tuple[str, str]
"""A filter's name and its options, as libav writes them."""


def filtered(blocks: Iterable[Block], channels: int, filters: Sequence[Filter], late: int = 0) -> Iterator[Block]:
    """Yield 48 kHz blocks after the filters; they may be divided otherwise, but add up to as much.

    `late` is by how many samples the filters hold the sound back: so much silence is put in at the end and as much is
    left out at the beginning.
    """
    yield from window(_through(blocks, channels, filters, late), late, None)


def _through(blocks: Iterable[Block], channels: int, filters: Sequence[Filter], late: int) -> Iterator[Block]:
    """Feed each channel to a chain of its own: libav's filters leave channels alone that no layout names."""
    chains = [_Graph(filters) for _ in range(channels)]
    for block in blocks:
        yield from _together(chain.through(block[:, i]) for i, chain in enumerate(chains))
    if late:
        yield from _together(chain.through(np.zeros(late, np.float32)) for chain in chains)
    yield from _together(chain.rest() for chain in chains)


def _together(columns: Iterable[Iterator[NDArray[np.float32]]]) -> Iterator[Block]:
    """Yield what all chains yield, which divide the sound alike."""
    yield from (np.stack(row, axis=1) for row in zip(*columns, strict=True))


class _Graph:
    """A chain of filters for one channel, each fed by the one before."""

    def __init__(self, filters: Sequence[Filter]) -> None:
        self._samples = 0
        self._graph = av.filter.Graph()
        entry = self._graph.add_abuffer(
            sample_rate=SAMPLE_RATE, format="fltp", layout="mono", time_base=Fraction(1, SAMPLE_RATE)
        )
        nodes = [self._graph.add(*one) for one in (*filters, ("aformat", "sample_fmts=fltp"))]
        self._graph.link_nodes(entry, *nodes, self._graph.add("abuffersink")).configure()

    def through(self, samples: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
        """Take the next samples; yield what comes out."""
        if not len(samples):
            return
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None], np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = SAMPLE_RATE, self._samples
        self._samples += len(samples)
        self._graph.push(frame)
        yield from self._ready()

    def rest(self) -> Iterator[NDArray[np.float32]]:
        """Yield what the filters still hold at the end."""
        self._graph.push(None)
        yield from self._ready()

    def _ready(self) -> Iterator[NDArray[np.float32]]:
        while True:
            try:
                frame = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(frame, av.AudioFrame)
            made: NDArray[np.float32] = frame.to_ndarray()[0].astype(np.float32, copy=False)
            yield made
