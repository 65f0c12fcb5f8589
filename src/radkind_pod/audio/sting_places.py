"""Where a sting goes into the interview: into the quietest moment near the place that was asked for."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from radkind_pod.audio.edit import FADE, Edited
from radkind_pod.errors import MediaError
from radkind_pod.model.audio import SAMPLE_RATE, to_ms, to_samples
from radkind_pod.model.programme import StingPlace

_NEAR = 2 * SAMPLE_RATE
_HALF = SAMPLE_RATE // 10
"""A moment is as loud as the 100 ms on either side of it."""
_STEP_MS = 10
_FAR_DB = 3.0
"""A place that is a second further away has to be softer by so much."""
_PAUSE_DB = 12.0
"""By so much a pause is softer than what is around it."""
_LEAST = 1e-8
"""What is softer is silence, and one silence as good as another."""


def find_places(interview: Edited, wanted_ms: Sequence[int], start: int, stop: int) -> tuple[StingPlace, ...]:
    """Return a place near each moment of the recording, which are in order, between two samples of what is kept.

    Raises MediaError where there is none.
    """
    wanted = [min(max(kept_at(interview, to_samples(ms)), start), stop) for ms in wanted_ms]
    middles = [start, *((one + other) // 2 for one, other in pairwise(wanted)), stop]
    bounds = zip(wanted, middles[:-1], middles[1:], strict=True)
    return tuple(
        _place(interview, at, max(first + FADE, at - _NEAR), min(last - FADE, at + _NEAR)) for at, first, last in bounds
    )


def kept_at(interview: Edited, sample: int) -> int:
    """Return where the recording's sample stands among the kept ones; one that is cut moves to the cut's end."""
    piece = next((piece for piece in interview.pieces if piece.stop > sample), interview.pieces[-1])
    return piece.at + min(max(sample, piece.start), piece.stop) - piece.start


def _place(interview: Edited, wanted: int, first: int, last: int) -> StingPlace:
    found = list(_possible(interview, first, last))
    if not found:
        raise MediaError(
            interview.file,
            f"there is no room for the sting at {to_ms(wanted) / 1000:.1f} s of what the cuts leave",
            "Delete `sting: true` from the chapter that begins there, or give the chapter another time.",
        )
    begin = max(0, first - _HALF)
    sound = np.concatenate([block[:, 0] for block in interview.blocks(1, begin, last + _HALF)]).astype(np.float64)
    sums = np.concatenate([[0.0], np.cumsum(np.square(sound))])
    kept, at_ms = np.array(found).T
    lower, upper = np.maximum(kept - _HALF - begin, 0), np.minimum(kept + _HALF - begin, len(sound))
    levels_db = 10 * np.log10((sums[upper] - sums[lower]) / (upper - lower) + _LEAST)
    best = int((levels_db + _FAR_DB * np.abs(kept - wanted) / SAMPLE_RATE).argmin())
    around_db = 10 * np.log10(sums[-1] / len(sound) + _LEAST)
    is_silence = levels_db[best] < 10 * np.log10(2 * _LEAST)
    return StingPlace(int(at_ms[best]), bool(levels_db[best] > around_db - _PAUSE_DB) and not is_silence)


def _possible(interview: Edited, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield where a piece may be parted, among the kept samples and in ms of the recording."""
    for piece in interview.pieces:
        shift = piece.start - piece.at
        earliest = max(piece.start + piece.lead + FADE, first + shift)
        latest = min(piece.stop - piece.tail - FADE, last + shift)
        step = SAMPLE_RATE * _STEP_MS // 1000
        for at in range(-(-earliest // step), latest // step + 1):
            yield at * step - shift, at * _STEP_MS
