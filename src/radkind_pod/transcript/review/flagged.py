"""Where the machine itself says that what it heard can't be trusted."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from radkind_pod.model.transcript import Transcript, Window, Word

Span = tuple[int, int, int, int, tuple[str, ...]]
"""Words [first, last) by id, start and end in ms, and why."""


def flagged(
    words: Sequence[Word], machine: Transcript, still: Callable[[Word], bool], hidden: Sequence[bool]
) -> Iterator[Span]:
    """Yield the passages that a window of the draft flags, as far as nobody has changed or withheld them.

    A window whose words are not there is a gap before the word that follows.
    """
    heard = _heard(machine)
    starts = [word.start_ms for word in words]
    for i, window in enumerate(machine.windows):
        if window.flags:
            own = heard.get(i)
            yield from _passage(words, starts, own, window, still, hidden) if own else _gap(starts, window)


def _heard(machine: Transcript) -> dict[int, tuple[int, int]]:
    """Return from when to when there are words of each window, in ms."""
    times: dict[int, list[int]] = defaultdict(list)
    for cue in machine.cues:
        for word in cue.words:
            if word.window is not None:
                times[word.window] += [word.start_ms, word.end_ms]
    return {window: (min(some), max(some)) for window, some in times.items()}


def _passage(
    words: Sequence[Word],
    starts: Sequence[int],
    own: tuple[int, int],
    window: Window,
    still: Callable[[Word], bool],
    hidden: Sequence[bool],
) -> Iterator[Span]:
    first, last = bisect_left(starts, own[0]), bisect_left(starts, own[1])
    if first < last and not any(hidden[first:last]) and all(still(word) for word in words[first:last]):
        yield first, last, words[first].start_ms, words[last - 1].end_ms, window.flags


def _gap(starts: Sequence[int], window: Window) -> Iterator[Span]:
    first = bisect_left(starts, window.end_ms)
    written = bisect_left(starts, window.start_ms) < first  # somebody has put words there since
    if not written:
        yield first, first, window.start_ms, window.end_ms, window.flags
