"""One version of a document, word by word, and which of its words are words of the version that it came from."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from radkind_pod.model.review import Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.worddiff import Change, compared, differing

NOWHERE = -1
"""The place of a word that isn't there."""


@dataclass(slots=True)
class Side:
    """The words of a document with the speaker of each, whether a paragraph opens with it, and under which heading.

    `match` says for each word of the base where it stands here, `back` the reverse; NOWHERE where only one has it.
    """

    words: list[Word]
    speakers: list[str | None]
    opens: list[bool]
    headings: list[str | None]
    match: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)

    def texts(self, first: int, last: int) -> list[str]:
        """Return the words [first, last) as they are written."""
        return [word.text for word in self.words[first:last]]


def flattened(document: Document) -> Side:
    """Return the document word by word, not yet compared to anything."""
    side = Side([], [], [], [])
    for block in document.blocks:
        count = len(block.words)
        side.words.extend(block.words)
        side.speakers.extend([block.speaker] * count)
        side.opens.extend([True] + [False] * (count - 1) if count else [])
        side.headings.extend([block.heading] + [None] * (count - 1) if count else [])
    return side


def compare(base: Side, side: Side) -> None:
    """Find the words of `base` in `side`: those written exactly as they were, in order."""
    side.match, side.back = [NOWHERE] * len(base.words), [NOWHERE] * len(side.words)
    for i, j in _pairs(base.words, side.words):
        if base.words[i].text == side.words[j].text:
            _pair(side, i, j)


def take_as_unchanged(side: Side, base_first: int, base_last: int, first: int) -> None:
    """Pair the base's words [base_first, base_last) one by one with those of the side from `first` on."""
    for offset in range(base_last - base_first):
        _pair(side, base_first + offset, first + offset)


def changes(side: Side) -> list[Change]:
    """Return where the side isn't written as the base is, in order, a word of both between any two."""
    found: list[Change] = []
    i = j = 0
    for k, place in enumerate([*side.match, len(side.back)]):
        if place != NOWHERE:
            if (k, place) != (i, j):
                found.append(Change(i, k, j, place))
            i, j = k + 1, place + 1
    return found


def _pair(side: Side, i: int, j: int) -> None:
    side.match[i], side.back[j] = j, i


def _pairs(a: list[Word], b: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield which words are the same: first those with the same times, then, between them, by what is written."""
    i = j = 0
    for change in [*differing(_keys(a), _keys(b)), Change(len(a), len(a), len(b), len(b))]:
        yield from zip(range(i, change.a_first), range(j, change.b_first), strict=True)
        i, j = change.a_last, change.b_last
        yield from _written_alike(a, b, change)


def _keys(words: list[Word]) -> list[Hashable]:
    return [(word.text, word.start_ms, word.end_ms) for word in words]


def _written_alike(a: list[Word], b: list[Word], within: Change) -> Iterator[tuple[int, int]]:
    i, j, a_last, b_last = within.a_first, within.b_first, within.a_last, within.b_last
    if i == a_last or j == b_last:
        return
    found = compared([word.text for word in a[i:a_last]], [word.text for word in b[j:b_last]])
    done_a = done_b = 0
    for change in [*found, Change(a_last - i, a_last - i, b_last - j, b_last - j)]:
        yield from zip(range(i + done_a, i + change.a_first), range(j + done_b, j + change.b_first), strict=True)
        done_a, done_b = change.a_last, change.b_last
