"""The interview as listeners hear it: what is left between the cuts, as one stream."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.fades import falling, rising
from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import SAMPLE_RATE, Cut, to_samples
from radkind_pod.model.timeline import kept_spans

FADE = SAMPLE_RATE // 100
"""Sound goes over within 10 ms where it was cut, half of it to either side: no click, and no hole in the room's sound.

So 5 ms of what is cut are heard, fading, at each edge of a cut (`audio.withhold` keeps words out of them).
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that is kept, in samples of the recording, and where it begins among the kept ones.

    Its first `lead` samples and its last `tail` are mixed with as many of its neighbour's cut.
    """

    start: int
    stop: int
    at: int
    lead: int = 0
    tail: int = 0


@dataclass(frozen=True, slots=True)
class Edited:
    """A working recording without its cuts."""

    file: Path
    pieces: tuple[Piece, ...]
    length: int
    """How long the recording is."""
    curve: Curve | None = None

    @property
    def samples(self) -> int:
        """How long it is."""
        last = self.pieces[-1]
        return last.at + last.stop - last.start

    def blocks(self, channels: int, start: int = 0, stop: int | None = None) -> Iterator[Block]:
        """Yield its samples from `start` to `stop`, in blocks of at most a second."""
        stop = self.samples if stop is None else stop
        for number, piece in enumerate(self.pieces):
            shift = piece.start - piece.at
            first, end = max(start + shift, piece.start + piece.lead), min(stop + shift, piece.stop - piece.tail)
            if first < end:
                yield from self._read(channels, first, end)
            join = piece.stop - shift
            if piece.tail and start < join + piece.tail and stop > join - piece.tail:
                mixed = self._mixed(piece, self.pieces[number + 1], channels)
                yield mixed[max(0, start - join + piece.tail) : stop - join + piece.tail]

    def in_recording(self, curve: Curve) -> Curve:
        """Return a gain over what is kept as one over the recording."""
        at, db = [], []
        for piece in self.pieces:
            end = piece.at + piece.stop - piece.start
            inside = curve.at[(curve.at > piece.at) & (curve.at < end)]
            places = np.array([piece.at, *inside, end - 1], np.float64)
            at.append(places + piece.start - piece.at)
            db.append(np.interp(places, curve.at, curve.db))
        return Curve(np.concatenate(at), np.concatenate(db))

    def _mixed(self, before: Piece, after: Piece, channels: int) -> Block:
        half = before.tail
        going = np.concatenate(list(self._read(channels, before.stop - half, before.stop + half)))
        coming = np.concatenate(list(self._read(channels, after.start - half, after.start + half)))
        return np.asarray(going * falling(2 * half) + coming * rising(2 * half), np.float32)

    def _read(self, channels: int, first: int, end: int) -> Iterator[Block]:
        """Yield the recording's samples with their gain; where the recording's first or last ones are cut, it fades."""
        for block in read_blocks(self.file, channels=channels, start=first, stop=end):
            factors = self._edges(first, len(block))
            if self.curve:
                factors = factors * self.curve.factors(first, len(block))
            yield block * factors
            first += len(block)

    def _edges(self, first: int, count: int) -> Block:
        """Return the gain of `count` samples from the recording's sample `first` on; shape (count, 1) or (1, 1)."""
        start, stop = self.pieces[0].start, self.pieces[-1].stop
        from_start = start > 0 and first < start + FADE
        to_stop = stop < self.length and first + count > stop - FADE
        if not from_start and not to_stop:
            return np.ones((1, 1), np.float32)
        place = np.arange(first, first + count) + 0.5
        rise = (place - start) / FADE if from_start else np.ones(count)
        fall = (stop - place) / FADE if to_stop else np.ones(count)
        return np.sin(np.pi / 2 * np.clip(np.minimum(rise, fall), 0, 1)).astype(np.float32)[:, None] ** 2


def edit(file: Path, cuts: Iterable[Cut], curve: Path | None = None) -> Edited:
    """Return the recording without `cuts`, with the gain of `curve`. Raises MediaError where nothing is left.

    The length is what the working file's own header says: this tool wrote it, and mastering counts it again.
    """
    samples = round((probe(file).declared_s or 0) * SAMPLE_RATE)
    ms = kept_spans(-(-samples * 1000 // SAMPLE_RATE), cuts)
    spans = [(to_samples(start), min(samples, to_samples(end))) for start, end in ms]
    spans = [(start, stop) for start, stop in spans if start < stop]
    if not spans:
        raise MediaError(file, "the cuts leave nothing of the interview", "Shorten the cuts in episode.yaml.")
    return Edited(file, tuple(_pieces(spans)), samples, Curve.read(curve) if curve else None)


def _pieces(spans: list[tuple[int, int]]) -> Iterator[Piece]:
    """Yield the stretches as pieces; what is shorter than a fade gives half of itself to either side."""
    shortest = (min(a[1] - a[0], b[1] - b[0]) // 2 for a, b in pairwise(spans))
    joins = [0, *(min(FADE // 2, half) for half in shortest), 0]
    at = 0
    for (start, stop), lead, tail in zip(spans, joins[:-1], joins[1:], strict=True):
        yield Piece(start, stop, at, lead, tail)
        at += stop - start
