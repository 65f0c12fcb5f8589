"""Filters of libav on a stream of samples: as long afterwards as before, and in its place to the sample."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import av
import numpy as np

from radkind_pod.media.blocks import Block, window
from radkind_pod.media.encode import LAYOUTS
from radkind_pod.model.audio import SAMPLE_RATE

Filter = tuple[str, str]
"""A filter's name and its options, as libav writes them."""


def filtered(blocks: Iterable[Block], channels: int, filters: Sequence[Filter], late: int = 0) -> Iterator[Block]:
    """Yield 48 kHz blocks of 1 or 2 channels after the filters; they may be divided otherwise, but add up to as much.

    `late` is by how many samples the filters hold the sound back: so much silence is put in at the end and as much is
    left out at the beginning.
    """
    yield from window(_through(blocks, channels, filters, late), late, None)


def _through(blocks: Iterable[Block], channels: int, filters: Sequence[Filter], late: int) -> Iterator[Block]:
    graph = _Graph(channels, filters)
    for block in blocks:
        yield from graph.through(block)
    if late:
        yield from graph.through(np.zeros((late, channels), np.float32))
    yield from graph.rest()


class _Graph:
    """A chain of filters, each fed by the one before."""

    def __init__(self, channels: int, filters: Sequence[Filter]) -> None:
        self._layout, self._samples = LAYOUTS[channels], 0
        self._graph = av.filter.Graph()
        entry = self._graph.add_abuffer(
            sample_rate=SAMPLE_RATE, format="fltp", layout=self._layout, time_base=Fraction(1, SAMPLE_RATE)
        )
        nodes = [self._graph.add(*one) for one in (*filters, ("aformat", "sample_fmts=fltp"))]
        self._graph.link_nodes(entry, *nodes, self._graph.add("abuffersink")).configure()

    def through(self, block: Block) -> Iterator[Block]:
        """Take the next block of shape (frames, channels); yield what comes out."""
        if not len(block):
            return
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.T, np.float32), "fltp", self._layout)
        frame.sample_rate, frame.pts = SAMPLE_RATE, self._samples
        self._samples += len(block)
        self._graph.push(frame)
        yield from self._ready()

    def rest(self) -> Iterator[Block]:
        """Yield what the filters still hold at the end."""
        self._graph.push(None)
        yield from self._ready()

    def _ready(self) -> Iterator[Block]:
        while True:
            try:
                frame = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(frame, av.AudioFrame)
            made: Block = np.ascontiguousarray(frame.to_ndarray().T, np.float32)
            yield made
