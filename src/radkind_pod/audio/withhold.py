"""What people withhold, taken out of the sound: words that are replaced, and the places where others are cut."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.filler import Fitted, room, tone
from radkind_pod.audio.follow import followed
from radkind_pod.audio.stages import Withhold
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import ROOM, SAMPLE_RATE, Cut, Passage, to_ms, to_samples
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress

FADE = SAMPLE_RATE // 100
"""The sound goes over into what replaces it within 10 ms before and after the passage, never inside it."""
_STEP = SAMPLE_RATE // 1000


def withhold(request: Withhold, folder: Path, progress: Progress) -> None:
    """Write cuts.json and, where something is redacted, redacted.flac, as long as the recording to the sample."""
    cuts = [_cut(request.interview, passage) for passage in request.passages]
    (folder / "cuts.json").write_text(to_json(cuts), encoding="utf-8", newline="\n")
    if request.redacted:
        spans = list(_parted(spans_of(request.redacted), spans_of([*request.cuts, *cuts])))
        _write_redacted(request, spans, folder / "redacted.flac", progress)
    progress.moved(1, 1)


def spans_of(cuts: Iterable[Cut]) -> list[tuple[int, int]]:
    """Return the stretches in samples, in order, those as one that overlap."""
    spans: list[tuple[int, int]] = []
    for start, stop in sorted((to_samples(cut.start_ms), to_samples(cut.end_ms)) for cut in cuts):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(stop, spans[-1][1])
        else:
            spans.append((start, stop))
    return spans


@dataclass(frozen=True, slots=True)
class _Replaced:
    """A stretch that is replaced, in samples, and by what."""

    start: int
    stop: int
    by: Fitted


def _parted(spans: Sequence[tuple[int, int]], cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches, parted where a cut begins or ends."""
    edges = sorted({edge for cut in cuts for edge in cut})
    for start, stop in spans:
        yield from pairwise([start, *(edge for edge in edges if start < edge < stop), stop])


def _write_redacted(request: Withhold, spans: list[tuple[int, int]], file: Path, progress: Progress) -> None:
    found = probe(request.interview)
    bits: Literal[16, 24] = 16 if found.bits == 16 else 24
    heard, width = request.interview, found.channels
    filler = room(heard, request.levels.read_bytes(), width, spans) if request.filler == ROOM else tone(width)
    replaced = [
        _Replaced(start, stop, filler.fitted(read_blocks(heard, start=start, stop=stop))) for start, stop in spans
    ]
    total = round((found.declared_s or 0) * SAMPLE_RATE)
    blocks = followed(read_blocks(heard), progress, before=0, total=total)
    with FlacWriter(file, width, bits) as flac:
        for block in _without(blocks, replaced):
            flac.write(block)


def _without(blocks: Iterable[Block], replaced: Sequence[_Replaced]) -> Iterator[Block]:
    at = 0
    for block in blocks:
        end, heard = at + len(block), block
        for one in replaced:
            first, last = max(at, one.start - FADE), min(end, one.stop + FADE)
            if first < last:
                part = heard[first - at : last - at]
                share = _share(one, first, last - first)
                instead = one.by.samples(first - one.start, last - first)
                mixed = part * (1 - share) + instead * share
                heard = np.concatenate([heard[: first - at], mixed, heard[last - at :]])
        yield heard
        at = end


def _share(one: _Replaced, first: int, count: int) -> NDArray[np.float32]:
    """Return how much of each sample is replaced, shape (count, 1): all of it from start to stop."""
    place = np.arange(first, first + count)
    outside = np.maximum(0, np.maximum(one.start - place, place - one.stop + 1))
    share: NDArray[np.float64] = np.cos(np.pi / 2 * np.minimum(outside / FADE, 1)) ** 2
    return np.where(outside == 0, 1, share).astype(np.float32)[:, None]


def _cut(file: Path, passage: Passage) -> Cut:
    """Return the cut from the quietest place before the words to the quietest after them."""
    start = _quietest(file, passage.earliest_ms, passage.start_ms)
    end = _quietest(file, passage.end_ms, passage.latest_ms)
    half_ms = FADE // 2 // _STEP
    return Cut(max(0, passage.earliest_ms - half_ms) if start is None else start, end or passage.latest_ms + half_ms)


def _quietest(file: Path, from_ms: int, until_ms: int) -> int | None:
    """Return where to cut between the two moments, in ms; None where there is no room for it.

    It is in the middle of the quietest 20 ms, at the whole ms of those 10 nearest to which the sound goes through zero.
    The fade, half of which lies in what is cut, thus stays in those 20 ms: none of it is heard of the words.
    """
    first = to_samples(from_ms)
    blocks = list(read_blocks(file, channels=1, start=first, stop=to_samples(until_ms)))
    sound = np.concatenate([*blocks, np.zeros((0, 1), np.float32)])[:, 0].astype(np.float64)
    if len(sound) < 2 * FADE:
        return None
    sums = np.concatenate([[0.0], np.cumsum(sound**2)])
    energies = (sums[2 * FADE :] - sums[: -2 * FADE])[::_STEP]
    quiet = int(energies.argmin()) * _STEP
    places = np.arange(quiet + FADE // 2, quiet + 3 * FADE // 2 + 1, _STEP)
    crossings = np.flatnonzero(np.signbit(sound[1:]) != np.signbit(sound[:-1])) + 1
    away = np.abs(places[:, None] - crossings).min(axis=1, initial=len(sound))
    return to_ms(first + int(places[away.argmin()]))
