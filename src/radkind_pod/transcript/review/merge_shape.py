"""How a side changed its base: which change a word belongs to, and what stands for a word of the base."""

from collections import defaultdict
from collections.abc import Iterator

from radkind_pod.transcript.review.merge_sides import NOWHERE, Side
from radkind_pod.transcript.review.worddiff import Change

Text = tuple[int, int, tuple[str, ...]]


class Shape:
    """The changes of one side, to be asked by word of the base or of the side."""

    def __init__(self, side: Side, pieces: list[Change]) -> None:
        self.side = side
        self.pieces = pieces
        self._of_base = {i: piece for piece in pieces for i in range(piece.a_first, piece.a_last)}
        self._of_word = {j: piece for piece in pieces for j in range(piece.b_first, piece.b_last)}
        self._at: defaultdict[int, list[Change]] = defaultdict(list)
        for piece in pieces:
            for gap in {piece.a_first, piece.a_last}:
                self._at[gap].append(piece)
        self._before, self._after = _neighbours(side)

    def change_of(self, i: int) -> Change | None:
        """Return the change that word `i` of the base went into."""
        return self._of_base.get(i)

    def change_with(self, j: int) -> Change:
        """Return the change that wrote word `j` of the side, which is no word of the base."""
        return self._of_word[j]

    def before(self, j: int) -> int:
        """Return the closest word of the base before word `j`, in its paragraph, or NOWHERE."""
        return self._before[j]

    def after(self, j: int) -> int:
        """Return the closest word of the base after word `j`, in its paragraph, or NOWHERE."""
        return self._after[j]

    def meeting(self, change: Change) -> Iterator[Change]:
        """Yield each change of this side that is about the same words or the same gap as one of another side."""
        seen: set[Change] = set()
        for gap in range(change.a_first, change.a_last + 1):
            here = self._of_base.get(gap)
            for piece in [*self._at.get(gap, ()), *([here] if here else [])]:
                if piece not in seen and meets(piece, change):
                    seen.add(piece)
                    yield piece

    def written(self, piece: Change) -> Text:
        """Return which words of the base a change is about and what it made of them."""
        return piece.a_first, piece.a_last, tuple(self.side.texts(piece.b_first, piece.b_last))

    def place_of(self, i: int, end: int) -> int:
        """Return where on the side something belongs that stood before the base's word `i`; `end` after all."""
        if i >= len(self.side.match):
            return end
        if self.side.match[i] != NOWHERE:
            return self.side.match[i]
        piece = self._of_base[i]
        return piece.b_first if i == piece.a_first else piece.b_last


def meets(a: Change, b: Change) -> bool:
    """Say whether two changes are about the same words, or both put words into the same gap."""
    first, last = max(a.a_first, b.a_first), min(a.a_last, b.a_last)
    return first < last or (first == last and grows(a) and grows(b))


def grows(change: Change) -> bool:
    """Say whether a change wrote more words than there were."""
    return change.b_last - change.b_first > change.a_last - change.a_first


def _neighbours(side: Side) -> tuple[list[int], list[int]]:
    before, after = list(side.back), list(side.back)
    count = len(before)
    for j in range(1, count):
        if before[j] == NOWHERE and not side.opens[j]:
            before[j] = before[j - 1]
    for j in range(count - 2, -1, -1):
        if after[j] == NOWHERE and not side.opens[j + 1]:
            after[j] = after[j + 1]
    return before, after
