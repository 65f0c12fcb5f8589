"""The merged document as it grows, passage by passage, and then its paragraphs and headings."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from radkind_pod.transcript.review.merge_breaks import Breaks
from radkind_pod.transcript.review.merge_passages import Passage
from radkind_pod.transcript.review.merge_sides import NOWHERE, Side
from radkind_pod.transcript.review.merge_words import Token


@dataclass(frozen=True, slots=True)
class Part:
    """A passage as it stands in the merged document: its words [first, last), and which side's they are."""

    passage: Passage
    first: int
    last: int
    is_ours: bool

    @property
    def span(self) -> tuple[int, int]:
        """The words that it has on its own side."""
        return self.passage.ours if self.is_ours else self.passage.theirs


@dataclass(slots=True)
class Assembly:
    """The words of the merged document, with the side and place that each comes from."""

    ours: Side
    theirs: Side
    our_breaks: Breaks
    their_breaks: Breaks
    tokens: list[Token] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    _where: dict[tuple[bool, int], int] = field(default_factory=dict)

    def add(self, passage: Passage, tokens: Sequence[Token], *, is_ours: bool) -> None:
        """Put the words of a passage at the end."""
        first = len(self.tokens)
        self.tokens.extend(tokens)
        self.parts.append(Part(passage, first, len(self.tokens), is_ours))
        for n, token in enumerate(tokens, first):
            if token.place != NOWHERE:
                self._where[is_ours, token.place] = n

    def break_up(self, opens: list[bool], headings: list[str | None]) -> set[int]:
        """Begin paragraphs where the base's gaps say so; return those gaps whose headings didn't all find a place."""
        gaps_at: defaultdict[int, list[int]] = defaultdict(list)
        for part in self.parts:
            for gap in range(*part.passage.base):
                gaps_at[self._place(gap, part)].append(gap)
        lost = {gap for gap in gaps_at.pop(len(self.tokens), ()) if headings[gap] is not None}
        for n, token, hosts_gap in self._tokens():
            own = token.heading
            if hosts_gap:
                token.opens, token.heading = False, None  # a gap of the base says so, and that may have moved
            gaps = gaps_at[n]
            titles = {headings[gap]: gap for gap in gaps if headings[gap] is not None}
            if titles:
                token.heading = own if own in titles else list(titles)[-1]
                lost.update(titles.values() if len(titles) > 1 else ())
            token.opens |= token.heading is not None or any(opens[gap] for gap in gaps)
        return lost

    def _tokens(self) -> Iterator[tuple[int, Token, bool]]:
        """Yield each word with its number, and whether a gap of the base is before it on its own side."""
        ours, theirs = set(self.our_breaks.places), set(self.their_breaks.places)
        for part in self.parts:
            hosts = ours if part.is_ours else theirs
            for n in range(part.first, part.last):
                yield n, self.tokens[n], self.tokens[n].place in hosts

    def _place(self, gap: int, part: Part) -> int:
        """Return before which merged word a gap of the base is."""
        for is_ours in (part.is_ours, not part.is_ours):
            side, breaks = (self.ours, self.our_breaks) if is_ours else (self.theirs, self.their_breaks)
            place = breaks.places[gap]
            if place < len(side.back) and side.back[place] == NOWHERE and (is_ours, place) in self._where:
                return self._where[is_ours, place]
        place = (self.our_breaks if part.is_ours else self.their_breaks).places[gap]
        first, last = part.span
        if place >= last:
            return part.last
        return self._where[part.is_ours, place] if place >= first else part.first
