"""Withheld passages back in their places, after their placeholders were deleted."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from radkind_pod.model.review import PLACEHOLDER, Block
from radkind_pod.model.transcript import Word

Words = tuple[Word, ...]
Key = tuple[bool, int]
"""Which paragraph: one that is there (True) or one that was, by its number."""


@dataclass(frozen=True, slots=True)
class Here:
    """One word of the edited view, or the words that come in its place; `block` is its paragraph."""

    words: Words
    start_ms: int
    block: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A passage that goes somewhere in [first, last] of what is there; `block` was its paragraph.

    The words on either side say whether they were of the same paragraph.
    """

    words: Words
    block: int
    first: int
    last: int
    goes_on: bool
    goes_before: bool


def staying(seen: Sequence[Word], now: Sequence[Word]) -> dict[int, int]:
    """Return which words of the view are still there, and where: the most that are in the same order."""
    where = {key: i for i, key in enumerate(_keys(now))}
    pairs = [(i, where[key]) for i, key in enumerate(_keys(seen)) if key in where]
    ends: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_right(ends, place)
        before.append(lasts[length - 1] if length else -1)
        ends[length : length + 1], lasts[length : length + 1] = [place], [number]
    found: dict[int, int] = {}
    number = lasts[-1] if lasts else -1
    while number >= 0:
        found[pairs[number][0]] = pairs[number][1]
        number = before[number]
    return found


def put_back(
    gone: Iterable[Gone], here: Sequence[Here], now: Sequence[Block], before: Sequence[Block]
) -> Iterator[Block]:
    """Yield the paragraphs `now` with the passages that are gone; `before` are the paragraphs that they were in."""
    slots: list[list[tuple[Key, Words]]] = [[] for _ in range(len(here) + 1)]
    reached = 0
    for one in gone:
        at, key = _place(one, here, now, before)
        reached = max(reached, at)
        slots[reached].append((key, one.words))
    pieces: list[tuple[Key, Words]] = []
    for slot, word in zip(slots, here, strict=False):
        pieces += [*slot, ((True, word.block), word.words)]
    pieces += slots[-1]
    begun: set[Key] = set()
    for key, run in groupby(pieces, key=lambda piece: piece[0]):
        block = now[key[1]] if key[0] else before[key[1]]
        heading = block.heading if key[0] and key not in begun else None
        begun.add(key)
        yield Block(block.speaker, tuple(word for _, words in run for word in words), heading)


def _place(gone: Gone, here: Sequence[Here], now: Sequence[Block], before: Sequence[Block]) -> tuple[int, Key]:
    """Return before which word the passage goes, and into which paragraph."""
    first, last = gone.first, gone.last
    if gone.goes_on:
        block = here[first - 1].block
        last = bisect_right(here, block, first, last, key=lambda one: one.block)
        return _by_time(gone, here, first, last), (True, block)
    if gone.goes_before:
        block = here[last].block
        first = bisect_left(here, block, first, last, key=lambda one: one.block)
        return _by_time(gone, here, first, last), (True, block)
    at = _by_time(gone, here, first, last)
    if _inside(here, at) and now[here[at].block].speaker == before[gone.block].speaker:
        return at, (True, here[at].block)
    return _border(here, at, first, last), (False, gone.block)


def _by_time(gone: Gone, here: Sequence[Here], first: int, last: int) -> int:
    return bisect_right(here, gone.words[0].start_ms, first, last, key=lambda one: one.start_ms)


def _border(here: Sequence[Here], at: int, first: int, last: int) -> int:
    """Return where a paragraph begins or ends that is closest to `at` in [first, last]; `at` itself where none does."""
    if not _inside(here, at):
        return at
    block = here[at].block
    begins = bisect_left(here, block, key=lambda one: one.block)
    ends = bisect_right(here, block, key=lambda one: one.block)
    near = [border for border in (begins, ends) if first <= border <= last]
    return min(near, key=lambda border: abs(border - at), default=at)


def _inside(here: Sequence[Here], at: int) -> bool:
    """Say whether a paragraph goes on here."""
    return 0 < at < len(here) and here[at - 1].block == here[at].block


def _keys(words: Iterable[Word]) -> Iterator[tuple[str, int, int, bool, int]]:
    """Yield what tells a word from all others: its text and times, and the how manieth with these it is."""
    count: Counter[tuple[str, int, int, bool]] = Counter()
    for word in words:
        key = (word.text, word.start_ms, word.end_ms, PLACEHOLDER in word.marks)
        count[key] += 1
        yield *key, count[key]
