"""Words gathered into what is shown at once: the division of a passage that reads best."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.lines import Shape, Widths, widths
from radkind_pod.transcript.wording import break_cost

SHORTEST_MS = 1000
LONGEST_MS = 7000
LETTERS_A_SECOND = 17
LINGER_MS = 1500
"""How long words may stay after they were spoken."""
SMALL_GAP_MS = 1000
"""A gap shorter than this between two cues flickers, so it is closed (BBC)."""

_A_CUE = 14
_AN_INNER_PAUSE = 30
_INNER_PAUSE_MS = 800
_NO_TIME = 10_000


@dataclass(frozen=True, slots=True)
class _Passage:
    """The measures of a passage, word by word."""

    starts: list[int]
    ends: list[int]
    held: list[int]
    """Until when a cue that ends with the word stays: gaps shorter than SMALL_GAP_MS are closed."""
    widths: Widths
    breaks: list[int]
    pauses: list[int]
    """Costs of the long pauses before each word, summed from the first."""


def segment(words: Sequence[Word], language: str, shape: Shape) -> list[Sequence[Word]]:
    """Return the words, all and in order, in the groups that together read best; each fits `shape`.

    Breaks are wanted after sentences, then after clauses and pauses, not inside names. A group lasts at most
    7 s; only a single word may be wider or longer. The cheapest division is found by dynamic programming.
    """
    if not words:
        return []
    passage = _measured(words, language)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * len(words)
    for first in range(len(words)):
        for end in _ends(passage, first, shape):
            cost = best[first][0] + _cost(passage, first, end)
            if cost < best[end][0]:
                best[end] = (cost, first)
    return _divided(words, best)


def _divided(words: Sequence[Word], best: list[tuple[float, int]]) -> list[Sequence[Word]]:
    groups: list[Sequence[Word]] = []
    end = len(words)
    while end:
        first = best[end][1]
        groups.append(words[first:end])
        end = first
    return groups[::-1]


def _measured(words: Sequence[Word], language: str) -> _Passage:
    pauses = [right.start_ms - left.end_ms for left, right in pairwise(words)]
    return _Passage(
        starts=[word.start_ms for word in words],
        ends=[word.end_ms for word in words],
        held=[
            *(left.end_ms + (p if p < SMALL_GAP_MS else 0) for left, p in zip(words, pauses, strict=False)),
            words[-1].end_ms,
        ],
        widths=widths(words, language),
        breaks=[*(break_cost(left, right, language) for left, right in pairwise(words)), 0],
        pauses=list(accumulate((_AN_INNER_PAUSE * (p >= _INNER_PAUSE_MS) for p in pauses), initial=0)),
    )


def _ends(passage: _Passage, first: int, shape: Shape) -> list[int]:
    """Return where a group that starts with word `first` may end: one past its last word."""
    ends, line, filled = [first + 1], 1, passage.widths.bare[first]
    for i in range(first + 1, len(passage.widths.bare)):
        filled += passage.widths.inside[i]
        if filled > shape.width:
            line, filled = line + 1, passage.widths.bare[i]
        too_wide = line > shape.lines or filled > shape.width or passage.widths.bare[first] > shape.width
        if too_wide or passage.held[i] - passage.starts[first] > LONGEST_MS:
            break
        ends.append(i + 1)
    return ends


def _cost(passage: _Passage, first: int, end: int) -> float:
    last = end == len(passage.starts)
    until = passage.ends[end - 1] + LINGER_MS
    shown_ms = (until if last else min(until, passage.starts[end])) - passage.starts[first]
    if shown_ms <= 0:
        return _NO_TIME
    letters = passage.widths.bare[first] + sum(passage.widths.inside[first + 1 : end])
    too_fast = max(0.0, letters * 1000 / shown_ms - LETTERS_A_SECOND)
    too_short = max(0, SHORTEST_MS - shown_ms) * 0.06
    inner_pauses = passage.pauses[end - 1] - passage.pauses[first]
    return _A_CUE + passage.breaks[end - 1] + inner_pauses + too_short + min(too_fast, 10) * 1.5
