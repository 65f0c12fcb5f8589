"""Loudness as ITU-R BS.1770-5, EBU Tech 3341 v4 and EBU Tech 3342 v4 define it, looked at every 10 ms."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block
from radkind_pod.model.audio import SAMPLE_RATE

STEP = SAMPLE_RATE // 100
_STEPS_IN_HOP = 10
HOP = STEP * _STEPS_IN_HOP
"""Gating blocks and the windows of the range begin every 100 ms."""
_MOMENTARY, _SHORT_TERM = 40, 300
"""Windows of 400 ms and 3 s, in steps."""
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU, _RANGE_GATE_LU = -10.0, -20.0
_RANGE_PERCENTILES = (10, 95)
OFFSET_LU = -0.691
_SHELF = "b0=1.53512485958697:b1=-2.69169618940638:b2=1.19839281085285:a0=1:a1=-1.69065929318241:a2=0.73248077421585"
_RUMBLE_FILTER = "b0=1:b1=-2:b2=1:a0=1:a1=-1.99004745483398:a2=0.99007225036621"
"""The two stages of the K-weighting at 48 kHz (BS.1770-5, tables 1 and 2)."""
_CHANNELS = {1: ("mono", (1.0,)), 2: ("stereo", (1.0, 1.0)), 5: ("5.0", (1.0, 1.0, 1.0, 1.41, 1.41))}
"""Layouts with the weight of each channel (BS.1770-5, table 3)."""

Powers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a whole stream measures; -inf where nothing passed a gate, or the stream is shorter than a window.

    `momentary_lufs` and `short_term_lufs` are the highest values of any 400 ms and any 3 s.
    """

    integrated_lufs: float
    range_lu: float
    momentary_lufs: float
    short_term_lufs: float


class LoudnessMeter:
    """Measures a stream of 48 kHz with 1, 2 or 5 channels (L, R, C, Ls, Rs), in bounded memory.

    One channel counts as one, not as two equal ones.
    """

    def __init__(self, channels: int) -> None:
        self._weighting = Weighting(channels)
        self._recent = np.zeros(0)
        self._hops: list[Powers] = []
        self._begun = np.zeros(0)
        self._highest = dict.fromkeys((_MOMENTARY, _SHORT_TERM), 0.0)

    def add(self, block: Block) -> None:
        """Take the next block of shape (frames, channels)."""
        steps = self._weighting.add(block)
        recent = np.concatenate([self._recent, steps])
        for width, highest in self._highest.items():
            self._highest[width] = max(highest, _means(recent, width).max(initial=0))
        self._recent = recent[-(_SHORT_TERM - 1) :]
        begun = np.concatenate([self._begun, steps])
        whole = len(begun) // _STEPS_IN_HOP * _STEPS_IN_HOP
        self._hops.append(begun[:whole].reshape(-1, _STEPS_IN_HOP).mean(axis=1))
        self._begun = begun[whole:]

    @property
    def hops(self) -> Powers:
        """The weighted power of each 100 ms so far."""
        return np.concatenate([*self._hops, np.zeros(0)])

    def measured(self) -> Measured:
        """Return what was measured so far."""
        return Measured(
            integrated(self.hops),
            loudness_range(self.hops),
            lufs(self._highest[_MOMENTARY]),
            lufs(self._highest[_SHORT_TERM]),
        )

    @classmethod
    def of(cls, blocks: Iterable[Block], channels: int) -> Measured:
        """Return what a whole stream measures."""
        meter = cls(channels)
        for block in blocks:
            meter.add(block)
        return meter.measured()


class Weighting:
    """Turns a stream into the K-weighted power of each 10 ms, summed over the channels by their weights."""

    def __init__(self, channels: int) -> None:
        self._layout, weights = _CHANNELS[channels]
        self._weights = np.array(weights)
        self._rest = np.zeros(0)
        self._samples = 0
        self._graph = av.filter.Graph()
        entry = self._graph.add_abuffer(
            sample_rate=SAMPLE_RATE, format="dblp", layout=self._layout, time_base=Fraction(1, SAMPLE_RATE)
        )
        stages = [self._graph.add("biquad", stage) for stage in (_SHELF, _RUMBLE_FILTER)]
        self._graph.link_nodes(entry, *stages, self._graph.add("abuffersink")).configure()

    def add(self, block: Block) -> Powers:
        """Take the next block of shape (frames, channels); return the power of the steps that are complete now."""
        if not len(block):
            return np.zeros(0)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.T, np.float64), "dblp", self._layout)
        frame.sample_rate, frame.pts = SAMPLE_RATE, self._samples
        self._samples += len(block)
        self._graph.push(frame)
        power = np.concatenate([self._rest, *(self._weights @ np.square(sound) for sound in self._weighted())])
        whole = len(power) // STEP * STEP
        self._rest = power[whole:]
        steps: Powers = power[:whole].reshape(-1, STEP).mean(axis=1)
        return steps

    def _weighted(self) -> Iterator[NDArray[np.float64]]:
        while True:
            try:
                frame = self._graph.pull()
            except av.BlockingIOError:
                return
            assert isinstance(frame, av.AudioFrame)
            yield frame.to_ndarray().astype(np.float64, copy=False)


def integrated(hops: Powers) -> float:
    """Return the gated loudness in LUFS, given the weighted power of each 100 ms (BS.1770-5, annex 1)."""
    blocks = _means(hops, _MOMENTARY // _STEPS_IN_HOP)
    loud = blocks[blocks > _power(_ABSOLUTE_GATE_LUFS)]
    if not len(loud):
        return -math.inf
    gate = _power(lufs(loud.mean()) + _RELATIVE_GATE_LU)
    return lufs(loud[loud > gate].mean())


def loudness_range(hops: Powers) -> float:
    """Return how far soft and loud passages lie apart, in LU, given the power of each 100 ms (EBU Tech 3342)."""
    windows = _means(hops, _SHORT_TERM // _STEPS_IN_HOP)
    loud = windows[windows > _power(_ABSOLUTE_GATE_LUFS)]
    if not len(loud):
        return 0.0
    passed = loud[loud > _power(lufs(loud.mean()) + _RANGE_GATE_LU)]
    low, high = np.percentile(10 * np.log10(passed), _RANGE_PERCENTILES)
    return float(high - low)


def lufs(power: float) -> float:
    """Return the loudness of a K-weighted power, -inf for none."""
    return OFFSET_LU + 10 * math.log10(power) if power > 0 else -math.inf


def _power(loudness_lufs: float) -> float:
    return float(10 ** ((loudness_lufs - OFFSET_LU) / 10))


def _means(values: Powers, width: int) -> Powers:
    """Return the mean of each `width` neighbours; none where there are fewer."""
    if len(values) < width:
        return np.zeros(0)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    means: Powers = (sums[width:] - sums[:-width]) / width
    return means
