"""How loud a stream is: integrated loudness by libav's ebur128, true peak by oversampling."""

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude, decibels
from radkind_pod.media.encode import LAYOUTS
from radkind_pod.media.true_peak import CellPeaks
from radkind_pod.model.audio import SAMPLE_RATE, Loudness

CELL = SAMPLE_RATE // 100
"""True peaks are looked for in cells of 10 ms."""
_ABSOLUTE_GATE_LUFS = -70.0


class Meter:
    """Measures a 48 kHz stream of 1 or 2 channels (ITU-R BS.1770); one channel counts as one, not as two equal ones.

    `overs` lists the 10 ms cells above `watch_dbtp`: first sample and true peak in dBTP.
    """

    def __init__(self, channels: int, watch_dbtp: float = math.inf) -> None:
        self.overs: list[tuple[int, float]] = []
        self._watch = amplitude(watch_dbtp) if math.isfinite(watch_dbtp) else math.inf
        self._cells = CellPeaks(channels, CELL)
        self._cells_seen = 0
        self._peak = 0.0
        self._integrated = Integrated(channels)

    def add(self, block: Block) -> None:
        """Take the next block of shape (frames, channels)."""
        if len(block):
            self._integrated.add(block)
            self._see(self._cells.add(block, min(self._watch, max(self._peak, float(np.abs(block).max())))))

    def loudness(self) -> Loudness:
        """Return what was measured. To be asked once, at the end."""
        self._see(self._cells.finish(min(self._watch, self._peak)))
        return Loudness(self._integrated.finish(), decibels(self._peak))

    def _see(self, peaks: NDArray[np.float32]) -> None:
        self._peak = max(self._peak, float(peaks.max(initial=0)))
        for cell in np.flatnonzero(peaks > self._watch).tolist():
            self.overs.append(((self._cells_seen + cell) * CELL, decibels(float(peaks[cell]))))
        self._cells_seen += len(peaks)


class Integrated:
    """Gated loudness of a stream, from the metadata that libav's ebur128 puts on its frames each 100 ms."""

    def __init__(self, channels: int) -> None:
        self._layout = LAYOUTS[channels]
        self._lufs = _ABSOLUTE_GATE_LUFS
        self._samples = 0
        self._graph = av.filter.Graph()
        entry = self._graph.add_abuffer(
            sample_rate=SAMPLE_RATE, format="dbl", layout=self._layout, time_base=Fraction(1, SAMPLE_RATE)
        )
        self._graph.link_nodes(
            entry, self._graph.add("ebur128", "metadata=1"), self._graph.add("abuffersink")
        ).configure()

    def add(self, block: Block) -> None:
        """Take the next block of shape (frames, channels), which is not empty."""
        frame = av.AudioFrame.from_ndarray(block.astype(np.float64).reshape(1, -1), "dbl", self._layout)
        frame.sample_rate, frame.pts = SAMPLE_RATE, self._samples
        self._samples += len(block)
        self._graph.push(frame)
        self._read()

    def finish(self) -> float:
        """Return the integrated loudness in LUFS, -inf where nothing passed the gate. To be asked once."""
        self._graph.push(None)
        self._read()
        # the filter starts at its absolute gate and stays there when nothing passed it
        return self._lufs if self._lufs > _ABSOLUTE_GATE_LUFS else -math.inf

    @classmethod
    def of(cls, blocks: Iterable[Block], channels: int) -> float:
        """Return the integrated loudness of a whole stream in LUFS."""
        meter = cls(channels)
        for block in blocks:
            meter.add(block)
        return meter.finish()

    def _read(self) -> None:
        for frame in self._frames():
            # a last frame of less than 100 ms says nothing
            self._lufs = float(frame.metadata.get("lavfi.r128.I", self._lufs))

    def _frames(self) -> Iterator[av.AudioFrame]:
        while True:
            try:
                frame = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(frame, av.AudioFrame)
            yield frame
