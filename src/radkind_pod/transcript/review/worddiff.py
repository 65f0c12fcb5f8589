"""Which words differ between two texts, whatever their case and punctuation."""

import unicodedata
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein, Opcodes

COMMON = 3
"""A word that occurs this often, or has no more letters, says little about where a text goes on."""


class Change(NamedTuple):
    """Words [a_first, a_last) of one text stand where the other has [b_first, b_last). Either may be empty."""

    a_first: int
    a_last: int
    b_first: int
    b_last: int


def compared(a: Sequence[str], b: Sequence[str]) -> list[Change]:
    """Return what differs between two texts, in order; between two changes stands at least one equal word.

    Case, punctuation and apostrophes don't count. A common word that happens to be the same in the middle of a passage
    that was written anew counts as part of that passage.
    """
    left, right = list(map(normalised, a)), list(map(normalised, b))
    return _without_chance_matches(_changes(Levenshtein.opcodes(*_numbered(left, right))), left)


def differing(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Change]:
    """Return what differs between two sequences whose items are either the very same or not."""
    return _changes(LCSseq.opcodes(*_numbered(a, b)))


@lru_cache(maxsize=1 << 16)
def normalised(word: str) -> str:
    """Return the word's letters and digits in lower case; a word without any stays as it is, without spaces."""
    if word.isascii() and word.isalnum():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word).casefold()
    bare = "".join(sign for sign in folded if sign.isalnum() or unicodedata.category(sign)[0] == "M")
    return bare or word.strip()


def _numbered(a: Sequence[Hashable], b: Sequence[Hashable]) -> tuple[list[int], list[int]]:
    """Return both with a number for each item, since rapidfuzz takes items with the same hash for equal."""
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(x, len(numbers)) for x in a], [numbers.setdefault(x, len(numbers)) for x in b]


def _changes(opcodes: Opcodes) -> list[Change]:
    changes: list[Change] = []
    for code in opcodes:
        if code.tag == "equal":
            continue
        change = Change(code.src_start, code.src_end, code.dest_start, code.dest_end)
        if changes and changes[-1].a_last == change.a_first and changes[-1].b_last == change.b_first:
            change = _both(changes.pop(), change)
        changes.append(change)
    return changes


def _both(first: Change, then: Change) -> Change:
    return Change(first.a_first, then.a_last, first.b_first, then.b_last)


def _without_chance_matches(changes: list[Change], words: list[str]) -> list[Change]:
    counts = Counter(words)
    kept: list[Change] = []
    for change in changes:
        whole = change
        while kept and _by_chance(kept[-1], whole, words, counts):
            whole = _both(kept.pop(), whole)
        kept.append(whole)
    return kept


def _by_chance(before: Change, after: Change, words: list[str], counts: Counter[str]) -> bool:
    """Say whether so few words are equal between two large changes that it says nothing."""
    size = min(_size(before), _size(after))
    equal = after.a_first - before.a_last
    if 2 * equal > size:
        return False
    whole = _both(before, after)
    if whole.a_last - whole.a_first == equal or whole.b_last - whole.b_first == equal:
        return False  # nothing but insertions, or nothing but deletions: the words between them did stay
    weight = sum(
        1 if len(word) <= COMMON or counts[word] >= COMMON else 2 for word in words[before.a_last : after.a_first]
    )
    return 2 * weight <= size


def _size(change: Change) -> int:
    return max(change.a_last - change.a_first, change.b_last - change.b_first)
