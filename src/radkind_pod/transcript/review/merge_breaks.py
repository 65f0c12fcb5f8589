"""Where paragraphs begin and under which headings, said of the gaps before the base's words.

Only so can it be merged apart from the words: a side may have deleted the word that opened a paragraph, or put others
before it, and the paragraph still begins there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from radkind_pod.transcript.review.merge_sides import Side, changes
from radkind_pod.transcript.review.worddiff import Change
from radkind_pod.transcript.wording import ends_sentence


@dataclass(frozen=True, slots=True)
class Breaks:
    """For each word of the base, where the gap before it is on this side, whether it breaks there, and the heading."""

    places: list[int]
    opens: list[bool]
    headings: list[str | None]
    unsure: frozenset[int]
    """Gaps in passages that this side wrote anew, of which nobody can say where they are."""

    def with_neighbours(self, gaps: set[int]) -> set[int]:
        """Return the gaps with all that are at the same places."""
        places = {self.places[gap] for gap in gaps}
        return {gap for gap, place in enumerate(self.places) if place in places} if places else set()


def breaks_of(base: Side, side: Side) -> Breaks:
    """Return the side's paragraphs and headings as changes to the base's."""
    places = list(side.match)
    unsure: set[int] = set()
    for change in changes(side):
        for gap, place in _placed(base, side, change):
            places[gap] = place
        if change.b_last > change.b_first and change.a_last - change.a_first != change.b_last - change.b_first:
            inner = range(change.a_first + 1, change.a_last)
            unsure.update(gap for gap in inner if not (base.opens[gap] and side.opens[places[gap]]))
    opens, headings = list(base.opens), list(base.headings)
    for place, gaps in grouped(places):
        there = place < len(side.words)
        if (there and side.opens[place]) != any(base.opens[gap] for gap in gaps):
            for gap in gaps:
                opens[gap] = there and side.opens[place] and gap == gaps[-1]
        _set_heading(headings, gaps, side.headings[place] if there else None)
    return Breaks(places, opens, headings, frozenset(unsure))


def grouped(places: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield each place with the gaps of the base that lie there."""
    for place, gaps in groupby(range(len(places)), key=places.__getitem__):
        yield place, list(gaps)


def _set_heading(headings: list[str | None], gaps: list[int], heading: str | None) -> None:
    """Give the gaps that lie at one place the heading that stands there."""
    before = [gap for gap in gaps if headings[gap] is not None]
    same = [gap for gap in before if headings[gap] == heading]
    for gap in before:
        headings[gap] = None
    if heading is not None:
        headings[(same or before or gaps)[-1]] = heading


def _placed(base: Side, side: Side, change: Change) -> Iterator[tuple[int, int]]:
    """Yield the base's gaps that a change touches, each with its place on the side."""
    first, last, start, end = change
    if first == last:
        if first < len(base.words):
            yield first, _gap_beside_insertion(base, side, change)
        return
    yield first, start
    if start == end:
        yield from ((gap, start) for gap in range(first + 1, last))
        return
    known = _known(base, side, change)
    latest = start
    for gap in range(last - 1, first, -1):
        # what isn't known lies in proportion, but never after what is
        ahead = known.get(gap + 1, end - 1)
        known.setdefault(gap, min(ahead, start + (gap - first) * (end - start) // (last - first)))
    for gap in range(first + 1, last):
        latest = max(latest, known[gap])
        yield gap, latest


def _known(base: Side, side: Side, change: Change) -> dict[int, int]:
    """Return the places of the gaps inside a rewritten passage that are plain: as many words, or as many paragraphs."""
    first, last, start, end = change
    inner = range(first + 1, last)
    if end - start == last - first:
        return {gap: start + gap - first for gap in inner}
    old = [gap for gap in inner if base.opens[gap]]
    new = [j for j in range(start + 1, end) if side.opens[j]]
    return dict(zip(old, new, strict=True)) if len(old) == len(new) else {}


def _gap_beside_insertion(base: Side, side: Side, change: Change) -> int:
    """Return whether the base's gap is before or after the words that were put into it."""
    k, _, first, last = change
    openings = [j for j in range(first, last + 1) if side.opens[j]]
    if openings:
        return openings[-1]
    starts_sentence = k > 0 and ends_sentence(base.words[k - 1].text) and not ends_sentence(side.words[last - 1].text)
    return first if starts_sentence else last
