"""Who speaks when, as far as simultaneous tracks tell: the one whose own track is clearly the loudest."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.envelope import FRAME_MS
from radkind_pod.model.audio import Turn

_AHEAD_DB = 6.0
"""By so much a track must be louder than every other: less is crosstalk, or both speak."""
_ABOVE_FLOOR_DB = 10.0
_FLOOR_PERCENTILE = 10
# A gated track is digitally silent between words, and someone may speak without a pause: neither is its noise.
_FLOOR_DB = (-75.0, -45.0)
_SHORTEST_MS = 200
_GAP_MS = 600
_NOBODY = -1


def find_turns(speakers: Sequence[str | None], levels_db: Sequence[NDArray[np.float64]], start_ms: int) -> list[Turn]:
    """Return the turns in simultaneous tracks, in recording time; a track without a speaker only claims its frames.

    `levels_db` holds for each track its level in each 100 ms; a shorter track is silent at its end.
    """
    owners = _owners(_aligned(levels_db))
    turns = [(speakers[k], first * FRAME_MS, end * FRAME_MS) for k, first, end in _runs(owners) if k != _NOBODY]
    held = (Turn(name, start_ms + a, start_ms + b) for name, a, b in turns if name and b - a >= _SHORTEST_MS)
    return joined(held, _GAP_MS)


def joined(turns: Iterable[Turn], gap_ms: int = 0) -> list[Turn]:
    """Return the turns with neighbours of the same speaker as one, where no more than `gap_ms` lies between."""
    result: list[Turn] = []
    for turn in turns:
        last = result[-1] if result else None
        if last and last.speaker == turn.speaker and turn.start_ms - last.end_ms <= gap_ms:
            result[-1] = Turn(turn.speaker, last.start_ms, turn.end_ms)
        else:
            result.append(turn)
    return result


def _aligned(levels_db: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    frames = max(map(len, levels_db))
    return np.stack([np.pad(one, (0, frames - len(one)), constant_values=-255.0) for one in levels_db])


def _owners(levels_db: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each frame which track has it; `levels_db` has shape (tracks, frames)."""
    floors = np.clip(np.percentile(levels_db, _FLOOR_PERCENTILE, axis=1), *_FLOOR_DB)
    loudest = levels_db.argmax(axis=0)
    ordered = np.sort(levels_db, axis=0)
    clear = ordered[-1] - ordered[-2] >= _AHEAD_DB
    heard = ordered[-1] >= floors[loudest] + _ABOVE_FLOOR_DB
    return np.where(clear & heard, loudest, _NOBODY)


def _runs(owners: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Return (owner, first frame, end frame) of each stretch with one owner."""
    runs, at = [], 0
    for owner, same in groupby(owners.tolist()):
        end = at + len(list(same))
        runs.append((owner, at, end))
        at = end
    return runs
