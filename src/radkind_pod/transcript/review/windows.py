"""Which parts of a recording must be heard to time the words that people typed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from radkind_pod.model.review import PLACEHOLDER, SOUND
from radkind_pod.model.transcript import Word

LONGEST_MS = 28_000
PAD_MS = 500
CONTEXT_MS = 4_000
"""So much of what is known is heard on both sides: the attention needs a few words to find its way."""
NEAR_MS = 2_000
MOST_LETTERS = 600
"""Nobody says more in LONGEST_MS: with more, somebody typed what isn't said, and that stays a window of its own."""
_OPEN_MS = 5_000
"""How far words without a timed word before or after them may lie from where they were put."""
_LONGEST_ASIDE = 30
_PAIRS = {"[": "]", "(": ")", "［": "］", "（": "）"}  # noqa: RUF001 - the brackets of other scripts

Run = tuple[int, int]
"""Words [first, last) by id, all with estimated times."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words [first, last) by id, and the sound in which all of them and no others are said."""

    first: int
    last: int
    start_ms: int
    end_ms: int
    language: str
    runs: tuple[Run, ...]


def unspoken(words: Sequence[Word]) -> list[bool]:
    """Say for each word whether nobody says it: sounds, what stands in brackets, what stands for something else."""
    found = [SOUND in word.marks or PLACEHOLDER in word.marks for word in words]
    first = 0
    while first < len(words):
        last = _closed(words, first)
        found[first:last] = [True] * (last - first)
        first = max(last, first + 1)
    return found


def runs_of(words: Sequence[Word]) -> list[Run]:
    """Return where words with estimated times stand in a row."""
    edges = [i for i in range(len(words) + 1) if _estimated(words, i) != _estimated(words, i - 1)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def windows_of(words: Sequence[Word], silent: Sequence[bool], language: str) -> list[Window]:
    """Return the windows that hold every run in which somebody speaks, in order; near ones are one.

    Only a run that is longer itself makes a window longer than LONGEST_MS.
    """
    joined: list[Window] = []
    for run in runs_of(words):
        if all(silent[run[0] : run[1]]):
            continue
        window = _core(words, silent, run, language)
        if joined and _belong(words, joined[-1], window):
            joined[-1] = replace(joined[-1], last=window.last, end_ms=window.end_ms, runs=joined[-1].runs + window.runs)
        else:
            joined.append(window)
    return [_with_context(words, window) for window in joined]


def _estimated(words: Sequence[Word], i: int) -> bool:
    return 0 <= i < len(words) and words[i].estimated


def _closed(words: Sequence[Word], first: int) -> int:
    """Return the end of the bracket that opens with this word; `first` where none does, or none that closes."""
    opening = words[first].text.lstrip()[:1]
    if opening not in _PAIRS:
        return first
    for last in range(first, min(len(words), first + _LONGEST_ASIDE)):
        if _PAIRS[opening] in words[last].text:
            return last + 1
    return first


def _core(words: Sequence[Word], silent: Sequence[bool], run: Run, language: str) -> Window:
    """Return the window from the last word with a known time before the run to the first one after it."""
    first, last = max(0, run[0] - 1), min(len(words), run[1] + 1)
    start = words[first].start_ms if first < run[0] else max(0, words[first].start_ms - _OPEN_MS)
    end = words[last - 1].end_ms if last > run[1] else words[last - 1].end_ms + _OPEN_MS
    spoken = (words[i].language or language for i in range(*run) if not silent[i])
    return Window(first, last, start, end, _most(spoken), (run,))


def _most(languages: Iterable[str]) -> str:
    return Counter(languages).most_common(1)[0][0]


def _belong(words: Sequence[Word], left: Window, right: Window) -> bool:
    near = right.start_ms - left.end_ms <= NEAR_MS and right.end_ms - left.start_ms <= LONGEST_MS - 2 * PAD_MS
    letters = sum(len(word.text) for word in words[left.first : right.last])
    return near and left.language == right.language and letters <= MOST_LETTERS


def _with_context(words: Sequence[Word], window: Window) -> Window:
    """Return the window with some more known words around it, as far as there is room, and a little of the pauses."""
    first, last, start, end = window.first, window.last, window.start_ms, window.end_ms
    room = min(CONTEXT_MS, (LONGEST_MS - 2 * PAD_MS - (end - start)) // 2)
    if first < window.runs[0][0]:
        while first and not words[first - 1].estimated and window.start_ms - words[first - 1].start_ms <= room:
            first -= 1
        start = words[first].start_ms
        start = max(start - PAD_MS, min(start, words[first - 1].end_ms if first else 0))
    if last > window.runs[-1][1]:
        while last < len(words) and not words[last].estimated and words[last].end_ms - window.end_ms <= room:
            last += 1
        end = words[last - 1].end_ms
        end = min(end + PAD_MS, max(end, words[last].start_ms)) if last < len(words) else end + PAD_MS
    return replace(window, first=first, last=last, start_ms=start, end_ms=end)
