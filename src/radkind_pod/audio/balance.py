"""The gain of a part that makes it as loud as the others, behind the limiter and next to each seam."""

import math
from dataclasses import dataclass

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.evenness import at_the_end, at_the_start, for_each_hop, nearer_db
from radkind_pod.audio.part import Part
from radkind_pod.audio.places import Seam
from radkind_pod.media.loudness import HOP

_ROUNDS = 10
"""A change near a seam changes the gain of the whole a little, and that the sound near the seam."""
_SAME_DB = 0.05
_MOST_OVER_DB = 3.0
"""What of a part is alone may be but its last echo: it isn't raised by more than this against the whole."""
_SHORTEST_HOPS = 4
"""What is shorter can't be measured."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The gain of a part in dB (inf for silence), and what comes to it near its seams."""

    gain_db: float
    near: Curve | None


def balanced(part: Part, wanted_lufs: float, ceiling_dbtp: float, opens: Seam | None, closes: Seam | None) -> Balance:
    """Return what brings a part to a loudness. What is mixed with another part at a seam doesn't count for it.

    `opens` and `closes` are the seams at its start and end, if there are any.
    """
    first, last = -(-(opens.overlap if opens else 0) // HOP), (part.samples - (closes.overlap if closes else 0)) // HOP
    alone = slice(first, last) if last - first >= _SHORTEST_HOPS else slice(0, None)
    count, start_db, end_db, near = len(part.hops), 0.0, 0.0, None
    most_db = part.gain_db(wanted_lufs, ceiling_dbtp, for_each_hop(None, count)) + _MOST_OVER_DB

    def gain_with(near: Curve | None) -> float:
        gain_db = part.within(alone).gain_db(wanted_lufs, ceiling_dbtp, for_each_hop(near, count)[alone])
        return min(gain_db, most_db)

    gain_db = gain_with(None)
    for _ in range(_ROUNDS if gain_db < math.inf else 0):
        heard, before = part.limited(for_each_hop(near, count) + gain_db, ceiling_dbtp), (start_db, end_db)
        if opens:
            start_db = nearer_db(start_db, heard, opens.reach, wanted_lufs)
        if closes:
            end_db = nearer_db(end_db, heard[::-1], closes.reach, wanted_lufs)
        if max(abs(start_db - before[0]), abs(end_db - before[1])) < _SAME_DB:
            break
        near = together(
            at_the_start(start_db, opens.reach) if opens and start_db else None,
            at_the_end(end_db, closes.reach, part.samples) if closes and end_db else None,
        )
        gain_db = gain_with(near)
    return Balance(gain_db, near)


def together(one: Curve | None, other: Curve | None) -> Curve | None:
    """Return both gains as one, None where there is neither."""
    return one.plus(other) if one and other else one or other
