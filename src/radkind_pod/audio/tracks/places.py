"""Where one sound stands in two tracks: places that are heard in both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.tracks.whiten import LEVEL_HZ, RATE, Whitened

PLACE_S = 2.0
"""As much is compared at once: at 200 ppm its ends are 0.4 ms apart, little enough for the sounds of a voice."""
STANDS_OUT = 6.5
"""So many times the spread of all other delays; of a million delays in noise the best reaches five."""
_ABOVE_NEXT = 1.4
"""The best delay is so much better than any that is no echo of it; else it may be a rhythm that returns."""
_AROUND_S = 0.05
"""Echoes of the room, and the other person's way to the other microphone."""


@dataclass(frozen=True, slots=True)
class Place:
    """How alike 2 s of the reference are to the other track, for each delay from `first_s` on, in steps of 1/8000 s.

    `likeness` is counted in the spread that other delays have. `ahead_db` says how much louder the reference is there
    than the other track, each against its own voice: above 0, the reference's speaker talks.
    """

    at_s: float
    first_s: float
    likeness: NDArray[np.float32]
    ahead_db: float

    @property
    def late_s(self) -> float:
        """How much later, by its own clock, the other track has what the reference has."""
        best = int(np.argmax(self.likeness))
        return self.first_s + (best + _between(self.likeness, best)) / RATE

    @property
    def is_clear(self) -> bool:
        """Say whether the best delay stands out."""
        best = int(np.argmax(self.likeness))
        around = round(_AROUND_S * RATE)
        elsewhere = np.concatenate([self.likeness[: max(0, best - around)], self.likeness[best + around :]])
        return bool(self.likeness[best] > max(STANDS_OUT, _ABOVE_NEXT * elsewhere.max(initial=0)))


class Pair:
    """A reference and another track, to be compared at single places."""

    def __init__(self, reference: Whitened, other: Whitened) -> None:
        self._reference, self._other = reference, other
        self._levels = reference.levels_db(), other.levels_db()
        self._voices = [float(np.percentile(levels, 90)) for levels in self._levels]

    @property
    def seconds(self) -> float:
        """How long the reference is."""
        return self._reference.seconds

    def compare(self, at_s: float, late_s: float, within_s: float) -> Place | None:
        """Compare the place around `at_s` for delays of `late_s`, give or take `within_s`; None: one is silent."""
        first, count, reach = round((at_s - PLACE_S / 2) * RATE), round(PLACE_S * RATE), round(within_s * RATE)
        middle = first + round(late_s * RATE)
        start, end = max(-count, middle - reach), min(self._other.samples, middle + reach) + count
        if end - start <= count:
            return None
        ours, theirs = self._reference.read(first, count), self._other.read(start, end - start)
        likeness = _correlated(ours, theirs)
        spread = float(np.std(likeness))
        if not spread:
            return None
        ahead_db = self._level_db(0, first) - self._level_db(1, middle)
        return Place(at_s, (start - first) / RATE, (likeness / spread).astype(np.float32), ahead_db)

    def _level_db(self, which: int, first: int) -> float:
        """Return how loud a track is for the length of a place, against its own voice."""
        at = max(0, round(first * LEVEL_HZ / RATE))
        part = self._levels[which][at : at + round(PLACE_S * LEVEL_HZ)]
        power = np.mean(10 ** (part / 10)) if len(part) else 0
        return float(10 * np.log10(max(power, 1e-25))) - self._voices[which]


def _correlated(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return how alike `ours` is to each stretch of the longer `theirs`."""
    size = 1 << (len(theirs) - 1).bit_length()
    product = np.fft.rfft(theirs, size) * np.conj(np.fft.rfft(ours, size))
    return np.fft.irfft(product, size)[: len(theirs) - len(ours) + 1]


def _between(likeness: NDArray[np.float32], best: int) -> float:
    """Return where between the samples the peak is: the top of the parabola through three of them."""
    if not 0 < best < len(likeness) - 1:
        return 0.0
    before, top, after = (float(value) for value in likeness[best - 1 : best + 2])
    return (before - after) / (2 * (before - 2 * top + after))
