"""Time for every caption to be seen: those that have too little get some of their neighbours'."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from radkind_pod.model.transcript import Cue
from radkind_pod.transcript.segment import LINGER_MS, LONGEST_MS, SHORTEST_MS
from radkind_pod.transcript.wording import joined, width

FASTEST = 30
"""Letters a second that nobody speaks: words that go by faster have no true times, as when a person typed them
between two paragraphs that touch."""
MOST_MOVED_MS = 1500
"""So far from its words a caption may begin (BBC), as long as their times are true."""


@dataclass(slots=True)
class _Block:
    """Neighbours that stand as close as they may. `total` is of their starts, each less the room of all before it."""

    first: int
    total: int
    count: int = 1

    @property
    def place(self) -> int:
        """Where they move the least, taken together: the mean."""
        return self.total // self.count


def with_room(cues: Sequence[Cue], language: str) -> list[Cue]:
    """Return the cues, all and in order, none overlapping the next, each with time to be seen.

    A cue needs 1 s, and more where nobody could have said so many letters in its time. Where it has less, it and its
    neighbours move apart, so that all together move the least. Words keep their times.
    """
    if not cues:
        return []
    lengths = [max(1, width(joined(cue.words, cue.language or language))) for cue in cues]
    until = max(cue.end_ms for cue in cues) + LINGER_MS
    wanted = [cue.start_ms for cue in cues]
    said = [length * 1000 // FASTEST for length in lengths]
    needs = _possible([max(SHORTEST_MS, min(LONGEST_MS, ms)) for ms in said], until)
    untrue = [after - at < ms for (at, after), ms in zip(pairwise([*wanted, until]), said, strict=True)]
    starts = list(_apart(wanted, needs, untrue, until))
    least = [need if is_untrue else 1 for need, is_untrue in zip(needs, untrue, strict=True)]
    moved = zip(cues, starts, least, [*starts[1:], until], strict=True)
    return [
        replace(cue, start_ms=start, end_ms=min(max(cue.end_ms, start + ms), following))
        for cue, start, ms, following in moved
    ]


def _possible(needs: list[int], until_ms: int) -> list[int]:
    """Return the needs, less where they are more than all the time there is."""
    whole = sum(needs)
    return needs if whole <= until_ms else [max(1, need * until_ms // whole) for need in needs]


def _apart(wanted: Sequence[int], needs: Sequence[int], untrue: Sequence[bool], until_ms: int) -> Iterator[int]:
    """Yield the starts, each at least its need before the next, as near to the wanted ones as can be.

    That is least squares under an order, by pooling adjacent violators.
    """
    before = list(accumulate(needs, initial=0))
    latest = max(0, until_ms - before[-1])
    blocks: list[_Block] = []
    for i, at in enumerate(wanted):
        blocks.append(_Block(i, min(max(0, at - before[i]), latest)))
        while len(blocks) > 1 and blocks[-2].place >= blocks[-1].place:
            last = blocks.pop()
            blocks[-1].total += last.total
            blocks[-1].count += last.count
    for block in blocks:
        members = range(block.first, block.first + block.count)
        starts = [block.place + before[i] for i in members]
        yield from starts if any(untrue[i] for i in members) else _near(starts, [wanted[i] for i in members])


def _near(starts: Sequence[int], wanted: Sequence[int]) -> Iterator[int]:
    """Yield the starts, all moved less where one would move too far: then the cues are shorter, not far off."""
    furthest = max(abs(at - own) for at, own in zip(starts, wanted, strict=True))
    share = min(furthest, MOST_MOVED_MS)
    yield from (own + (at - own) * share // max(1, furthest) for at, own in zip(starts, wanted, strict=True))
