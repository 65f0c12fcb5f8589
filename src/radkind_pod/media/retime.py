"""Sound played a little faster or slower, as if it had been recorded by another clock."""

from collections.abc import Iterator
from fractions import Fraction

import av.filter
import numpy as np
from av.audio.frame import AudioFrame
from av.error import BlockingIOError as NotYet
from av.error import EOFError as EndOfFile

from radkind_pod.media.blocks import Block

_LARGEST_RATE = 1_000_000
"""libswresample keeps a ratio exactly while both its rates are below 2**20."""
_TOO_FINE, _THERE = 2e-6, 1.0002
"""Nearer to 1 there is no such ratio: the way leads over another one."""
_QUALITY = "filter_size=64:phase_shift=10:linear_interp=1:cutoff=0.96"
"""A filter of 64 samples, 1024 positions between two samples and straight lines between those; flat to 21 kHz."""


def retimed(blocks: Iterator[Block], ratio: float) -> Iterator[Block]:
    """Yield the sound with `ratio` samples of the source for each one; its first sample stays where it is.

    All blocks have as many channels as the first one. Blocks that are yielded may have any length.
    """
    if abs(ratio - 1) < _TOO_FINE:
        blocks, ratio = retimed(blocks, _THERE), ratio / _THERE
    exact = Fraction(ratio).limit_denominator(_LARGEST_RATE)
    graph, channels = None, 0
    for block in blocks:
        if graph is None:
            channels = block.shape[1]
            graph = _graph(exact, channels)
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), "flt", f"{channels} channels")
        frame.sample_rate = exact.numerator
        graph.push(frame)
        yield from _ready(graph, channels)
    if graph is not None:
        graph.push(None)
        yield from _ready(graph, channels)


def _graph(ratio: Fraction, channels: int) -> av.filter.Graph:
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=ratio.numerator, format="flt", layout=f"{channels} channels", time_base=Fraction(1, ratio.numerator)
    )
    resample = graph.add("aresample", f"{ratio.denominator}:{_QUALITY}")
    sink = graph.add("abuffersink")
    source.link_to(resample)
    resample.link_to(sink)
    graph.configure()
    return graph


def _ready(graph: av.filter.Graph, channels: int) -> Iterator[Block]:
    while True:
        try:
            frame = graph.pull()
        except (NotYet, EndOfFile):
            return
        if isinstance(frame, AudioFrame):
            samples: Block = frame.to_ndarray().reshape(-1, channels).astype(np.float32, copy=False)
            yield samples
