"""How words stand in lines, and whether they fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.wording import break_cost, spaced, width


@dataclass(frozen=True, slots=True)
class Shape:
    """How much text is shown at once: `lines` of `width` Latin letters each."""

    width: int
    lines: int = 2


CAPTION = Shape(37)
"""Captions that people read and correct: the draft, transcript.vtt and exported WebVTT (BBC: 37 letters)."""
APPS = Shape(65, lines=1)
"""The WebVTT of the feed (Podcasting 2.0: 65 letters). One line: apps break it anew to fit their own screens."""
SUBRIP = Shape(32)
"""SubRip (Podcasting 2.0: two lines of 32 letters)."""


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide each word is in Latin letters: at the start of a line, and inside one with the space before it."""

    bare: list[int]
    inside: list[int]


def widths(words: Sequence[Word], language: str) -> Widths:
    """Return how wide each word is."""
    return Widths([width(word.text.strip()) for word in words], [width(text) for text in spaced(words, language)])


def fits(words: Sequence[Word], language: str, shape: Shape) -> bool:
    """Say whether the words can be shown in this shape."""
    measured = widths(words, language)
    edges = _filled(measured, shape.width)
    return len(edges) <= shape.lines and max(measured.bare) <= shape.width


def wrapped(words: Sequence[Word], language: str, shape: Shape) -> list[Sequence[Word]]:
    """Return the words in lines: one where that is enough, else two that read well and are about equally long."""
    measured = widths(words, language)
    edges = _filled(measured, shape.width)
    if len(edges) == 2:
        edges = [0, _best_break(words, language, measured, shape.width)]
    return [words[start:end] for start, end in zip(edges, [*edges[1:], len(words)], strict=True)]


def _filled(measured: Widths, most: int) -> list[int]:
    """Return which words start a line when each line takes as many as it can."""
    edges, used = [0], measured.bare[0]
    for i in range(1, len(measured.bare)):
        used += measured.inside[i]
        if used > most:
            edges.append(i)
            used = measured.bare[i]
    return edges


def _best_break(words: Sequence[Word], language: str, measured: Widths, most: int) -> int:
    """Return which word starts the second line. A line that can't be kept short enough counts as very bad."""
    sums = list(accumulate(measured.inside, initial=0))

    def badness(i: int) -> int:
        first, second = sums[i], sums[-1] - sums[i] - measured.inside[i] + measured.bare[i]
        too_wide = max(0, first - most, second - most)
        return 1000 * too_wide + break_cost(words[i - 1], words[i], language) + abs(first - second)

    return min(range(1, len(words)), key=badness)
