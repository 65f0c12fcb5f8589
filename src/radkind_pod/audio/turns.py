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
_CONTESTED, _AROUND_MS = 0.3, 500
"""Where nobody is clearly ahead for so much of a turn and its surroundings, several speak at once: whose a word is
can't be told, and no name is better than a wrong one."""
_NOBODY = -1


def find_turns(speakers: Sequence[str | None], levels_db: Sequence[NDArray[np.float64]], start_ms: int) -> list[Turn]:
    """Return the turns in simultaneous tracks, in recording time; a track without a speaker only claims its frames.

    `levels_db` holds for each track its level in each 100 ms; a shorter track is silent at its end.
    """
    aligned = _aligned(levels_db)
    loudest, heard, clear = _heard(aligned)
    owners = np.where(clear & heard, loudest, _NOBODY)
    runs = (run for run in _runs(owners) if run[0] != _NOBODY and (run[2] - run[1]) * FRAME_MS >= _SHORTEST_MS)
    numbered = joined((Turn(str(k), first * FRAME_MS, end * FRAME_MS) for k, first, end in runs), _GAP_MS)
    held = (turn for turn in numbered if not _is_contested(turn, heard, clear))
    return joined(
        Turn(name, start_ms + turn.start_ms, start_ms + turn.end_ms)
        for turn in held
        if (name := speakers[int(turn.speaker)])
    )


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


def _heard(levels_db: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for each frame which track is the loudest, whether it is heard, and whether it is clearly ahead.

    `levels_db` has shape (tracks, frames).
    """
    floors = voice_floors_db(levels_db)
    loudest = levels_db.argmax(axis=0)
    ordered = np.sort(levels_db, axis=0)
    return loudest, ordered[-1] >= floors[loudest], ordered[-1] - ordered[-2] >= _AHEAD_DB


def voice_floors_db(levels_db: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each track what a voice in it is louder than; `levels_db` has shape (tracks, frames)."""
    floors = np.clip(np.percentile(levels_db, _FLOOR_PERCENTILE, axis=1), *_FLOOR_DB)
    return np.asarray(floors + _ABOVE_FLOOR_DB)


def _is_contested(turn: Turn, heard: NDArray[np.bool_], clear: NDArray[np.bool_]) -> bool:
    first, end = max(0, turn.start_ms - _AROUND_MS) // FRAME_MS, (turn.end_ms + _AROUND_MS) // FRAME_MS
    near = heard[first:end]
    return bool((near & ~clear[first:end]).sum() >= _CONTESTED * near.sum())


def _runs(owners: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Return (owner, first frame, end frame) of each stretch with one owner."""
    runs, at = [], 0
    for owner, same in groupby(owners.tolist()):
        end = at + len(list(same))
        runs.append((owner, at, end))
        at = end
    return runs
