"""Everybody as loud as everybody else: a gain for each turn, changed only where nobody speaks.

A turn comes towards the loudness that its speaker has everywhere, and every speaker to the same. Short turns say little
of how loud somebody is, and follow their speaker. Between turns the gain goes over in the pause; where there is no turn
for long (music, silence), it is that of the whole recording.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.handover import of_turn
from radkind_pod.media.loudness import Powers, integrated
from radkind_pod.model.audio import Turn, to_samples

MOST_DB = 12.0
"""No turn is moved further than this against the whole recording: more is another fault than level."""
_OWN_S = 3.0
"""A turn of this length is moved half of its own way to its speaker's loudness, a longer one further."""
_OWN_MOST_DB = 6.0
_RAMP_MS = 200
_LONG_PAUSE_MS = 3000


@dataclass(frozen=True, slots=True)
class Ridden:
    """A turn with the gain it gets against the whole recording."""

    turn: Turn
    gain_db: float


def ridden(turns: Sequence[Turn], hops: Powers) -> list[Ridden]:
    """Return the turns that can be measured, each with its gain. `hops` holds the weighted power of each 100 ms."""
    measured = ((turn, integrated(of_turn(turn, hops))) for turn in turns)
    own = {turn: loudness for turn, loudness in measured if math.isfinite(loudness)}
    usual, whole = _usual(own), integrated(hops)
    even = [Ridden(turn, _towards(usual[turn.speaker] - own[turn], turn)) for turn in own]
    now = by_speaker(even, hops)
    return [replace(one, gain_db=_held(one.gain_db + whole - now[one.turn.speaker], MOST_DB)) for one in even]


def by_speaker(found: Iterable[Ridden], hops: Powers) -> Mapping[str, float]:
    """Return how loud each speaker is with these gains, in LUFS."""
    parts: dict[str, list[Powers]] = {}
    for one in found:
        parts.setdefault(one.turn.speaker, []).append(of_turn(one.turn, hops) * 10 ** (one.gain_db / 10))
    return {speaker: integrated(np.concatenate(powers)) for speaker, powers in parts.items()}


def curve_of(found: Sequence[Ridden]) -> Curve:
    """Return the gain over the recording."""
    at, db = [0.0], [0.0]
    end_ms, before_db = -_LONG_PAUSE_MS, 0.0
    for one in found:
        knots: list[tuple[float, float]]
        start_ms = one.turn.start_ms
        if start_ms - end_ms > _LONG_PAUSE_MS:
            knots = [(end_ms + _RAMP_MS, before_db), (end_ms + 3 * _RAMP_MS, 0.0), (start_ms - 3 * _RAMP_MS, 0.0)]
            knots.append((start_ms - _RAMP_MS, one.gain_db))
        else:
            middle, half = (start_ms + end_ms) / 2, min(_RAMP_MS / 2, max(start_ms - end_ms, 20) / 2)
            knots = [(middle - half, before_db), (middle + half, one.gain_db)]
        for ms, gain in knots:
            at.append(max(at[-1], float(to_samples(ms))))
            db.append(gain)
        end_ms, before_db = max(end_ms, one.turn.end_ms), one.gain_db
    return Curve(np.array(at), np.array(db))


def _usual(own: Mapping[Turn, float]) -> dict[str, float]:
    """Return how loud each speaker mostly is: half of the time softer, half of it louder. A shout changes nothing."""
    found = {}
    for speaker in dict.fromkeys(turn.speaker for turn in own):
        ordered = sorted((own[turn], turn.end_ms - turn.start_ms) for turn in own if turn.speaker == speaker)
        until = np.cumsum([length for _, length in ordered])
        found[speaker] = ordered[int(np.searchsorted(until, until[-1] / 2))][0]
    return found


def _towards(away_db: float, turn: Turn) -> float:
    """Return how far the turn is moved towards its speaker's loudness."""
    seconds = (turn.end_ms - turn.start_ms) / 1000
    return _held(away_db, _OWN_MOST_DB) * seconds / (seconds + _OWN_S)


def _held(gain_db: float, most_db: float) -> float:
    return max(-most_db, min(most_db, gain_db))
