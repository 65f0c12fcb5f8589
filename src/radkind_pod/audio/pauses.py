"""Pauses: where no word is said and nothing sounds but the room."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.envelope import FRAME_MS
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import SAMPLE_RATE, Cut, Interview, to_samples

Span = tuple[int, int]
"""From one moment to another, in ms of recording time."""

LEAST_SAVED_MS = 500
"""Nobody hears that less is gone, and every line of a list costs a person attention."""
_AROUND = 30_000 // FRAME_MS
"""The room and the voices are measured within 30 s, for people move; and in one recording, for recorders differ."""
_ROOM_SHARE = 5
"""The room alone is heard in this share (percent) of all frames at least: that's between words."""
_STEADY_DB = 6
"""So much may the room's own level move."""
_SOFT_DB = 30
"""What is so far below half of all speech is none, for its soft sounds are about 30 dB below its loud ones. So the room
counts too where it is quieter still elsewhere, as in a call that falls silent between words."""
_CONTRAST_DB = 12
"""Where the room is less far below speech than this, nobody can tell one from the other by its level."""
_SILENT_DB = 90
_FINE_MS = 10
_FINE = SAMPLE_RATE * _FINE_MS // 1000


def long_pauses(interview: Interview, gaps: Sequence[Span], keep_ms: int) -> Iterator[Span]:
    """Yield the pauses that shortening to `keep_ms` is worth while, in order, their edges right to about 10 ms.

    `gaps` are the stretches in which no word is said, in order and without overlap. Whatever sounds in one (breath,
    laughter, music, words that nobody wrote down) ends a pause.
    """
    rooms, shortest = _Rooms(interview, gaps), keep_ms + LEAST_SAVED_MS
    for start, end in gaps:
        first, last = -(-start // FRAME_MS), min(end // FRAME_MS, len(rooms.levels))
        if end - start < shortest or last <= first:
            continue
        least = rooms.least_quiet(first, last)
        for a, b in _runs(rooms.levels[first:last] >= least):
            coarse = (first + a) * FRAME_MS, (first + b) * FRAME_MS
            if coarse[1] - coarse[0] + 2 * FRAME_MS >= shortest:
                pause = _fine(interview.file, coarse, (start, end), (least[a], least[b - 1]))
                if pause[1] - pause[0] >= shortest:
                    yield pause


def shortened(pause: Span, keep_ms: int, duration_ms: int) -> Cut:
    """Return the cut that leaves `keep_ms` of the pause: in its middle, or at the recording's own begin or end."""
    start, end = pause
    if start == 0:
        return Cut(0, end - keep_ms)
    if end == duration_ms:
        return Cut(start + keep_ms, end)
    before = keep_ms // 2
    return Cut(start + before, end - (keep_ms - before))


class _Rooms:
    """Knows how loud each recording is, with words and without: one value for each 100 ms, in dB below full scale."""

    def __init__(self, interview: Interview, gaps: Sequence[Span]) -> None:
        heard = np.frombuffer(interview.levels.read_bytes(), np.uint8)
        self.levels = np.minimum(heard, _SILENT_DB).astype(np.int64)
        self._spoken = np.ones(len(heard), bool)
        for start, end in gaps:
            self._spoken[-(-start // FRAME_MS) : end // FRAME_MS] = False
        frames = [round(start * 1000 / SAMPLE_RATE / FRAME_MS) for start in interview.starts]
        self._recordings = list(pairwise([*frames, len(heard)]))

    def least_quiet(self, first: int, last: int) -> NDArray[np.float64]:
        """Return for each frame of this gap how quiet it must be to be the room of its recording."""
        parts = ((max(first, start), min(last, end), start, end) for start, end in self._recordings)
        found = [np.full(b - a, self._least(a, b, start, end)) for a, b, start, end in parts if a < b]
        return np.concatenate(found)

    def _least(self, first: int, last: int, start: int, end: int) -> float:
        near = slice(max(start, first - _AROUND), min(end, last + _AROUND))
        levels, voices = self.levels[near], self.levels[near][self._spoken[near]]
        voice = float(np.median(voices if len(voices) else levels))
        room = float(np.percentile(levels, 100 - _ROOM_SHARE))
        return max(min(room - _STEADY_DB, voice + _SOFT_DB), voice + _CONTRAST_DB)


def _runs(quiet: NDArray[np.bool_]) -> Iterable[Span]:
    """Return where each run of True begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _fine(file: Path, coarse: Span, gap: Span, least: tuple[float, float]) -> Span:
    """Return the pause with what is quiet of the frames on either side of it, as far as the gap goes."""
    earliest = -(-gap[0] // _FINE_MS) * _FINE_MS
    before = _quiet(file, (max(earliest, coarse[0] - FRAME_MS), coarse[0]), least[0])
    after = _quiet(file, (coarse[1], min(gap[1], coarse[1] + FRAME_MS)), least[1])
    tail = next((i for i, quiet in enumerate(reversed(before)) if not quiet), len(before))
    head = next((i for i, quiet in enumerate(after) if not quiet), len(after))
    return coarse[0] - tail * _FINE_MS, min(gap[1], coarse[1] + head * _FINE_MS)


def _quiet(file: Path, span: Span, least: float) -> list[bool]:
    """Say for each 10 ms of the span whether it is as quiet as that; the last may be shorter."""
    edges = [*range(to_samples(span[0]), to_samples(span[1]), _FINE), to_samples(span[1])]
    blocks = list(read_blocks(file, start=edges[0], stop=edges[-1]))
    heard = np.concatenate(blocks) if blocks else np.zeros((0, 1), np.float32)
    parts = (heard[a - edges[0] : b - edges[0]] for a, b in pairwise(edges))
    powers = [float(np.mean(np.square(part, dtype=np.float64))) if len(part) else 0.0 for part in parts]
    return [power <= 10 ** (-least / 10) for power in powers]
