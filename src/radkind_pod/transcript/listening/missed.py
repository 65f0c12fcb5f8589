"""Speech that no word covers: what was passed over without a sign."""

from collections.abc import Iterable, Iterator, Sequence

from radkind_pod.transcript.listening.times import LONGEST_MS
from radkind_pod.transcript.listening.voice import Stretch
from radkind_pod.transcript.pieces import RATE

LEAST = RATE
"""Shorter stretches, in samples, are left: they are breath, laughter, or a word's edge."""
_LONGEST_WORD = LONGEST_MS * RATE // 1000
FAR = 5 * RATE
"""Gaps further apart, in samples, are not heard as one."""
MARGIN = RATE // 5
"""So much of what is around a missed stretch is heard with it, in samples."""


def missed(speech: Iterable[Stretch], words: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches of `speech` of at least LEAST in which no word was heard. All are in samples of a piece.

    A word that seems to last longer than a word can is believed only for so long.
    """
    covered = sorted((start, min(end, start + _LONGEST_WORD)) for start, end in words)
    left = (rest for stretch in speech for rest in _uncovered(stretch, covered))
    return [(start, end) for start, end in left if end - start >= LEAST]


def with_margins(found: Sequence[Stretch], samples: int) -> list[Stretch]:
    """Return the stretches with MARGIN around them, those as one that then would touch, within `samples`."""
    wider: list[Stretch] = []
    for start, end in ((max(0, start - MARGIN), min(samples, end + MARGIN)) for start, end in found):
        if wider and start <= wider[-1][1]:
            wider[-1] = (wider[-1][0], end)
        else:
            wider.append((start, end))
    return wider


def neighbours(found: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """Yield the stretches in groups with no more than FAR between them: Whisper hears what goes on, not snippets."""
    group: list[Stretch] = []
    for stretch in found:
        if group and stretch[0] - group[-1][1] > FAR:
            yield group
            group = []
        group.append(stretch)
    if group:
        yield group


def is_in(span: Stretch, found: Iterable[Stretch]) -> bool:
    """Say whether the middle of a word lies in one of the stretches, else it is of those that the margin let in."""
    middle = (span[0] + span[1]) / 2
    return any(start <= middle <= end for start, end in found)


def _uncovered(stretch: Stretch, covered: list[Stretch]) -> Iterator[Stretch]:
    at, end = stretch
    for first, last in covered:
        if at < last and first < end:
            yield at, first
            at = max(at, last)
    yield at, end
