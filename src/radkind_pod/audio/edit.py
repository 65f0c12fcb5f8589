"""The interview as listeners hear it: what is left between the cuts, as one stream."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.fades import falling, rising
from radkind_pod.audio.music import Music
from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import SAMPLE_RATE, Cut, to_samples
from radkind_pod.model.programme import MusicLevel, Stings
from radkind_pod.model.timeline import kept_spans, parted

FADE = SAMPLE_RATE // 100
"""Sound goes over within 10 ms where it was cut, half of it to either side: no click, and no hole in the room's sound.

So 5 ms of what is cut are heard, fading, at each edge of a cut (`audio.withhold` keeps words out of them).
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that is kept, in samples of the recording, and where it begins among the kept ones.

    Its first `lead` samples and its last `tail` are mixed with as many of its neighbour's cut; without a neighbour it
    comes and goes within FADE by itself.
    """

    start: int
    stop: int
    at: int
    lead: int = 0
    tail: int = 0
    comes: bool = False
    goes: bool = False

    @property
    def end(self) -> int:
        """Where it ends among the kept ones."""
        return self.at + self.stop - self.start

    def fade(self, first: int, count: int) -> Block:
        """Return the gain of `count` samples from the recording's sample `first` on; shape (count, 1) or (1, 1)."""
        comes = self.comes and first < self.start + FADE
        goes = self.goes and first + count > self.stop - FADE
        if not comes and not goes:
            return np.ones((1, 1), np.float32)
        place = np.arange(first, first + count) + 0.5
        rise = (place - self.start) / FADE if comes else np.ones(count)
        fall = (self.stop - place) / FADE if goes else np.ones(count)
        return np.sin(np.pi / 2 * np.clip(np.minimum(rise, fall), 0, 1)).astype(np.float32)[:, None] ** 2


@dataclass(frozen=True, slots=True)
class Edited:
    """A working recording without its cuts."""

    file: Path
    pieces: tuple[Piece, ...]
    length: int
    """How long the recording is."""
    curve: Curve | None = None
    stings: Stings | None = None
    """What is heard where a piece begins later than the one before it ends."""

    @property
    def samples(self) -> int:
        """How long it is."""
        return self.pieces[-1].end

    def heard(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Yield what is left of a stretch of the recording, (start, stop), and where it begins among the kept ones."""
        for piece in self.pieces:
            first, last = max(start, piece.start), min(stop, piece.stop)
            if first < last:
                yield first, last, piece.at + first - piece.start

    def blocks(self, channels: int, start: int = 0, stop: int | None = None) -> Iterator[Block]:
        """Yield its samples from `start` to `stop`, block by block."""
        stop = self.samples if stop is None else stop
        for number, piece in enumerate(self.pieces):
            shift = piece.start - piece.at
            first, end = max(start + shift, piece.start + piece.lead), min(stop + shift, piece.stop - piece.tail)
            if first < end:
                yield from self._read(piece, channels, first, end)
            if number + 1 < len(self.pieces):
                yield from self._between(piece, self.pieces[number + 1], channels, start, stop)

    def _between(self, piece: Piece, following: Piece, channels: int, start: int, stop: int) -> Iterator[Block]:
        """Yield what is heard between two pieces, as far as it lies between `start` and `stop`."""
        first, end = max(start, piece.end - piece.tail), min(stop, following.at + following.lead)
        if first >= end:
            return
        if piece.tail:
            mixed = self._mixed(piece, following, channels)
            yield mixed[first - piece.end + piece.tail : end - piece.end + piece.tail]
        elif self.stings:
            yield from _sting(self.stings, channels, first - piece.end, end - piece.end)

    def in_recording(self, curve: Curve) -> Curve:
        """Return a gain over what is kept as one over the recording."""
        at, db = [], []
        for piece in self.pieces:
            inside = curve.at[(curve.at > piece.at) & (curve.at < piece.end - 1)]
            places = np.array([piece.at, *inside, piece.end - 1], np.float64)
            at.append(places + piece.start - piece.at)
            db.append(np.interp(places, curve.at, curve.db))
        return Curve(np.concatenate(at), np.concatenate(db))

    def _mixed(self, before: Piece, after: Piece, channels: int) -> Block:
        half = before.tail
        going = np.concatenate(list(self._read(before, channels, before.stop - half, before.stop + half)))
        coming = np.concatenate(list(self._read(after, channels, after.start - half, after.start + half)))
        return np.asarray(going * falling(2 * half) + coming * rising(2 * half), np.float32)

    def _read(self, piece: Piece, channels: int, first: int, end: int) -> Iterator[Block]:
        """Yield the recording's samples with their gain."""
        for block in read_blocks(self.file, channels=channels, start=first, stop=end):
            factors = piece.fade(first, len(block))
            if self.curve:
                factors = factors * self.curve.factors(first, len(block))
            yield block * factors
            first += len(block)


def edit(file: Path, cuts: Iterable[Cut], curve: Path | None = None, stings: Stings | None = None) -> Edited:
    """Return the recording without `cuts`, with the gain of `curve`. Raises MediaError where nothing is left.

    The length is what the working file's own header says: this tool wrote it, and mastering counts it again.
    """
    samples = round((probe(file).declared_s or 0) * SAMPLE_RATE)
    places = stings.at_ms if stings else ()
    ms = parted(kept_spans(-(-samples * 1000 // SAMPLE_RATE), cuts), places)
    spans = [(to_samples(start), min(samples, to_samples(end))) for start, end in ms]
    spans = [(start, stop) for start, stop in spans if start < stop]
    if not spans:
        raise MediaError(file, "the cuts leave nothing of the interview", "Shorten the cuts in episode.yaml.")
    pieces = tuple(_pieces(spans, samples, stings))
    return Edited(file, pieces, samples, Curve.read(curve) if curve else None, stings)


def _pieces(spans: list[tuple[int, int]], samples: int, stings: Stings | None) -> Iterator[Piece]:
    """Yield the stretches as pieces; what is shorter than a fade gives half of itself to either side."""
    places = {to_samples(ms) for ms in stings.at_ms} if stings else set()
    shortest = [min(a[1] - a[0], b[1] - b[0]) // 2 for a, b in pairwise(spans)]
    inner = [0 if span[0] in places else min(FADE // 2, half) for span, half in zip(spans[1:], shortest, strict=True)]
    joins = [0, *inner, 0]
    at = 0
    for (start, stop), lead, tail in zip(spans, joins[:-1], joins[1:], strict=True):
        at += stings.samples if stings and start in places else 0
        yield Piece(start, stop, at, lead, tail, comes=not lead and start > 0, goes=not tail and stop < samples)
        at += stop - start


def _sting(stings: Stings, channels: int, start: int, stop: int) -> Iterator[Block]:
    """Yield the sting from `start` to `stop`, with silence up to its whole ms."""
    left = stop - start
    sting = Music(stings.file, MusicLevel(stings.gain_db), stings.samples, rises=FADE, falls=FADE)
    for block in sting.blocks(channels, start, stop):
        left -= len(block)
        yield block
    if left:
        yield np.zeros((left, channels), np.float32)
