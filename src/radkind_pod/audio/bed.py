"""The bed: music under the interview that goes round for as long as people talk."""

from collections.abc import Iterable, Iterator

import numpy as np

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.fades import falling, rising
from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import SAMPLE_RATE
from radkind_pod.model.programme import LaidBed

_OVERLAP = 2 * SAMPLE_RATE


def under(talk: Iterable[Block], bed: LaidBed, channels: int, first: int) -> Iterator[Block]:
    """Yield the talk, which begins with sample `first` of what is kept, with the bed under it."""
    curve, factor = Curve.read(bed.curve), np.float32(amplitude(bed.gain_db))
    music = looped(bed, channels)
    waiting = np.zeros((0, channels), np.float32)
    for block in talk:
        while len(waiting) < len(block):
            waiting = np.concatenate([waiting, next(music)])
        part, waiting = waiting[: len(block)], waiting[len(block) :]
        yield block + part * (curve.factors(first, len(block)) * factor)
        first += len(block)


def looped(bed: LaidBed, channels: int) -> Iterator[Block]:
    """Yield the bed without end: its end goes over into its beginning within 2 s, at equal power."""
    overlap = min(_OVERLAP, bed.samples // 2)
    yield from read_blocks(bed.file, channels=channels, stop=bed.samples - overlap)
    head = np.concatenate(list(read_blocks(bed.file, channels=channels, stop=overlap)))
    tail = np.concatenate(list(read_blocks(bed.file, channels=channels, start=bed.samples - overlap)))
    seam = np.asarray(tail * falling(overlap) + head * rising(overlap), np.float32)
    while True:
        yield seam
        yield from read_blocks(bed.file, channels=channels, start=overlap, stop=bed.samples - overlap)
