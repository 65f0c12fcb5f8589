"""Where one speaker gives way to the next, by their levels: voices alone tell it to a second or so.

Where both are about as loud it makes no difference to their levels. Where they aren't, the end of a loud turn would
otherwise be raised with the soft one that follows, and be measured with it.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.loudness import Powers, integrated, lufs
from radkind_pod.model.audio import Turn

HOP_MS = 100
_REACH, _AROUND, _BESIDE = 8, 5, 4
"""In hops: how far a change is moved, how far beyond that levels are compared, and what a pause is quieter than."""
_GAP_MS = 1000
"""Turns further apart than this can't be mistaken for each other."""
_LEAST_APART_LU = 2.0
_CLEARLY_DB = 2.0
"""So much better, summed over the hops, another pause must fit."""
_PAUSE_DB = 6.0
"""A pause is so much quieter than what is beside it: nothing is divided inside a word."""
_SPOKEN_DB = 12.0
"""What is so much quieter than the softer of both is a pause, and fits both."""

Levels = NDArray[np.float64]


def handed_over(turns: Sequence[Turn], hops: Powers) -> list[Turn]:
    """Return the turns, in order, with each change of speaker in that pause within 0.8 s that fits their levels best.

    `hops` holds the weighted power of each 100 ms.
    """
    settled = list(turns)
    usual = {speaker: _loudness(turns, speaker, hops) for speaker in {turn.speaker for turn in turns}}
    levels = np.array([lufs(power) for power in hops.tolist()])
    for i, (before, after) in enumerate(pairwise(turns)):
        apart = abs(usual[before.speaker] - usual[after.speaker])
        if after.start_ms - before.end_ms <= _GAP_MS and _LEAST_APART_LU <= apart < math.inf:
            change = _change(settled[i], after, usual, levels)
            if change is not None:
                settled[i : i + 2] = replace(settled[i], end_ms=change), replace(after, start_ms=change)
    return settled


def of_turn(turn: Turn, hops: Powers) -> Powers:
    """Return the powers of the hops that a turn touches."""
    return hops[turn.start_ms // HOP_MS : -(-turn.end_ms // HOP_MS)]


def _loudness(turns: Sequence[Turn], speaker: str, hops: Powers) -> float:
    return integrated(np.concatenate([of_turn(turn, hops) for turn in turns if turn.speaker == speaker]))


def _change(before: Turn, after: Turn, usual: dict[str, float], levels: Levels) -> int | None:
    """Return the ms of the pause that fits best, None where that is where it was."""
    said = (before.end_ms + after.start_ms) // (2 * HOP_MS)
    first = max(before.start_ms // HOP_MS + _AROUND, said - _REACH)
    last = min(after.end_ms // HOP_MS - _AROUND, said + _REACH, len(levels) - 1)
    if not first <= said <= last:
        return None
    near = slice(first - _AROUND, last + _AROUND)
    softer = min(usual[before.speaker], usual[after.speaker])
    spoken = levels[near] > softer - _SPOKEN_DB
    to_before, to_after = (np.where(spoken, np.abs(levels[near] - usual[t.speaker]), 0) for t in (before, after))

    def misfit(hop: int) -> float:
        return float(to_before[: hop - near.start].sum() + to_after[hop - near.start :].sum())

    best = min((hop for hop in range(first, last + 1) if hop == said or _is_pause(levels, hop)), key=misfit)
    return best * HOP_MS if misfit(best) < misfit(said) - _CLEARLY_DB else None


def _is_pause(levels: Levels, hop: int) -> bool:
    """Say whether it is quiet there against what comes before and against what comes after."""
    before, after = levels[max(0, hop - _BESIDE) : hop], levels[hop : hop + _BESIDE]
    return bool(min(before[-1], after[0]) <= min(before.max(), after.max()) - _PAUSE_DB)
