"""The interview as listeners hear it: what is left between the cuts, as one stream."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.curve import Curve
from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import SAMPLE_RATE, Cut, to_samples
from radkind_pod.model.timeline import kept_spans

FADE = SAMPLE_RATE // 100
"""Sound fades over 10 ms where it was cut, so that no cut clicks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that is kept, in samples of the recording, and where it begins among the kept ones."""

    start: int
    stop: int
    at: int
    fades_in: bool
    fades_out: bool

    def fade(self, first: int, count: int) -> NDArray[np.float32]:
        """Return the gain of `count` samples from the piece's sample `first` on, shape (count, 1)."""
        place = np.arange(first, first + count) + 0.5
        rise = place / FADE if self.fades_in else np.ones(count)
        fall = (self.stop - self.start - place) / FADE if self.fades_out else np.ones(count)
        return np.sin(np.pi / 2 * np.clip(np.minimum(rise, fall), 0, 1)).astype(np.float32)[:, None] ** 2


@dataclass(frozen=True, slots=True)
class Edited:
    """A working recording without its cuts."""

    file: Path
    pieces: tuple[Piece, ...]
    curve: Curve | None = None

    @property
    def samples(self) -> int:
        """How long it is."""
        last = self.pieces[-1]
        return last.at + last.stop - last.start

    def heard(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Yield what is left of a stretch of the recording, (start, stop), and where it begins among the kept ones."""
        for piece in self.pieces:
            first, last = max(start, piece.start), min(stop, piece.stop)
            if first < last:
                yield first, last, piece.at + first - piece.start

    def blocks(self, channels: int, start: int = 0, stop: int | None = None) -> Iterator[Block]:
        """Yield its samples from `start` to `stop`, in blocks of at most a second."""
        stop = self.samples if stop is None else stop
        for piece in self.pieces:
            first = max(start - piece.at, 0)
            end = min(stop - piece.at, piece.stop - piece.start)
            if first < end:
                yield from self._read(piece, channels, first, end)

    def _read(self, piece: Piece, channels: int, first: int, end: int) -> Iterator[Block]:
        for block in read_blocks(self.file, channels=channels, start=piece.start + first, stop=piece.start + end):
            faded = block * piece.fade(first, len(block)) if piece.fades_in or piece.fades_out else block
            yield faded * self.curve.factors(piece.start + first, len(block)) if self.curve else faded
            first += len(block)


def edit(file: Path, cuts: Iterable[Cut], curve: Path | None = None) -> Edited:
    """Return the recording without `cuts`, with the gain of `curve`. Raises MediaError where nothing is left.

    The length is what the working file's own header says: this tool wrote it, and mastering counts it again.
    """
    samples = round((probe(file).declared_s or 0) * SAMPLE_RATE)
    pieces, at = [], 0
    for start_ms, end_ms in kept_spans(-(-samples * 1000 // SAMPLE_RATE), cuts):
        start, stop = to_samples(start_ms), min(samples, to_samples(end_ms))
        if start < stop:
            pieces.append(Piece(start, stop, at, fades_in=start > 0, fades_out=stop < samples))
            at += stop - start
    if not pieces:
        raise MediaError(file, "the cuts leave nothing of the interview", "Shorten the cuts in episode.yaml.")
    return Edited(file, tuple(pieces), Curve.read(curve) if curve else None)
