"""What becomes of marks when one side set them and the other wrote the words anew: withheld stays withheld."""

from collections.abc import Iterable
from dataclasses import dataclass

from radkind_pod.model.review import CUT, is_redaction
from radkind_pod.transcript.review.merge_shape import Shape, grows
from radkind_pod.transcript.review.merge_sides import NOWHERE, Side
from radkind_pod.transcript.review.worddiff import Change

Marks = frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What the other side says of words that were written anew: marks that it set, and marks that it took away."""

    added: Marks = frozenset()
    removed: Marks = frozenset()


def withheld(marks: Iterable[str]) -> Marks:
    """Return those of the marks that keep a word from listeners."""
    return frozenset(mark for mark in marks if mark == CUT or is_redaction(mark))


def of_both(base: tuple[str, ...], one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return the marks of a word that both sides kept."""
    if one == other or other == base:
        return one
    if one == base:
        return other
    b, x, y = frozenset(base), frozenset(one), frozenset(other)
    plain = (x & y) | (x - b) | (y - b)
    hidden, by_x, by_y = withheld(b), withheld(x), withheld(y)
    hiding = by_y if by_x == hidden else by_x if by_y == hidden else by_x | by_y
    return tuple(sorted((plain - withheld(plain)) | hiding))


def said_of(base: Side, x: Shape, y: Shape, change: Change, within: tuple[int, int]) -> Said:
    """Return what side `y` says of the words that `change` of side `x` wrote, as far as it stands in `within`."""
    added: set[str] = set()
    removed: set[str] = set()
    kept: set[str] = set()
    for i in range(change.a_first, change.a_last):
        if y.side.match[i] != NOWHERE:
            old, new = set(base.words[i].marks), set(y.side.words[y.side.match[i]].marks)
            added |= new - old
            removed |= old - new
            kept |= new
    if grows(change):
        # the new words may be more of the name that was withheld beside them
        added |= _set_beside(base, x, y, change)
    for other in y.meeting(change):
        added |= hidden_in(y.side, other, within)
    return Said(frozenset(added), frozenset(removed - kept))


def hidden_in(side: Side, change: Change, within: tuple[int, int]) -> Marks:
    """Return the marks that withhold words that `change` wrote, as far as they stand in `within`."""
    words = side.words[max(change.b_first, within[0]) : min(change.b_last, within[1])]
    return withheld(mark for word in words for mark in word.marks)


def newly_hidden(base: Side, side: Side, i: int) -> Marks:
    """Return the marks that the side set on word `i` of the base, if it has it, to withhold it."""
    j = side.match[i]
    return frozenset() if j == NOWHERE else withheld(set(side.words[j].marks) - set(base.words[i].marks))


def carried(marks: tuple[str, ...], said: Said) -> tuple[str, ...]:
    """Return a new word's marks with what the other side said of those it replaces; what withholds stays."""
    gone = said.removed - withheld(said.removed)
    if not said.added and not gone.intersection(marks):
        return marks
    return tuple(sorted((frozenset(marks) - gone) | said.added))


def _set_beside(base: Side, x: Shape, y: Shape, change: Change) -> Marks:
    found: Marks = frozenset()
    if change.b_first < change.b_last:
        before, after = x.before(change.b_first), x.after(change.b_last - 1)
        if before == change.a_first - 1 and before != NOWHERE:
            found |= newly_hidden(base, y.side, before)
        if after == change.a_last:
            found |= newly_hidden(base, y.side, after)
    return found
