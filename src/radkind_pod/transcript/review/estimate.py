"""Times for words of which nobody knows when exactly they are said: shared by length between their neighbours."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.wording import width

UNKNOWN_MS = -1
"""The start of a word that has no time yet."""

LETTER_MS = 70
"""How long people take for a letter, on the whole."""


def untimed(text: str, language: str | None = None, marks: tuple[str, ...] = ()) -> Word:
    """Return a word without times."""
    return Word(text, UNKNOWN_MS, UNKNOWN_MS, None, language, marks, estimated=True)


def spread(words: Sequence[Word], begins_ms: int = 0, ends_ms: int | None = None) -> list[Word]:
    """Return the words, those without times between their neighbours; the others are as they were.

    Each gets 1 ms at least; where there is no room, they share what there is, and lie over their neighbours. At either
    end they take as long as people do, within `begins_ms` and `ends_ms`.
    """
    found: list[Word] = []
    for is_unknown, run in groupby(words, key=lambda word: word.start_ms == UNKNOWN_MS):
        stretch = list(run)
        if is_unknown:
            following = words[len(found) + len(stretch)] if len(found) + len(stretch) < len(words) else None
            stretch = between(stretch, found[-1] if found else None, following, (), begins_ms, ends_ms)
        found += stretch
    return found


def between(
    words: Sequence[Word],
    left: Word | None,
    right: Word | None,
    replaced: Sequence[Word],
    begins_ms: int = 0,
    ends_ms: int | None = None,
) -> list[Word]:
    """Return the words with times between `left` and `right`, in the time of those that they replace if that is enough.

    No word starts before `left` does, or after `right`.
    """
    need = sum(LETTER_MS * (width(word.text) + 1) for word in words)
    earliest = left.end_ms if left else begins_ms
    latest = right.start_ms if right else ends_ms
    if replaced:
        start, end = replaced[0].start_ms, max(word.end_ms for word in replaced)
        end = _at_most(max(end, start + need), latest)
        start = min(start, max(earliest, end - need))
    elif right and not left:
        start, end = max(earliest, right.start_ms - need), right.start_ms
    else:
        start, end = earliest, latest if left and right and latest is not None else _at_most(earliest + need, latest)
    floor = left.start_ms if left else 0
    end = max(floor, _at_most(end, right.start_ms if right else None))
    return shared(words, max(floor, min(start, end)), end)


def shared(words: Sequence[Word], start_ms: int, end_ms: int) -> list[Word]:
    """Return the words with the time from `start_ms` to `end_ms` shared between them by their length."""
    lengths = [max(1, width(word.text.strip())) for word in words]
    # everybody gets 1 ms before the rest is shared, where there is so much
    sure = 1 if end_ms - start_ms >= len(words) else 0
    rest, total = end_ms - start_ms - sure * len(words), sum(lengths)
    edges = [start_ms + sure * i + rest * done // total for i, done in enumerate(accumulate(lengths, initial=0))]
    return [
        replace(word, start_ms=edges[i], end_ms=max(edges[i + 1], edges[i] + 1), estimated=True)
        for i, word in enumerate(words)
    ]


def _at_most(time_ms: int, limit_ms: int | None) -> int:
    return time_ms if limit_ms is None else min(time_ms, limit_ms)
