"""No step at a seam: where a part is louder or softer in the 3 s next to it than as a whole, its gain makes up for it.

As a hand on the fader does: the gain stands while the seam is near, and goes back by 1 dB a second, too slow to be
heard as a change within a word.
"""

import math

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.curve import Curve
from radkind_pod.media.loudness import HOP, Powers, integrated, lufs
from radkind_pod.model.audio import SAMPLE_RATE

NEAR_HOPS = 30
"""3 s on either side of a seam."""
_BLOCK_HOPS = 4
_SOUND_LU = -10.0
"""Where nothing comes so near to what is wanted, there is no sound to be levelled."""
_LOUDEST_LU = 5.0
"""Nothing near a seam is raised beyond this over what is wanted (of speech and music, 400 ms are rarely louder)."""
_LEFT_LU = 0.7
"""What either side may be off: less than half of the step of 2 LU that is allowed."""
_MOST_DB = 8.0
_RETURN_DB_PER_S = 1.0


def near_lufs(hops: Powers, wanted_lufs: float) -> float:
    """Return how loud at most 3 s are (BS.1770: without pauses), given the power of each 100 ms; -inf without sound."""
    if len(hops) < _BLOCK_HOPS or lufs(float(_blocks(hops).max())) < wanted_lufs + _SOUND_LU:
        return -math.inf
    return integrated(hops)


def at_the_start(gain_db: float, reach: int) -> Curve:
    """Return the gain for a part whose first `reach` samples are in a seam."""
    until = reach + NEAR_HOPS * HOP
    back = until + max(abs(gain_db) / _RETURN_DB_PER_S, 1) * SAMPLE_RATE
    return Curve(np.array([until, back], np.float64), np.array([gain_db, 0.0]))


def at_the_end(gain_db: float, reach: int, samples: int) -> Curve:
    """Return the gain for a part of `samples` whose last `reach` are in a seam."""
    mirrored = at_the_start(gain_db, reach)
    return Curve(samples - mirrored.at[::-1], mirrored.db[::-1])


def for_each_hop(curve: Curve | None, count: int) -> NDArray[np.float64]:
    """Return the gain in the middle of each hop of 100 ms, in dB."""
    return curve.db_at((np.arange(count) + 0.5) * HOP) if curve else np.zeros(count)


def nearer_db(gain_db: float, hops: Powers, reach: int, wanted_lufs: float) -> float:
    """Return a gain that brings the 3 s behind the first `reach` samples near enough to what is wanted.

    `hops` holds the power of each 100 ms of the part as it is with `gain_db` there. It stands in the seam too, so it
    raises nothing there beyond what may be loud.
    """
    first = -(-reach // HOP)
    near = near_lufs(hops[first : first + NEAR_HOPS], wanted_lufs)
    if not np.isfinite(near):
        return gain_db
    away = wanted_lufs - near
    wanted_db = gain_db + float(np.copysign(max(0.0, abs(away) - _LEFT_LU), away))
    room_db = gain_db + wanted_lufs + _LOUDEST_LU - lufs(float(_blocks(hops[: first + NEAR_HOPS]).max()))
    return max(-_MOST_DB, min(_MOST_DB, wanted_db, max(room_db, 0.0)))


def _blocks(hops: Powers) -> Powers:
    """Return the mean power of each 400 ms."""
    sums = np.concatenate([[0.0], np.cumsum(hops)])
    blocks: Powers = (sums[_BLOCK_HOPS:] - sums[:-_BLOCK_HOPS]) / _BLOCK_HOPS
    return blocks
