"""A long recording as pieces that an engine can hear one after the other, cut where nobody speaks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from radkind_pod.model.audio import Cut

Samples = NDArray[np.float32]

RATE = 16_000
"""Samples a second, as Whisper was trained."""

LONGEST_S = 600
SEARCH_S = 60
_QUIET = RATE * 3 // 10
_STEP = RATE // 100


@dataclass(frozen=True, slots=True)
class Piece:
    """Mono float32 samples at 16 kHz, and at which sample of the recording they begin."""

    samples: Samples
    start: int

    @property
    def start_ms(self) -> int:
        """Where the piece begins in the recording."""
        return sample_ms(self.start)

    @property
    def end_ms(self) -> int:
        """Where the piece ends in the recording."""
        return sample_ms(self.start + len(self.samples))

    def recording_ms(self, seconds: float) -> int:
        """Return the moment `seconds` into this piece in recording time, held to the piece."""
        return min(max(round((self.start / RATE + seconds) * 1000), self.start_ms), self.end_ms)


def sample_ms(sample: int) -> int:
    """Turn a position in 16 kHz samples into whole milliseconds."""
    return round(sample * 1000 / RATE)


def cut_pieces(blocks: Iterable[Samples], longest_s: int = LONGEST_S, search_s: int = SEARCH_S) -> Iterator[Piece]:
    """Yield the recording as pieces of at most `longest_s`; joined they are the recording, sample for sample.

    A cut lies at the quietest 0.3 s of the last `search_s` before a piece would grow too long. Only one piece is
    held at a time. `blocks` are mono, of shape (frames,) or (frames, 1).
    """
    longest, start = longest_s * RATE, 0
    held: list[Samples] = []
    frames = 0
    for block in blocks:
        held.append(block.reshape(-1))
        frames += len(block)
        while frames >= longest:
            whole = np.concatenate(held)
            cut = quietest(whole[:longest], search_s * RATE)
            yield Piece(whole[:cut], start)
            held, frames, start = [whole[cut:].copy()], frames - cut, start + cut
            del whole
    if frames:
        yield Piece(np.concatenate(held), start)


def without(blocks: Iterable[Samples], cuts: Sequence[Cut]) -> Iterator[Samples]:
    """Yield the blocks with silence where the cuts are."""
    spans = [(cut.start_ms * RATE // 1000, -(-cut.end_ms * RATE // 1000)) for cut in cuts]
    at = 0
    for block in blocks:
        end = at + len(block)
        inside = [(start, stop) for start, stop in spans if start < end and at < stop]
        quiet = block.copy() if inside else block
        for start, stop in inside:
            quiet[max(0, start - at) : stop - at] = 0
        yield quiet
        at = end


def quietest(samples: Samples, search: int) -> int:
    """Return the middle of the quietest 0.3 s (least RMS) in the last `search` samples."""
    first = max(0, len(samples) - search)
    power = np.square(samples[first:], dtype=np.float64)
    if len(power) <= _QUIET:
        return len(samples)
    sums = np.concatenate(([0.0], np.cumsum(power)))
    starts = np.arange(0, len(power) - _QUIET + 1, _STEP)
    energies = sums[starts + _QUIET] - sums[starts]
    return first + int(starts[np.argmin(energies)]) + _QUIET // 2
