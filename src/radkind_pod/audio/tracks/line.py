"""How the clocks of two tracks go against each other: a straight line through the places that are heard in both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.tracks.places import PLACE_S, Pair, Place
from radkind_pod.audio.tracks.steps import find_step
from radkind_pod.audio.tracks.whiten import RATE
from radkind_pod.model.audio import Step

FURTHEST_S = 60.0
"""Tracks may have been started so far apart."""
_STEEPEST = 400e-6
"""Twice what clocks of recorders are apart at worst."""
_COARSE_PLACES, _ENOUGH, _LEAST = 96, 12, 3
_FINE_PLACES = 600
_APART_S = 0.04
"""Two people 6 m apart hear each other 20 ms late, one in one track and one in the other."""
_FINE_S = 0.08
_BIN_S = 0.00025
_FINER = 8
"""Where between two samples a peak is, in eighths."""
_TELLS_DB = 1.5
"""By so much one of the tracks is ahead where it is clear whose voice it is."""
_FIRST_ARRIVAL = 0.5
"""Of the strongest: the straight way through the room is the shortest, but an echo may be louder."""
_MATTERS_S = 0.0005
"""Less than this over the whole length is left as it is."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """Where the reference's time t stands in the other track: `late_s` + t * (1 + `drift`), in its own time.

    `places` says how many were found. `way_s` is how long sound travels between the microphones; None where only
    one of the two is heard in the other, so that this time is part of `late_s`.
    """

    late_s: float
    drift: float
    places: int
    way_s: float | None
    step: Step | None = None


def find_line(pair: Pair) -> Line | None:
    """Return how the other track goes against the reference; None where too little is heard in both."""
    rough = _rough(pair)
    if rough is None:
        return None
    late_s, guess = rough
    apart_s = max(PLACE_S / 2, pair.seconds / _FINE_PLACES)
    places_s = [float(at_s) for at_s in np.arange(PLACE_S / 2, pair.seconds, apart_s)]
    looked = (pair.compare(at_s, late_s + guess * at_s, _FINE_S) for at_s in places_s)
    found = [place for place in looked if place and place.is_clear]
    if len(found) < _LEAST:
        return None
    at, late = _points(found)
    unsure = _APART_S / max(float(np.ptp(at)), 1)
    slopes = np.linspace(guess - unsure, guess + unsure, round(4 * _APART_S / _BIN_S))
    drift = _refined(at, late, _tightest(at, late, slopes, _BIN_S))
    if abs(drift) * pair.seconds < _MATTERS_S:
        drift = 0.0
    late_s = _fullest(late - drift * at, _BIN_S)
    step = find_step(pair, places_s, found, late_s, drift, FURTHEST_S)
    if step is None:
        return _through(found, drift)
    outside = [place for place in found if not step.first_s <= place.at_s <= step.last_s]
    if len(outside) < _LEAST:
        return None  # most places agree on something else: what was found is a jingle that comes again, or the like
    line = _through(outside, drift)
    return replace(line, step=replace(step, late_s=round(step.late_s + late_s - line.late_s, 4)))


def _rough(pair: Pair) -> tuple[float, float] | None:
    """Return delay and drift, good to some hundredths of a second, of places all over the reference."""
    found: list[Place] = []
    near: list[int] = []
    for number, at_s in enumerate(_scattered(pair.seconds)):
        place = pair.compare(at_s, 0.0, FURTHEST_S)
        if place and place.is_clear:
            found.append(place)
            near = _agreeing(*_points(found))
        if len(near) >= _ENOUGH or number >= _COARSE_PLACES:
            break
    if len(near) < _LEAST:
        return None
    at, late = _points([found[i] for i in near])
    slopes = np.arange(-_STEEPEST, _STEEPEST, _APART_S / 8 / max(float(np.ptp(at)), 1))
    drift = _tightest(at, late, slopes, _APART_S / 8)
    return _fullest(late - drift * at, _APART_S), drift


def _scattered(seconds: float) -> Iterator[float]:
    """Yield places in an order in which the first few already lie all over the reference."""
    count = max(1, min(_COARSE_PLACES, int(seconds / PLACE_S)))
    golden = (5**0.5 - 1) / 2
    for number in range(count):
        yield PLACE_S / 2 + (number * golden + 0.5) % 1 * max(0.0, seconds - PLACE_S)


def _points(places: Sequence[Place]) -> tuple[Points, Points]:
    return np.array([place.at_s for place in places]), np.array([place.late_s for place in places])


def _agreeing(at: Points, late: Points) -> list[int]:
    """Return the largest set of places that one clock can explain, seen from one of them."""
    apart = np.abs(late[:, None] - late) <= _STEEPEST * np.abs(at[:, None] - at) + _APART_S
    return [int(i) for i in np.flatnonzero(apart[np.argmax(apart.sum(axis=0))])]


def _tightest(at: Points, late: Points, slopes: Points, width: float) -> float:
    """Return the slope that leaves the places closest together, however many echoes there are among them."""
    scores = np.zeros(len(slopes))
    for number, slope in enumerate(slopes):
        rest = late - slope * (at - at.mean())
        counts = np.bincount(np.floor((rest - rest.min()) / width).astype(np.int64)).astype(np.float64)
        scores[number] = counts @ counts + 2 * (counts[1:] @ counts[:-1])
    return float(np.median(slopes[scores == scores.max()]))


def _fullest(rest: Points, width: float) -> float:
    """Return the middle of the stretch of this width that holds the most delays: of two groups never between them."""
    counts, edges = np.histogram(rest, np.arange(rest.min() - width, rest.max() + 2 * width, width))
    return float(edges[np.argmax(counts)] + width / 2)


def _refined(at: Points, late: Points, drift: float) -> float:
    """Return the slope to a fraction of a bin: least squares through the places of the fullest bins."""
    for _ in range(2):
        rest = late - drift * at
        near = np.abs(rest - _fullest(rest, _BIN_S)) <= 2 * _BIN_S
        if np.ptp(at[near]) > 0:
            drift += float(np.polyfit(at[near], rest[near], 1)[0])
    return drift


def _through(found: Sequence[Place], drift: float) -> Line:
    """Return the line with this slope, in the middle between the ways to one microphone and to the other."""
    ways = []
    for sign in (1, -1):
        told = [place for place in found if sign * place.ahead_db > _TELLS_DB]
        ways.append(_first_arrival(told, drift, sign) if len(told) >= _LEAST else None)
    there, back = ways
    if there is not None and back is not None and there >= back - _BIN_S:
        return Line((there + back) / 2, drift, len(found), max(0.0, there - back) / 2)
    alone = there if there is not None else back
    if alone is None or (there is not None and back is not None):
        alone = _first_arrival(found, drift, 1)
    return Line(alone, drift, len(found), None)


def _first_arrival(places: Sequence[Place], drift: float, sign: int) -> float:
    """Return the delay of the straight way: the first strong peak of all places together.

    `sign` is 1 where the other track hears late, -1 where the reference does, so that echoes lie before the peak.
    """
    start = _fullest(np.array([place.late_s - drift * place.at_s for place in places]), _APART_S) - _FINE_S
    size = round(2 * _FINE_S * RATE)
    hz = np.fft.rfftfreq(2 * size, 1 / RATE)
    total = np.zeros(len(hz), np.complex128)
    for place in places:
        shift_s = place.first_s - drift * place.at_s - start
        total += np.fft.rfft(place.likeness, 2 * size) * np.exp(-2j * np.pi * hz * shift_s)
    sound = np.fft.irfft(total, 2 * size * _FINER)[: size * _FINER]
    tops = np.flatnonzero((sound[1:-1] >= sound[:-2]) & (sound[1:-1] >= sound[2:])) + 1
    strong = tops[sound[tops] >= _FIRST_ARRIVAL * sound.max()]
    return start + float(strong[0] if sign > 0 else strong[-1]) / (RATE * _FINER)
