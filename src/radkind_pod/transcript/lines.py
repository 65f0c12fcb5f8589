"""How words stand in lines, and whether they fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.wording import break_cost, joined, width


@dataclass(frozen=True, slots=True)
class Shape:
    """How much text is shown at once: `width` Latin letters a line (BBC: 37; Podcasting 2.0 SRT: 32)."""

    width: int
    lines: int = 2


CAPTION = Shape(37)
SUBRIP = Shape(32)


def fits(words: Sequence[Word], language: str, shape: Shape) -> bool:
    """Say whether the words can be shown in this shape."""
    rows = _filled(words, language, shape)
    return len(rows) <= shape.lines and all(_row_width(row, language) <= shape.width for row in rows)


def wrapped(words: Sequence[Word], language: str, shape: Shape) -> list[Sequence[Word]]:
    """Return the words in lines: one where that is enough, else two that read well and are about equally long."""
    if _row_width(words, language) <= shape.width:
        return [words]
    halves: list[tuple[Sequence[Word], Sequence[Word]]] = [(words[:i], words[i:]) for i in range(1, len(words))]
    fitting = [h for h in halves if all(_row_width(row, language) <= shape.width for row in h)]
    if not fitting:
        return _filled(words, language, shape)
    return list(min(fitting, key=lambda h: _badness(h[0], h[1], language)))


def _badness(first: Sequence[Word], second: Sequence[Word], language: str) -> int:
    uneven = abs(_row_width(first, language) - _row_width(second, language))
    return break_cost(first[-1], second[0], language) + uneven


def _filled(words: Sequence[Word], language: str, shape: Shape) -> list[Sequence[Word]]:
    rows: list[list[Word]] = []
    for word in words:
        if rows and _row_width([*rows[-1], word], language) <= shape.width:
            rows[-1].append(word)
        else:
            rows.append([word])
    return list(rows)


def _row_width(words: Sequence[Word], language: str) -> int:
    return width(joined(words, language))
