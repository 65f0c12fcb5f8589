"""Which side's words stand for a passage, and whether both versions must be kept."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.merge_breaks import breaks_of
from radkind_pod.transcript.review.merge_passages import Passage, passages, pieces_of
from radkind_pod.transcript.review.merge_shape import Shape
from radkind_pod.transcript.review.merge_sides import NOWHERE, Side, compare, take_as_unchanged
from radkind_pod.transcript.review.merge_words import Reading, Token
from radkind_pod.transcript.review.worddiff import differing
from radkind_pod.transcript.wording import joined

T = TypeVar("T")
Held = Callable[[Word], bool]


@dataclass(frozen=True, slots=True)
class Versions:
    """The base and both sides, compared, and the passages that they are merged by."""

    base: Side
    ours: Side
    theirs: Side
    language: str
    passages: list[Passage]

    @classmethod
    def of(cls, base: Side, ours: Side, theirs: Side, language: str) -> "Versions":
        """Compare both sides to the base."""
        compare(base, ours)
        compare(base, theirs)
        found = passages(base, ours, theirs)
        for passage in found:
            written = base.texts(*passage.base)
            for side, span in ((ours, passage.ours), (theirs, passage.theirs)):
                if side.texts(*span) == written:
                    take_as_unchanged(side, *passage.base, span[0])
        return cls(base, ours, theirs, language, found)


@dataclass(frozen=True, slots=True)
class Choice:
    """The words that stand for a passage. `other` is the other version, where both must be kept: theirs.

    Only where ours deleted what theirs withheld it is ours, since then the withheld words stand.
    """

    passage: Passage
    tokens: list[Token]
    is_ours: bool
    other: list[Token] | None = None
    about_text: bool = False
    other_is_ours: bool = False
    held_back: bool = False


def one_of(base: T, ours: T, theirs: T) -> T:
    """Return what changed; ours if both did."""
    return theirs if ours == base else ours


class Chooser:
    """Decides passage by passage, and for all gaps between the base's words what begins there."""

    def __init__(self, versions: Versions, held: Held | None) -> None:
        self._all = versions
        base, ours, theirs = versions.base, versions.ours, versions.theirs
        self._our_shape = Shape(ours, pieces_of(base, ours))
        self._their_shape = Shape(theirs, pieces_of(base, theirs))
        self._our_reading = Reading(base, self._our_shape, self._their_shape, is_ours=True)
        self._their_reading = Reading(base, self._their_shape, self._our_shape, is_ours=False)
        self.our_breaks, self.their_breaks = breaks_of(base, ours), breaks_of(base, theirs)
        self.opens = list(map(one_of, base.opens, self.our_breaks.opens, self.their_breaks.opens))
        self.headings = list(map(one_of, base.headings, self.our_breaks.headings, self.their_breaks.headings))
        words = base.words
        self._held = {p for p in versions.passages if held is not None and any(map(held, words[slice(*p.base)]))}
        for passage in self._held:
            for gap in range(*passage.base):
                self.opens[gap], self.headings[gap] = self.our_breaks.opens[gap], self.our_breaks.headings[gap]
        self._disputed = set(self._disputes())

    def choices(self, unplaced: set[int]) -> list[Choice]:
        """Return what stands for each passage; of those with `unplaced` gaps both versions are kept."""
        disputed = set(self._disputed | unplaced)
        for breaks in (self.our_breaks, self.their_breaks):
            # the words below a heading may be in a later passage, where those before them were deleted
            disputed |= breaks.with_neighbours(disputed)
        return [self._choice(each, disputed) for each in self._all.passages]

    def _choice(self, passage: Passage, disputed: set[int]) -> Choice:
        if passage in self._held:
            return self._as_ours_is(passage)
        whose = self._whose(passage)
        if whose is not None and disputed.isdisjoint(range(*passage.base)):
            reading = self._our_reading if whose else self._their_reading
            spans = (passage.ours, passage.theirs) if whose else (passage.theirs, passage.ours)
            blend = reading.passage(*spans)
            if not self._unsure(passage, whose) and not blend.unsettled:
                return Choice(passage, blend.tokens, whose)
        return self._both(passage, about_text=whose is None)

    def _both(self, passage: Passage, about_text: bool) -> Choice:
        """Return both versions; if all that differs is that one deleted what the other withheld, one is without it."""
        here = self._our_reading.passage(passage.ours, passage.theirs).tokens
        other = self._their_reading.passage(passage.theirs, passage.ours).tokens
        if _seen(here) != _seen(other):
            return Choice(passage, here, True, other, about_text)
        other = self._their_reading.passage(passage.theirs, passage.ours, put_back=False).tokens
        if _seen(here) != _seen(other):
            return Choice(passage, here, True, other, about_text=True)
        other = self._our_reading.passage(passage.ours, passage.theirs, put_back=False).tokens
        return Choice(passage, here, True, other, about_text=True, other_is_ours=True)

    def _as_ours_is(self, passage: Passage) -> Choice:
        """Return a passage of which a person confirmed something: no word of theirs, but what they withhold is."""
        ours = self._all.ours
        tokens = self._our_reading.passage(passage.ours, passage.theirs).tokens
        for token in tokens:
            if token.place != NOWHERE:
                token.speaker = ours.speakers[token.place]
                token.keep_language(ours.words[token.place].language)
        written, mine, yours = self._texts(passage)
        return Choice(passage, tokens, True, held_back=yours not in (written, mine))

    def _whose(self, passage: Passage) -> bool | None:
        """Say whether ours is what stands for a passage, or theirs; None if both wrote it anew."""
        base, ours, theirs = self._all.base, self._all.ours, self._all.theirs
        words = base.texts(*passage.base)
        if theirs.texts(*passage.theirs) == words:
            return True
        if ours.texts(*passage.ours) == words:
            return False
        written, mine, yours = self._texts(passage)
        if written in (mine, yours) or mine == yours:
            return mine == yours or mine != written
        if _goes_on(passage.base, ours, passage.ours, theirs, passage.theirs):
            return False
        return True if _goes_on(passage.base, theirs, passage.theirs, ours, passage.ours) else None

    def _texts(self, passage: Passage) -> tuple[str, str, str]:
        """Return the passage as a line of text in the base, in ours and in theirs, however it is cut into words."""
        sides = (self._all.base, passage.base), (self._all.ours, passage.ours), (self._all.theirs, passage.theirs)
        written, mine, yours = (joined(side.words[slice(*span)], self._all.language) for side, span in sides)
        return written, mine, yours

    def _disputes(self) -> list[int]:
        """Return the gaps that have different new headings."""
        triples = zip(self._all.base.headings, self.our_breaks.headings, self.their_breaks.headings, strict=True)
        return [gap for gap, (old, mine, yours) in enumerate(triples) if old != mine != yours != old]

    def _unsure(self, passage: Passage, is_ours: bool) -> bool:
        """Say whether a paragraph of one side begins in the midst of words that the other wrote anew."""
        mine, other = self.our_breaks, self.their_breaks
        if not is_ours:
            mine, other = other, mine
        base = self._all.base
        return any(
            gap in mine.unsure
            and (other.opens[gap], other.headings[gap])
            not in ((base.opens[gap], base.headings[gap]), (mine.opens[gap], mine.headings[gap]))
            for gap in range(*passage.base)
        )


def _goes_on(base: tuple[int, int], side: Side, span: tuple[int, int], other: Side, others: tuple[int, int]) -> bool:
    """Say whether the other side has all that this side changed in a passage, and only changed other words too."""
    if any(side.match[i] == NOWHERE and other.match[i] != NOWHERE for i in range(*base)):
        return False
    places = side.back[slice(*span)]
    around = pairwise([base[0] - 1, *places, base[1]])
    deleted = [n for n, (i, then) in enumerate(around) if then - i > 1 and (n == 0 or i != NOWHERE)]
    return not any(
        NOWHERE in places[change.a_first : change.a_last] or any(change.a_first <= n <= change.a_last for n in deleted)
        for change in differing(side.texts(*span), other.texts(*others))
    )


def _seen(tokens: list[Token]) -> list[tuple[object, ...]]:
    """Return what a person sees of words when comparing two versions."""
    return [
        (token.word.text, token.word.marks, token.word.language, token.speaker, token.heading, token.opens)
        for token in tokens
    ]
