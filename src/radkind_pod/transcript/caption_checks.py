"""What captions should be, as checks of one cue or two. Each finding has a name, a place and advice.

The figures are the BBC's where nothing else is said. No advice asks to leave out a word: captions say what is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from radkind_pod.model.transcript import Cue
from radkind_pod.transcript.lines import Shape, wrapped
from radkind_pod.transcript.segment import LONGEST_MS, SHORTEST_MS, SMALL_GAP_MS
from radkind_pod.transcript.wording import joined, width

TOO_FAST = "too-fast"
TOO_SHORT = "too-short"
TOO_LONG = "too-long"
TOO_WIDE = "line-too-wide"
TOO_MANY_LINES = "too-many-lines"
STARTS_EARLY = "starts-early"
STARTS_LATE = "starts-late"
LINGERS = "lingers"
OVERLAP = "overlap"
FLICKERS = "gap-flickers"
CHANGE_INSIDE = "speaker-change-inside"
EMPTY = "empty"

ADVICE = {
    EMPTY: "Write what is said there, or take the caption out.",
    CHANGE_INSIDE: "Give each voice a caption with times of its own: when the second one begins is only estimated.",
    OVERLAP: "That is right where two people speak at once: they are published one after the other. Else correct the "
    "times.",
    TOO_FAST: "Correct the times if they are wrong. If people do speak so fast, leave it: no word is left out to fit.",
    TOO_SHORT: "Correct the times if they are wrong. If people do take turns so fast, leave it.",
    TOO_LONG: "Correct the times: nobody takes so long to say it.",
    TOO_WIDE: "Write a shorter word or address if there is one: it doesn't fit on every screen.",
    TOO_MANY_LINES: "Divide it into two captions.",
    STARTS_EARLY: "Correct the times there: words have less time than they take to say.",
    STARTS_LATE: "Correct the times there: words have less time than they take to say.",
    LINGERS: "Let it end with its words.",
    FLICKERS: "Let the first caption last until the second begins, or leave a second between them.",
}
"""What to do about each finding, in the order in which they are told."""

FASTEST_READ = 20
"""Letters a second that practised adults still read (Netflix; the aim when cues are made is 17)."""
MOST_OFF_MS = 1500
MOST_AFTER_MS = 2000
LEAST_OVERLAP_MS = 100
"""A shorter overlap isn't seen: it comes of rounding, or of words without true times."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What would be better in a caption. `at_ms` is when it appears, `said_ms` when its first word is said."""

    name: str
    at_ms: int
    said_ms: int
    what: str

    @property
    def advice(self) -> str:
        """What to do about it."""
        return ADVICE[self.name]


def findings(cues: Sequence[Cue], language: str, shape: Shape) -> Iterator[Finding]:
    """Yield all that would be better in cues of this shape, cue after cue."""
    for cue, after in zip_longest(cues, cues[1:]):
        said_ms = cue.words[0].start_ms if cue.words else cue.start_ms
        for name, what in _of_one(cue, cue.language or language, shape):
            yield Finding(name, cue.start_ms, said_ms, what)
        for name, what in _of_two(cue, after) if after else ():
            yield Finding(name, cue.start_ms, said_ms, what)


def _of_one(cue: Cue, language: str, shape: Shape) -> Iterator[tuple[str, str]]:
    if not cue.words:
        yield EMPTY, "a caption without words"
        return
    shown_ms = cue.end_ms - cue.start_ms
    letters = width(joined(cue.words, language))
    if letters * 1000 > FASTEST_READ * shown_ms:
        yield TOO_FAST, f"{letters} letters in {_seconds(shown_ms)}; {FASTEST_READ} a second can be read"
    if shown_ms < SHORTEST_MS:
        yield TOO_SHORT, f"a caption is there for {_seconds(shown_ms)}; it takes {_seconds(SHORTEST_MS)} to be seen"
    if shown_ms > LONGEST_MS:
        yield TOO_LONG, f"a caption stays for {_seconds(shown_ms)}; {_seconds(LONGEST_MS)} is enough"
    rows = [width(joined(row, language)) for row in wrapped(cue.words, language, shape)]
    if max(rows) > shape.width:
        yield TOO_WIDE, f"a line of {max(rows)} letters; {shape.width} fit"
    if len(rows) > shape.lines:
        yield TOO_MANY_LINES, f"a caption of {len(rows)} lines; {shape.lines} fit"
    yield from _of_sound(cue)


def _of_sound(cue: Cue) -> Iterator[tuple[str, str]]:
    """Yield how far the caption is from its words. Words whose times are estimated say nothing of that."""
    first, last = cue.words[0], max(cue.words, key=lambda word: word.end_ms)
    early, late = first.start_ms - cue.start_ms, cue.end_ms - last.end_ms
    if not first.estimated and early > MOST_OFF_MS:
        yield STARTS_EARLY, f"a caption appears {_seconds(early)} before its words are said"
    if not first.estimated and -early > MOST_OFF_MS:
        yield STARTS_LATE, f"a caption appears {_seconds(-early)} after its words are said"
    if not last.estimated and late > MOST_AFTER_MS:
        yield LINGERS, f"a caption stays {_seconds(late)} after its words"


def _of_two(cue: Cue, after: Cue) -> Iterator[tuple[str, str]]:
    gap = after.start_ms - cue.end_ms
    if gap <= -LEAST_OVERLAP_MS:
        yield OVERLAP, f"a caption is still there for {_seconds(-gap)} when the next one begins"
    if 0 < gap < SMALL_GAP_MS:
        yield FLICKERS, f"nothing is shown for {_seconds(gap)} between two captions, which flickers"


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f} s" if ms >= 100 else f"{ms} ms"
