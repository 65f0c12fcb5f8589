"""Times for words between two that don't move: in order, none without length, none endless."""

from collections.abc import Sequence

Span = tuple[int, int]
"""Start and end in ms."""

SHORTEST_MS = 60
LONGEST_MS = 2_500


def fitted(wanted: Sequence[Span | None], low: int, high: int) -> list[Span] | None:
    """Return a time for each word between `low` and `high`, as near to what is wanted as can be.

    A word for which nothing is known shares with its like the gap that its neighbours leave. None where there is no
    room for so many words.
    """
    if high - low < SHORTEST_MS * len(wanted):
        return None
    known = _filled(wanted, low, high)
    found: list[Span] = []
    at = low
    for i, (start, end) in enumerate(known):
        after = SHORTEST_MS * (len(known) - i - 1)
        start = min(max(start, at), high - after - SHORTEST_MS)  # noqa: PLW2901 - the wanted time, held to its place
        end = min(max(end, start + SHORTEST_MS), start + LONGEST_MS, high - after)  # noqa: PLW2901 - as above
        found.append((start, end))
        at = end
    return found


def _filled(wanted: Sequence[Span | None], low: int, high: int) -> list[Span]:
    """Return the wanted times, with the gaps shared out among the words that have none."""
    filled: list[Span] = []
    i = 0
    while i < len(wanted):
        span = wanted[i]
        if span is not None:
            filled.append(span)
            i += 1
            continue
        last = next((k for k in range(i, len(wanted)) if wanted[k] is not None), len(wanted))
        begin = filled[-1][1] if filled else low
        after = wanted[last] if last < len(wanted) else None
        end = max(begin, after[0] if after else high)
        filled.extend(
            (begin + (end - begin) * k // (last - i), begin + (end - begin) * (k + 1) // (last - i))
            for k in range(last - i)
        )
        i = last
    return filled
