"""How far the bed goes down: under speech, and to nothing where the interview begins and ends."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.edit import Piece
from radkind_pod.audio.envelope import FRAME_MS
from radkind_pod.model.audio import SAMPLE_RATE, to_samples
from radkind_pod.model.programme import Bed

_FRAME = SAMPLE_RATE * FRAME_MS // 1000
_ABOVE_FLOOR_DB = 10.0
_FLOOR_PERCENTILE = 10
_FLOOR_DB = (-75.0, -45.0)
"""The noise of a room, whatever is found: somebody may speak without a pause, and silence between words is no noise."""
_FADE = 3 * SAMPLE_RATE
_NOTHING_DB = -60.0

Span = tuple[float, float]


def ducking(levels: bytes, pieces: Sequence[Piece], bed: Bed, start: int, stop: int) -> Curve:
    """Return the gain of the bed over what is kept of the interview, of which it lies under `start` to `stop`.

    `levels` are the levels of the recording (`audio.envelope`). Straight lines in dB: the bed is down when speech
    begins, and rises when it ends, in a short pause only as far as it comes before it has to go down again. It is
    silent under a sting.
    """
    spans = list(joined(_kept(speech(levels), pieces)))
    fade = min(_FADE, (stop - start) // 2)
    edges = Curve(np.array([start, start + fade, stop - fade, stop]), np.array([_NOTHING_DB, 0, 0, _NOTHING_DB]))
    stings = [(float(one.end), float(other.at)) for one, other in pairwise(pieces) if other.at > one.end]
    for silenced, depth_db in ((spans, bed.depth_db), (stings, -_NOTHING_DB)):
        if silenced:
            edges = edges.plus(_ducked(silenced, bed, depth_db))
    return edges


def speech(levels: bytes) -> NDArray[np.bool_]:
    """Say for each frame of 100 ms whether there is sound in it that is more than the room."""
    levels_db = -np.frombuffer(levels, np.uint8).astype(np.float64)
    floor = np.clip(np.percentile(levels_db, _FLOOR_PERCENTILE), *_FLOOR_DB)
    found: NDArray[np.bool_] = levels_db >= floor + _ABOVE_FLOOR_DB
    return found


def _kept(heard: NDArray[np.bool_], pieces: Iterable[Piece]) -> Iterator[Span]:
    """Yield the stretches with speech, in samples of what is kept."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], heard.astype(np.int8), [0]])))
    starts, stops = edges[::2] * _FRAME, edges[1::2] * _FRAME
    for piece in pieces:
        here = (stops > piece.start) & (starts < piece.stop)
        shift = piece.at - piece.start
        for first, last in zip(starts[here], stops[here], strict=True):
            yield float(max(first, piece.start) + shift), float(min(last, piece.stop) + shift)


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans, those as one that touch."""
    open_span: Span | None = None
    for start, stop in spans:
        if open_span and start <= open_span[1]:
            open_span = open_span[0], stop
            continue
        if open_span:
            yield open_span
        open_span = start, stop
    if open_span:
        yield open_span


def _ducked(spans: Sequence[Span], bed: Bed, depth_db: float) -> Curve:
    attack, release = max(1, to_samples(bed.attack_ms)), max(1, to_samples(bed.release_ms))
    knots = [(spans[0][0] - attack, 0.0), (spans[0][0], 1.0)]
    for (_, stop), (start, _) in pairwise(spans):
        pause = start - stop
        if pause < attack + release:
            share = pause / (attack + release)
            knots += [(stop, 1.0), (stop + release * share, 1 - share), (start, 1.0)]
        else:
            knots += [(stop, 1.0), (stop + release, 0.0), (start - attack, 0.0), (start, 1.0)]
    knots += [(spans[-1][1], 1.0), (spans[-1][1] + release, 0.0)]
    at, share_down = np.array(knots).T
    return Curve(at, -depth_db * share_down)
