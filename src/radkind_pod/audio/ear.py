"""All that is measured of a stream for the report, in one pass and in bounded memory."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.envelope import Envelope
from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import decibels
from radkind_pod.media.loudness import LoudnessMeter, Powers
from radkind_pod.media.meter import CELL
from radkind_pod.media.true_peak import CellPeaks
from radkind_pod.model.audio import to_ms
from radkind_pod.model.report import Measures, TruePeak, Waveform

_COLUMNS = 600
"""So many stretches of a waveform can be told apart on a page."""


class Ear:
    """Hears a stream of 48 kHz with 1 or 2 channels to its end.

    `hops` holds the weighted power of each 100 ms, `peaks` the highest amplitude of each 10 ms: the true peak of those
    that may reach `reach`, an amplitude, and of the others the highest sample, which costs far less.
    """

    def __init__(self, blocks: Iterable[Block], channels: int, reach: float = math.inf) -> None:
        self.samples = 0
        self._meter, self._envelope, self._highest = LoudnessMeter(channels), Envelope(), 0.0
        cells, peaks = CellPeaks(channels, CELL), list[NDArray[np.float32]]()
        for block in blocks:
            self.samples += len(block)
            self._meter.add(block)
            self._envelope.add(block)
            self._highest = max(self._highest, float(np.abs(block).max()))
            peaks.append(cells.add(block, reach))
        peaks.append(cells.finish(reach))
        self.peaks: NDArray[np.float32] = np.concatenate(peaks)
        self.hops: Powers = self._meter.hops

    def measures(self) -> Measures:
        """Return what the whole of it measures."""
        found = self._meter.measured()
        return Measures(
            duration_ms=to_ms(self.samples),
            integrated_lufs=told(found.integrated_lufs),
            range_lu=round(found.range_lu, 2),
            short_term_lufs=told(found.short_term_lufs),
            peak_dbfs=told(decibels(self._highest)),
        )

    def true_peak(self) -> TruePeak:
        """Return the highest of the peaks."""
        at = int(self.peaks.argmax())
        return TruePeak(told(decibels(float(self.peaks[at]))), to_ms(at * CELL))

    def waveform(self) -> Waveform:
        """Return it in at most 600 stretches."""
        powers = 10 ** (self._envelope.levels_db() / 10)
        columns = min(_COLUMNS, len(powers))
        peaks = (float(part.max()) for part in np.array_split(self.peaks, columns))
        means = (math.sqrt(float(part.mean())) for part in np.array_split(powers, columns))
        return Waveform(*(tuple(round(swing, 3) for swing in swings) for swings in (peaks, means)))


def told(value: float) -> float | None:
    """Return a level to 0.01, None for silence."""
    return round(value, 2) if math.isfinite(value) else None
