"""What a recording's levels say about its words: sound that no word covers, words where it is silent."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from radkind_pod.model.review import PLACEHOLDER, is_withheld
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.listening.times import LONGEST_MS as LONGEST_WORD_MS
from radkind_pod.transcript.under_speech import LEVEL_MS

Steps = NDArray[np.bool_]
"""One value for each step of LEVEL_MS."""

LEAST_SOUND_MS = 2_000
_BREATH = 3
"""Steps of quiet that don't end a stretch of sound."""
_MOSTLY = 0.7
_MARGIN_MS = 300
"""So far may an engine's word lie beside its sound."""
_STEADY_DB = 6
"""Noise keeps its level; what moves more may be somebody who speaks very softly."""
_QUIETEST_DB = 80
_LEAST_CONTRAST_DB = 12


@dataclass(frozen=True, slots=True)
class Loudness:
    """Where there is sound as loud as speech, and where there is clearly none; between them lies what may be either."""

    sound: Steps
    silence: Steps
    quietness: NDArray[np.int64]
    """How many dB below full scale."""


def loudness(levels: bytes) -> Loudness | None:
    """Return what the levels (-dBFS RMS, one byte each 100 ms) say; None where speech can't be told from the rest."""
    if not levels:
        return None
    quietness = np.minimum(np.frombuffer(levels, np.uint8), _QUIETEST_DB).astype(np.int64)
    ordered = np.sort(quietness)
    loud, floor = int(ordered[len(ordered) // 10]), int(ordered[len(ordered) * 19 // 20])
    contrast = floor - loud
    if contrast < _LEAST_CONTRAST_DB:
        return None
    sound, silence = quietness <= floor - max(6.0, contrast * 0.3), quietness >= floor - max(3.0, contrast * 0.15)
    return Loudness(sound, silence, quietness)


def sound_without_words(words: Sequence[Word], silent: Sequence[bool], sound: Steps) -> list[tuple[int, int]]:
    """Return the stretches of sound, in ms, of at least LEAST_SOUND_MS that no word covers.

    `silent` says which words nobody says: they and withheld ones cover all of their time, others no more than a word
    can last.
    """
    free = np.ones(len(sound), dtype=bool)
    for word, is_silent in zip(words, silent, strict=True):
        whole = is_silent or is_withheld(word) or PLACEHOLDER in word.marks
        end = word.end_ms if whole else min(word.end_ms, word.start_ms + LONGEST_WORD_MS)
        free[word.start_ms // LEVEL_MS : -(-end // LEVEL_MS)] = False
    at = np.flatnonzero(sound & free)
    if not len(at):
        return []
    covered = np.cumsum(~free)
    breaks = (np.diff(at) > _BREATH + 1) | (np.diff(covered[at]) > 0)
    parts = np.split(at, np.flatnonzero(breaks) + 1)
    long = (p for p in parts if (p[-1] + 1 - p[0]) * LEVEL_MS >= LEAST_SOUND_MS)
    return [(int(p[0]) * LEVEL_MS, int(p[-1] + 1) * LEVEL_MS) for p in long if len(p) >= _MOSTLY * (p[-1] + 1 - p[0])]


def words_without_sound(words: Sequence[Word], heard: Loudness) -> list[int]:
    """Return the words, by id, that lie in steady silence with all that is near them.

    Nobody knows where a word with an estimated time is: it must be silent all the way between its neighbours.
    """
    loud_before = np.concatenate([[0], np.cumsum(~heard.silence)])
    spans = np.array(_spans(words), np.int64).reshape(-1, 2)
    first = np.clip((spans[:, 0] - _MARGIN_MS) // LEVEL_MS, 0, len(heard.silence))
    last = np.clip(-(-(spans[:, 1] + _MARGIN_MS) // LEVEL_MS), 0, len(heard.silence))
    quiet = np.flatnonzero((loud_before[last] == loud_before[first]) & (last > first))
    return [int(i) for i in quiet if np.ptp(heard.quietness[first[i] : last[i]]) <= _STEADY_DB]


def _spans(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return where each word can be, without what may belong to its neighbours."""
    reached, starts = 0, []
    for word in words:
        starts.append(reached + 2 * _MARGIN_MS if word.estimated else word.start_ms)
        reached = reached if word.estimated else max(reached, word.end_ms)
    following, ends = None, []
    for word in reversed(words):
        ends.append(word.end_ms if following is None or not word.estimated else following - 2 * _MARGIN_MS)
        following = following if word.estimated else word.start_ms
    spans = zip(starts, reversed(ends), words, strict=True)
    return [(start, end) if start < end else (word.start_ms, word.end_ms) for start, end, word in spans]
