"""Speech that no word covers: what an engine passed over without a sign."""

from collections.abc import Iterable

from radkind_pod.model.transcript import Word

LONGEST_WORD_MS = 1500
"""A word that seems longer than this is believed for so long only: Whisper stretches words over what it skips."""
LEAST_MS = 1500
"""Shorter stretches are left: they are breath, laughter, or a word's edge."""

Stretch = tuple[int, int]
"""Start and end in ms."""


def unheard(speech: Iterable[Stretch], words: Iterable[Word]) -> tuple[Stretch, ...]:
    """Return the stretches of `speech` of at least LEAST_MS in which no word was heard. All are in time order."""
    covered = sorted((w.start_ms, min(w.end_ms, w.start_ms + LONGEST_WORD_MS)) for w in words)
    left: list[Stretch] = []
    for start, end in speech:
        for first, last in covered:
            if last <= start or first >= end:
                continue
            left.append((start, first))
            start = max(start, last)
        left.append((start, end))
    return tuple((start, end) for start, end in left if end - start >= LEAST_MS)
