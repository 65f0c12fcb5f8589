"""Curves and waveforms as SVG paths, and where marks stand on them.

A path is drawn in a box of its own units and stretched to its place, so text lies beside it, never in it.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

TALL = 1000
"""The height of a box. It is as wide as there are values."""
_APART = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """From the loudest value that is drawn down to the softest; what lies outside is drawn at the edge."""

    high: float
    low: float

    def down(self, value: float) -> float:
        """Return how far below the top a value stands, in percent."""
        held = min(self.high, max(self.low, value))
        return round(100 * (self.high - held) / (self.high - self.low), 2)

    @property
    def lines(self) -> tuple[int, ...]:
        """The round values inside it, 10 apart."""
        first = math.floor((self.high - 1) / _APART) * _APART
        return tuple(value for value in range(first, math.ceil(self.low), -_APART) if value > self.low)


def scale_for(target: float, values: Iterable[float | None]) -> Scale:
    """Return a scale that holds the target and all but the softest twentieth of the values."""
    heard = sorted(value for value in values if value is not None)
    softest = heard[len(heard) // 20] if heard else target
    loudest = heard[-1] if heard else target
    return Scale(math.ceil(max(target, loudest) / 5) * 5 + 5, math.floor(min(target - 15, softest) / 5) * 5)


def curve_path(values: Sequence[float | None], scale: Scale) -> str:
    """Return a line through the values, with gaps where there is none or it is too soft to be drawn."""
    drawn = []
    for there, run in groupby(enumerate(values), key=lambda one: one[1] is not None and one[1] >= scale.low):
        if there:
            points = [f"{x} {round(scale.down(value) * TALL / 100)}" for x, value in run if value is not None]
            drawn.append("M" + "L".join(points if len(points) > 1 else points * 2))
    return "".join(drawn)


def wave_path(swings: Sequence[float]) -> str:
    """Return a shape that swings so far up and down from the middle, 1 being the whole height."""
    half = [round(min(swing, 1.0) * TALL / 2) for swing in swings]
    upper = (f"{x} {TALL // 2 - y}L{x + 1} {TALL // 2 - y}" for x, y in enumerate(half))
    lower = (f"{x + 1} {TALL // 2 + y}L{x} {TALL // 2 + y}" for x, y in reversed(list(enumerate(half))))
    return f"M{'L'.join([*upper, *lower])}Z"


def moments(length_ms: int) -> Iterator[tuple[str, str, int]]:
    """Yield five moments from the beginning to the end: where in percent, which end of the text is there, when."""
    for quarter in range(5):
        anchor = {0: "start", 4: "end"}.get(quarter, "middle")
        yield f"{25 * quarter}%", anchor, length_ms * quarter // 4
