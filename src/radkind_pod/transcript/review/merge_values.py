"""What stands for a word after both sides may have changed it: its speaker, its language."""

from collections import defaultdict

from radkind_pod.transcript.review.merge_shape import Shape
from radkind_pod.transcript.review.merge_sides import NOWHERE, Side

Value = str | None


class Values:
    """One property of words: what it was, what side x made of it, and what side y did."""

    def __init__(self, y: Shape, base: list[Value], mine: list[Value], others: list[Value]) -> None:
        self._y, self._base, self._mine, self._others = y, base, mine, others
        self._known: dict[tuple[int, ...], dict[Value, set[Value]]] = {}

    def agreed(self, j: int, about: tuple[int, ...], twin: int | None = None) -> tuple[Value, bool]:
        """Return the value for word `j` of x, and whether the sides disagree; then it is x's.

        `about` is the range of the base's words that it stands for, `twin` the same word of y where both wrote it.
        """
        own = self._mine[j]
        if about not in self._known:
            self._known[about] = self._changed(about)
        changed = self._known[about]
        if twin is not None:
            other = self._others[twin]
            if other in changed.get(own, ()):
                return other, False
            return own, other != own and other not in changed
        if own not in changed:
            return own, any(new - {own, old} for old, new in changed.items())
        new = changed[own]
        return (next(iter(new)), False) if len(new) == 1 else (own, len(new) > 1)

    def _changed(self, about: tuple[int, ...]) -> dict[Value, set[Value]]:
        """Return for each value that the base's words have what y has for the same words."""
        found: defaultdict[Value, set[Value]] = defaultdict(set)
        seen = set()
        for i in range(*about):
            value, k = self._base[i], self._y.side.match[i]
            change = self._y.change_of(i)
            if k != NOWHERE:
                found[value].add(self._others[k])
            elif (value, change) not in seen and change is not None:
                seen.add((value, change))
                found[value].update(self._others[change.b_first : change.b_last])
        return dict(found)


def renamed(base: Side, ours: Side, theirs: Side) -> dict[Value, Value]:
    """Return the speakers that have a new name all over a side, so that no word of the other keeps the old one."""
    return _renamed(base, theirs) | _renamed(base, ours)


def _renamed(base: Side, side: Side) -> dict[Value, Value]:
    names: defaultdict[Value, set[Value]] = defaultdict(set)
    for i, j in enumerate(side.match):
        if j != NOWHERE:
            names[base.speakers[i]].add(side.speakers[j])
    # someone's words given to another person who speaks too aren't a new name
    taken = {None, *base.speakers}
    left = {None, *side.speakers}
    return {old: next(iter(new)) for old, new in names.items() if len(new) == 1 and old not in left and not new & taken}
