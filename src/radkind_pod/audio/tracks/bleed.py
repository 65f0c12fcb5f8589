"""What a microphone hears of somebody else: found by its likeness to their own track, and gently turned down."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.envelope import FRAME_MS
from radkind_pod.audio.tracks.places import PLACE_S, Pair
from radkind_pod.audio.tracks.whiten import Whitened
from radkind_pod.audio.turns import voice_floors_db
from radkind_pod.model.audio import SAMPLE_RATE, Placed, Turn

DEPTH_DB = -12.0
"""Quiet enough not to blur the voice's own track, loud enough that the room doesn't come and go."""
_OWN_VOICE_DB = 6.0
"""What is so much louder than the bleed usually is, is the microphone's own speaker: a "yes" in between."""
_PLACES, _LEAST, _PART = 40, 3, 0.25
"""So many places are looked at, and in a quarter of them, three at least, the voice must be recognised."""
_WITHIN_S = 0.1
_BEFORE, _HOLD = 1, 2
"""Frames that stay open before and after the microphone's own voice."""
_SHORTEST = 5
_ATTACK_MS, _RELEASE_MS = 50, 200
"""How long opening takes, done 50 ms before the voice; and how long closing takes."""

Levels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Microphone:
    """One microphone of a take: whose or which it is, what it heard and where that stands in the take."""

    name: str
    track: Whitened
    placed: Placed


@dataclass(frozen=True, slots=True)
class Heard:
    """Microphone `microphone` hears the voice of microphone `voice`, at `level_db` against it."""

    microphone: int
    voice: int
    level_db: float


def levels_of(microphones: Sequence[Microphone]) -> Levels:
    """Return how loud each microphone is in each 100 ms of the take, shape (microphones, frames); -255 is silence."""
    ends_s = [one.placed.take_time(one.track.seconds) for one in microphones]
    at_s = (np.arange(int(np.ceil(max(ends_s) * 1000 / FRAME_MS))) + 0.5) * FRAME_MS / 1000
    return np.stack([_levels(one, at_s) for one in microphones])


def _levels(one: Microphone, at_s: NDArray[np.float64]) -> Levels:
    levels = one.track.levels_db()
    frames = np.floor((at_s - one.placed.start_s) * (1 + one.placed.drift) * 1000 / FRAME_MS).astype(np.int64)
    inside = (frames >= 0) & (frames < len(levels))
    return np.where(inside, levels[np.clip(frames, 0, len(levels) - 1)], -255.0)


def find_bleed(microphones: Sequence[Microphone], levels_db: Levels, owners: NDArray[np.int64]) -> list[Heard]:
    """Return who is heard where else. `owners` holds for each frame whose microphone is talked into, -1 is nobody's."""
    found = []
    for voice, other in permutations(range(len(microphones)), 2):
        talks = owners == voice
        if _is_recognised(microphones[voice], microphones[other], _places_s(talks)):
            found.append(Heard(other, voice, float(np.median((levels_db[other] - levels_db[voice])[talks]))))
    return found


def _places_s(talks: NDArray[np.bool_]) -> list[float]:
    """Return the middles of places where one person talks nearly all the time, all over the take."""
    size = round(PLACE_S * 1000 / FRAME_MS)
    whole = talks[: len(talks) // size * size].reshape(-1, size).mean(axis=1)
    full = np.flatnonzero(whole >= 0.8)
    chosen = full[np.linspace(0, len(full) - 1, min(_PLACES, len(full))).astype(np.int64)]
    return [(int(number) + 0.5) * PLACE_S for number in chosen]


def _is_recognised(voice: Microphone, other: Microphone, places_s: Sequence[float]) -> bool:
    pair = Pair(voice.track, other.track)
    clear = 0
    for at_s in places_s:
        ours, theirs = voice.placed.own_time(at_s), other.placed.own_time(at_s)
        place = pair.compare(ours, theirs - ours, _WITHIN_S)
        clear += bool(place and place.is_clear)
    return clear >= max(_LEAST, _PART * len(places_s))


def owners_of(turns: Sequence[Turn], frames: int) -> NDArray[np.int64]:
    """Return for each frame whose turn it is; the turns' speakers are the microphones' numbers."""
    owners = np.full(frames, -1)
    for turn in turns:
        owners[turn.start_ms // FRAME_MS : turn.end_ms // FRAME_MS] = int(turn.speaker)
    return owners


def gate(number: int, found: Sequence[Heard], levels_db: Levels, owners: NDArray[np.int64]) -> Curve | None:
    """Return the gain of a microphone: down where only a voice is heard that bleeds into it. None: as it is."""
    floor_db = voice_floors_db(levels_db)[number]
    closed = np.zeros(len(owners), np.bool_)
    for heard in found:
        if heard.microphone == number:
            bleed_db = np.maximum(levels_db[heard.voice] + heard.level_db + _OWN_VOICE_DB, floor_db)
            closed |= (owners == heard.voice) & (levels_db[number] <= bleed_db)
    knots: list[tuple[float, float]] = []
    for first, end in _stretches(closed):
        start_ms, end_ms = (first + _HOLD) * FRAME_MS, (end - _BEFORE) * FRAME_MS
        knots += [(start_ms, 0), (start_ms + _RELEASE_MS, DEPTH_DB), (end_ms, DEPTH_DB), (end_ms + _ATTACK_MS, 0)]
    if not knots:
        return None
    at_ms, db = np.array(knots).T
    return Curve(at_ms * SAMPLE_RATE / 1000, db)


def lowered_s(gain: Curve) -> float:
    """Return for how long a microphone is turned down."""
    return float(np.sum(gain.at[2::4] - gain.at[1::4])) / SAMPLE_RATE


def _stretches(closed: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return first and end frame of each stretch that is long enough to be worth it."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], closed, [False]]).astype(np.int8)))
    shortest = _BEFORE + _HOLD + _SHORTEST
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2) if end - first >= shortest]
