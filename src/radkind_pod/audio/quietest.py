"""Where a recording is quietest near a moment: there a cut is least heard."""

from pathlib import Path

import numpy as np

from radkind_pod.audio.edit import FADE
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import SAMPLE_RATE, Cut, Passage, to_ms, to_samples

_STEP = SAMPLE_RATE // 1000


def quietest_cut(file: Path, passage: Passage) -> Cut:
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
