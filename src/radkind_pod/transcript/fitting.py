"""Cues that hold too much for a format, divided at their words."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from radkind_pod.model.transcript import Cue, Word
from radkind_pod.transcript.lines import Shape, fits
from radkind_pod.transcript.segment import segment


def fitted(cue: Cue, language: str, shape: Shape) -> list[Cue]:
    """Return the cue as it is if it fits, else as several that follow each other and cover the same time."""
    spoken_in = cue.language or language
    if fits(cue.words, spoken_in, shape):
        return [cue]
    groups = segment(cue.words, spoken_in, shape)
    if len(groups) > cue.end_ms - cue.start_ms:
        return [cue]
    edges = _edges(cue, groups)
    pieces = [
        replace(cue, start_ms=start, end_ms=end, words=tuple(group))
        for group, (start, end) in zip(groups, pairwise(edges), strict=True)
    ]
    return [pieces[0], *(replace(piece, opens=False, heading=None) for piece in pieces[1:])]


def _edges(cue: Cue, groups: Sequence[Sequence[Word]]) -> list[int]:
    """Return where each group starts, and the cue's end; each at least 1 ms after the one before."""
    edges = [cue.start_ms]
    for still, group in zip(range(len(groups) - 1, 0, -1), groups[1:], strict=True):
        edges.append(min(max(group[0].start_ms, edges[-1] + 1), cue.end_ms - still))
    return [*edges, cue.end_ms]
