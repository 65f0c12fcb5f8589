"""Recording time and episode time, and the one way from either to the other."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from radkind_pod.model.audio import Cut, to_ms
from radkind_pod.model.programme import Stings


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch of the recording that listeners hear, and where it begins in the episode. All in ms."""

    start_ms: int
    end_ms: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Maps recording time to episode time. `kept` is in order, without overlap, and never empty.

    `episode_ms` is how long the finished episode is, `recording_ms` how long the recording is with what is cut.
    """

    kept: tuple[Kept, ...]
    episode_ms: int
    recording_ms: int

    def to_episode(self, ms: int) -> int:
        """Return where this moment is heard; a moment inside a cut moves to the cut's end."""
        kept = self.kept[max(0, bisect_right([k.start_ms for k in self.kept], ms) - 1)]
        following = next((k for k in self.kept if k.end_ms > ms), kept)
        piece = kept if ms < kept.end_ms else following
        return piece.at_ms + min(max(ms, piece.start_ms), piece.end_ms) - piece.start_ms

    def to_recording(self, ms: int) -> int:
        """Return which moment of the recording is heard here, held to its first and last moment."""
        piece = self.kept[max(0, bisect_right([k.at_ms for k in self.kept], ms) - 1)]
        return piece.start_ms + min(max(ms - piece.at_ms, 0), piece.end_ms - piece.start_ms)

    def to_spans(self, start_ms: int, end_ms: int) -> tuple[tuple[int, int], ...]:
        """Return from when to when a stretch is heard: one span, or more where stings part it."""
        parts: list[tuple[int, int]] = []
        for kept in self.kept:
            first, last = max(start_ms, kept.start_ms), min(end_ms, kept.end_ms)
            if first < last:
                at = kept.at_ms + first - kept.start_ms
                joins = bool(parts) and parts[-1][1] == at
                parts.append((parts.pop()[0] if joins else at, at + last - first))
        return tuple(parts) or ((self.to_episode(start_ms), self.to_episode(end_ms)),)

    def heard_ms(self, start_ms: int, end_ms: int) -> int:
        """Return how much of a stretch of the recording is heard."""
        return sum(max(0, min(end_ms, k.end_ms) - max(start_ms, k.start_ms)) for k in self.kept)

    def is_cut(self, ms: int) -> bool:
        """Say whether this moment of the recording is not heard."""
        return not any(k.start_ms <= ms < k.end_ms for k in self.kept)


def make_timeline(
    recording_ms: int, cuts: Iterable[Cut], offset_ms: int, episode_ms: int, stings: Stings | None = None
) -> Timeline:
    """Build the Timeline of a recording whose first kept moment stands at `offset_ms` in the episode.

    What follows a sting comes later by its length.
    """
    kept, at = [], offset_ms
    places, length_ms = (stings.at_ms, to_ms(stings.samples)) if stings else ((), 0)
    for start, end in parted(kept_spans(recording_ms, cuts), places):
        at += length_ms if start in places else 0
        kept.append(Kept(start, end, at))
        at += end - start
    return Timeline(tuple(kept), episode_ms, recording_ms)


def parted(spans: Iterable[tuple[int, int]], places: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the spans, parted at the places that lie inside them."""
    for start, end in spans:
        yield from pairwise([start, *sorted(place for place in places if start < place < end), end])


def kept_spans(length: int, cuts: Iterable[Cut]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of what is left between `cuts`, in order; cuts may overlap and pass the end."""
    ordered = sorted((max(0, c.start_ms), min(length, c.end_ms)) for c in cuts)
    edges = [(0, 0), *ordered, (length, length)]
    reached = 0
    for (_, end), (start, _) in pairwise(edges):
        reached = max(reached, end)
        if start > reached:
            yield reached, start
