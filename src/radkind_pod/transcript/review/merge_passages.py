"""The passages that are merged as wholes: sentences, what was put in between them, and several that grew together."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from radkind_pod.transcript.review.merge_sides import NOWHERE, Side, changes
from radkind_pod.transcript.review.worddiff import Change, normalised
from radkind_pod.transcript.wording import ends_sentence

# All words live in cells, four for each sentence: what was put in before it and belongs to the paragraph before (LEFT),
# to none or both (BETWEEN), to the paragraph that begins here (RIGHT), and the sentence itself (WITHIN).
LEFT, BETWEEN, RIGHT, WITHIN = range(4)
ALIKE = 0.5
"""Insertions that share so many of their words may be the same words, heard by both."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The words [first, last) of the base, of ours and of theirs that stand for each other."""

    base: tuple[int, int]
    ours: tuple[int, int]
    theirs: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A change of one side, or the part of an insertion that belongs to one paragraph, and the cells it lies in."""

    change: Change
    first_cell: int
    last_cell: int


def passages(base: Side, ours: Side, theirs: Side) -> list[Passage]:
    """Return all passages in order, without gaps: no change of a side reaches over the end of one."""
    starts = [0, *_ends(base)]
    mine = list(_pieces(base, ours, starts))
    yours = list(_pieces(base, theirs, starts))
    fused = [(piece.first_cell, piece.last_cell) for piece in (*mine, *yours)]
    fused += _fused(ours, mine, theirs, yours)
    number = _numbers(fused, 4 * len(starts))
    in_base = _counted(number, (_cell(starts, i) for i in range(len(base.words))))
    in_ours = _counted(number, _cells(ours, starts, mine))
    in_theirs = _counted(number, _cells(theirs, starts, yours))
    found = map(Passage, pairwise(in_base), pairwise(in_ours), pairwise(in_theirs))
    return [each for each in found if any(a != b for a, b in (each.base, each.ours, each.theirs))]


def pieces_of(base: Side, side: Side) -> list[Change]:
    """Return the side's changes, cut where they belong to different paragraphs."""
    return [piece.change for piece in _pieces(base, side, [0, *_ends(base)])]


def _ends(base: Side) -> list[int]:
    """Return after which words of the base a sentence or a paragraph ends, as the index of the next word."""
    count = len(base.words)
    return [i for i in range(1, count + 1) if i == count or base.opens[i] or ends_sentence(base.words[i - 1].text)]


def _cell(starts: list[int], i: int) -> int:
    return 4 * (bisect_right(starts, i) - 1) + WITHIN


def _pieces(base: Side, side: Side, starts: list[int]) -> Iterator[Piece]:
    boundaries = set(starts)
    for change in (part for whole in changes(side) for part in _by_paragraph(base, side, whole)):
        k = change.a_first
        if change.a_last > k:
            yield Piece(change, _cell(starts, k), _cell(starts, change.a_last - 1))
        elif k not in boundaries:
            yield Piece(change, _cell(starts, k), _cell(starts, k))
        else:
            yield from _put_in_between(base, side, change, 4 * (bisect_right(starts, k) - 1))


def _by_paragraph(base: Side, side: Side, change: Change) -> Iterator[Change]:
    """Yield the change paragraph by paragraph, if there are as many of them as there were."""
    first, last, start, end = change
    old = [i for i in range(first + 1, last) if base.opens[i]]
    new = [j for j in range(start + 1, end) if side.opens[j]]
    if len(old) != len(new):
        yield change
        return
    for (a, a_next), (b, b_next) in zip(pairwise([first, *old, last]), pairwise([start, *new, end]), strict=True):
        yield Change(a, a_next, b, b_next)


def _put_in_between(base: Side, side: Side, change: Change, cell: int) -> Iterator[Piece]:
    """Yield what was put in between two sentences: the end of a paragraph, paragraphs of its own, the start of one."""
    k, _, first, last = change
    openings = [j for j in range(first, last) if side.opens[j]]
    joins_left = k > 0 and not side.opens[first]
    joins_right = k < len(base.words) and not side.opens[last]
    after_sentence = k > 0 and ends_sentence(base.words[k - 1].text)
    is_sentence = ends_sentence(side.words[last - 1].text)
    if joins_left and joins_right and not openings:
        at = cell + WITHIN if after_sentence and not is_sentence else cell + BETWEEN
        yield Piece(change, at, at)
        return
    head = (openings[0] if openings else last) if joins_left else first
    tail = openings[-1] if joins_right else last
    left = cell + LEFT if after_sentence else cell - 4 + WITHIN
    right = cell + RIGHT if is_sentence else cell + WITHIN
    for a, b, at in ((first, head, left), (head, tail, cell + BETWEEN), (tail, last, right)):
        if a < b:
            yield Piece(Change(k, k, a, b), at, at)


def _fused(ours: Side, mine: list[Piece], theirs: Side, yours: list[Piece]) -> Iterator[tuple[int, int]]:
    """Yield ranges of cells in which both sides put in words at one place that may be the same words."""
    near: defaultdict[int, list[Piece]] = defaultdict(list)
    for piece in yours:
        for k in {piece.change.a_first, piece.change.a_last}:
            near[k].append(piece)
    for piece in mine:
        for k in {piece.change.a_first, piece.change.a_last}:
            for other in near[k]:
                if _same_gap(piece, other) or _alike(ours, piece.change, theirs, other.change):
                    yield min(piece.first_cell, other.first_cell), max(piece.last_cell, other.last_cell)


def _same_gap(a: Piece, b: Piece) -> bool:
    """Say whether both lie between the same sentences, and not clearly one before the other."""
    kinds = {a.first_cell % 4, b.first_cell % 4}
    return a.first_cell // 4 == b.first_cell // 4 and WITHIN not in kinds and BETWEEN in kinds


def _alike(ours: Side, a: Change, theirs: Side, b: Change) -> bool:
    if not (_grows(a) and _grows(b)):
        return False
    mine = set(map(normalised, ours.texts(a.b_first, a.b_last)))
    yours = set(map(normalised, theirs.texts(b.b_first, b.b_last)))
    return len(mine & yours) >= ALIKE * min(len(mine), len(yours))


def _grows(change: Change) -> bool:
    return change.b_last - change.b_first > change.a_last - change.a_first


def _numbers(fused: Iterable[tuple[int, int]], cells: int) -> list[int]:
    """Return the number of the passage that each cell belongs to."""
    depth = [0] * (cells + 1)
    for first, last in fused:
        depth[first] += 1
        depth[last] -= 1
    inside = list(accumulate(depth))
    return list(accumulate((0 if cell and inside[cell - 1] else 1) for cell in range(cells)))


def _cells(side: Side, starts: list[int], pieces: list[Piece]) -> Iterator[int]:
    new = {j: piece.first_cell for piece in pieces for j in range(piece.change.b_first, piece.change.b_last)}
    for j, i in enumerate(side.back):
        yield new[j] if i == NOWHERE else _cell(starts, i)


def _counted(number: list[int], cells: Iterator[int]) -> list[int]:
    """Return where the words of each passage begin, and where the last one ends."""
    counts = [0] * (number[-1] + 1)
    for cell in cells:
        counts[number[cell]] += 1
    return list(accumulate(counts))
