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
_ONE_SIDED = 0.8
"""Over a call, each hears the other late: where only the one talks and then only the other, that looks like a step."""


def find_step(
    pair: Pair, places_s: Sequence[float], found: Sequence[Place], late_s: float, drift: float, within_s: float
) -> Step | None:
    """Look at places that don't lie on the line; None where there are too few that agree on anything else.

    `places_s` are all that were looked at near the line, `found` those that were clear there.
    """

    def off(place: Place) -> float:
        return place.late_s - late_s - drift * place.at_s

    line = [place for place in found if abs(off(place)) <= _OFF_S]
    on = {place.at_s for place in line}
    off_s = [at_s for at_s in places_s if at_s not in on]
    chosen = [off_s[i] for i in np.linspace(0, len(off_s) - 1, min(_PLACES, len(off_s))).astype(np.int64)]
    looked = (pair.compare(at_s, late_s + drift * at_s, within_s) for at_s in chosen)
    away = [(off(place), place) for place in looked if place and place.is_clear]
    group = _largest([one for one in away if abs(one[0]) > _OFF_S])
    if len(group) < _LEAST or _are_of_two(line, [place for _, place in group]):
        return None
    first_s, last_s = group[0][1].at_s, group[-1][1].at_s
    inside = [at_s for at_s in places_s if first_s <= at_s <= last_s]
    if sum(at_s in on for at_s in inside) > _MIXED * len(inside):
        return None
    return Step(first_s, last_s, float(np.median([away_s for away_s, _ in group])))


def _largest(away: Sequence[tuple[float, Place]]) -> list[tuple[float, Place]]:
    """Return the largest group of places that are equally far from the line, in order of time."""
    groups = ([other for other in away if abs(other[0] - one[0]) <= _OFF_S] for one in away)
    return max(groups, key=len, default=[])


def _are_of_two(some: Sequence[Place], others: Sequence[Place]) -> bool:
    """Say whether only the one person talks in some places, and only the other in the others."""
    one, other = (np.sign([place.ahead_db for place in places]).mean() for places in (some, others))
    return bool(one * other < 0 and min(abs(one), abs(other)) >= _ONE_SIDED)
