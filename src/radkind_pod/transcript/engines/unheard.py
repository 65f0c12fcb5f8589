"""Speech that no word covers: what an engine passed over without a sign."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from radkind_pod.model.transcript import Heard, Word

LONGEST_WORD_MS = 1500
"""A word that seems longer than this is believed for so long only: Whisper stretches words over what it skips."""
LEAST_MS = 1500
"""Shorter stretches are left: they are breath, laughter, or a word's edge."""

Stretch = tuple[int, int]
"""Start and end in ms."""


def unheard(speech: Iterable[Stretch], words: Iterable[Word]) -> tuple[Stretch, ...]:
    """Return the stretches of `speech` of at least LEAST_MS in which no word was heard. All are in time order."""
    covered = sorted((w.start_ms, min(w.end_ms, w.start_ms + LONGEST_WORD_MS)) for w in words)
    left = (rest for stretch in speech for rest in _uncovered(stretch, covered))
    return tuple((start, end) for start, end in left if end - start >= LEAST_MS)


def within(stretch: Stretch, heard: Heard) -> Heard:
    """Return what was heard without the words of the neighbours, which the margins let in."""
    start, end = stretch
    return replace(heard, words=tuple(w for w in heard.words if start <= (w.start_ms + w.end_ms) / 2 <= end))


def _uncovered(stretch: Stretch, covered: list[Stretch]) -> Iterator[Stretch]:
    at, end = stretch
    for first, last in covered:
        if at < last and first < end:
            yield at, first
            at = last
    yield at, end
