"""Where a recorder lost sound without a word: from there on, its track no longer lies on the line."""

from collections.abc import Sequence

import numpy as np

from radkind_pod.audio.tracks.places import Pair, Place
from radkind_pod.model.audio import Step

_OFF_S = 0.025
"""An echo, or the other way through the room, comes earlier than this."""
_PLACES, _LEAST = 40, 5
_MIXED = 0.1
"""Beyond a step hardly any place lies on the line; echoes lie among those that do."""


def find_step(
    pair: Pair, places_s: Sequence[float], found: Sequence[Place], late_s: float, drift: float, within_s: float
) -> Step | None:
    """Look at places that don't lie on the line; None where there are too few that agree on anything else.

    `places_s` are all that were looked at near the line, `found` those that were clear there.
    """
    on = {place.at_s for place in found if abs(place.late_s - late_s - drift * place.at_s) <= _OFF_S}
    off_s = [at_s for at_s in places_s if at_s not in on]
    chosen = [off_s[i] for i in np.linspace(0, len(off_s) - 1, min(_PLACES, len(off_s))).astype(np.int64)]
    looked = (pair.compare(at_s, late_s + drift * at_s, within_s) for at_s in chosen)
    away = [(place.at_s, place.late_s - late_s - drift * place.at_s) for place in looked if place and place.is_clear]
    group = _largest([one for one in away if abs(one[1]) > _OFF_S])
    if len(group) < _LEAST:
        return None
    first_s, last_s = group[0][0], group[-1][0]
    inside = [at_s for at_s in places_s if first_s <= at_s <= last_s]
    if sum(at_s in on for at_s in inside) > _MIXED * len(inside):
        return None
    return Step(first_s, last_s, float(np.median([late for _, late in group])))


def _largest(away: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the largest group of places that are equally far from the line, in order of time."""
    groups = ([other for other in away if abs(other[1] - one[1]) <= _OFF_S] for one in away)
    return max(groups, key=len, default=[])
