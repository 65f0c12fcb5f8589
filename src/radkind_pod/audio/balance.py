"""The gain of a part that makes it as loud as the others, behind the limiter and next to each seam."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.evenness import at_the_end, at_the_start, for_each_hop, nearer_db
from radkind_pod.audio.part import Part
from radkind_pod.audio.places import Seam
from radkind_pod.media.loudness import HOP, Powers

_ROUNDS = 10
"""A change near a seam changes the gain of the whole a little, and that the sound near the seam."""
_SAME_DB = 0.05
_MOST_OVER_DB = 3.0
"""What of a part is alone may be but its last echo: it isn't raised by more than this against the whole."""
_SHORTEST_HOPS = 4
"""What is shorter can't be measured."""
_NO_OVERLAP = Seam(0, 0)


@dataclass(frozen=True, slots=True)
class Balance:
    """The gain of a part in dB (inf for silence), and what comes to it near its seams."""

    gain_db: float
    near: Curve | None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What of a part lies between two seams, in samples, with the gains next to them."""

    first: int
    last: int
    opens: Seam | None
    closes: Seam | None
    start_db: float = 0.0
    end_db: float = 0.0

    def nearer(self, heard: Powers, wanted_lufs: float) -> "_Stretch":
        """Return it with better gains; `heard` is the power of each 100 ms of the whole part with the present ones."""
        hops = heard[self.first // HOP : -(-self.last // HOP)]
        start_db = nearer_db(self.start_db, hops, self.opens.reach, wanted_lufs) if self.opens else 0.0
        end_db = nearer_db(self.end_db, hops[::-1], self.closes.reach, wanted_lufs) if self.closes else 0.0
        return replace(self, start_db=start_db, end_db=end_db)

    def curve(self) -> Curve | None:
        """Return the gain over the stretch, from its own beginning."""
        length = self.last - self.first
        return together(
            at_the_start(self.start_db, self.opens.reach) if self.opens and self.start_db else None,
            at_the_end(self.end_db, self.closes.reach, length) if self.closes and self.end_db else None,
        )


def balanced(
    part: Part,
    wanted_lufs: float,
    ceiling_dbtp: float,
    opens: Seam | None,
    closes: Seam | None,
    parted: Sequence[int] = (),
) -> Balance:
    """Return what brings a part to a loudness. What is mixed with another part at a seam doesn't count for it.

    `opens` and `closes` are the seams at its start and end, if there are any; `parted` are its samples, in order,
    before which something else is put in.
    """
    first, last = -(-(opens.overlap if opens else 0) // HOP), (part.samples - (closes.overlap if closes else 0)) // HOP
    alone = slice(first, last) if last - first >= _SHORTEST_HOPS else slice(0, None)
    count, near = len(part.hops), None
    most_db = part.gain_db(wanted_lufs, ceiling_dbtp, for_each_hop(None, count)) + _MOST_OVER_DB

    def gain_with(near: Curve | None) -> float:
        gain_db = part.within(alone).gain_db(wanted_lufs, ceiling_dbtp, for_each_hop(near, count)[alone])
        return min(gain_db, most_db)

    gain_db, stretches = gain_with(None), _stretches(part.samples, opens, closes, parted)
    for _ in range(_ROUNDS if gain_db < math.inf else 0):
        heard, before = part.limited(for_each_hop(near, count) + gain_db, ceiling_dbtp), stretches
        stretches = [stretch.nearer(heard, wanted_lufs) for stretch in stretches]
        if all(map(_is_same, before, stretches)):
            break
        near = _joined(stretches)
        gain_db = gain_with(near)
    return Balance(gain_db, near)


def together(one: Curve | None, other: Curve | None) -> Curve | None:
    """Return both gains as one, None where there is neither."""
    return one.plus(other) if one and other else one or other


def _stretches(samples: int, opens: Seam | None, closes: Seam | None, parted: Sequence[int]) -> list[_Stretch]:
    seams = [opens, *[_NO_OVERLAP] * len(parted), closes]
    edges = zip(pairwise([0, *parted, samples]), pairwise(seams), strict=True)
    return [_Stretch(*places, *meets) for places, meets in edges]


def _is_same(one: _Stretch, other: _Stretch) -> bool:
    return max(abs(one.start_db - other.start_db), abs(one.end_db - other.end_db)) < _SAME_DB


def _joined(stretches: Sequence[_Stretch]) -> Curve | None:
    """Return the gain over the whole part; it leaps from one stretch to the next, where something stands between."""
    curves = [stretch.curve() for stretch in stretches]
    if len(stretches) == 1 or not any(curves):
        return curves[0]
    at, db = [], []
    for stretch, curve in zip(stretches, curves, strict=True):
        length = stretch.last - stretch.first
        inside = curve.at[(curve.at > 0) & (curve.at < length - 1)] if curve else np.zeros(0)
        places = np.array([0, *inside, length - 1], np.float64)
        at.append(stretch.first + places)
        db.append(curve.db_at(places) if curve else np.zeros(len(places)))
    return Curve(np.concatenate(at), np.concatenate(db))
