"""What is heard instead of words that are withheld: a tone, or what the room sounds like when nobody speaks.

Either is a loop without a seam, made once. Where in it a passage begins is chosen so that it resembles least what it
stands for: speech and a tone of the same pitch always resemble each other a little, and the proof looks for that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import SAMPLE_RATE, TONE_HZ

_LEAST_LEVEL = 10 ** (-50 / 20)
"""A bleep can always be heard."""
_ROOM_S = 4
_QUIET_FRAMES = 5
"""The room is heard in half a second: frames of 100 ms (`audio.envelope`)."""
_SILENT_DB = 90
"""Softer frames are digital silence, which is no room."""
_SIZE = 4096
_PLACES = 64
_SEED = 997


@dataclass(frozen=True, slots=True)
class Fitted:
    """A filler that stands for a passage: where in the loop each channel begins, and how loud it is."""

    loop: Block
    places: NDArray[np.int64]
    gain: float

    def samples(self, first: int, count: int) -> Block:
        """Return `count` samples from the passage's sample `first` on, which may lie before it."""
        at = np.arange(first, first + count)[:, None] + self.places
        filled: Block = np.take_along_axis(self.loop, at % len(self.loop), axis=0) * np.float32(self.gain)
        return filled


@dataclass(frozen=True, slots=True)
class Filler:
    """A loop of shape (samples, channels). `is_room`: its level is its own, else that of what it stands for."""

    loop: Block
    is_room: bool

    def fitted(self, original: Iterable[Block]) -> Fitted:
        """Return the filler begun where it correlates least with the passage, which has a sample at least."""
        places = np.arange(_PLACES) * len(self.loop) // _PLACES
        tries = [Fitted(self.loop, np.array([place]), 1.0) for place in places]
        alike, power, at = np.zeros((_PLACES, self.loop.shape[1])), 0.0, 0
        for block in original:
            alike += [np.einsum("nc,nc->c", block, one.samples(at, len(block))) for one in tries]
            power += float(np.square(block, dtype=np.float64).mean(axis=1).sum())
            at += len(block)
        level = max(float(np.sqrt(power / at)), _LEAST_LEVEL)
        return Fitted(self.loop, places[np.abs(alike).argmin(axis=0)], 1.0 if self.is_room else level)


def tone(channels: int) -> Filler:
    """Return a tone with an RMS of 1."""
    wave = np.sqrt(2) * np.sin(2 * np.pi * TONE_HZ * np.arange(SAMPLE_RATE) / SAMPLE_RATE)
    return Filler(np.repeat(wave[:, None], channels, axis=1).astype(np.float32), is_room=False)


def room(file: Path, levels: bytes, channels: int, avoided: Sequence[tuple[int, int]]) -> Filler:
    """Return noise with level and colour of the quietest half second of the recording; silence where there is none.

    `avoided` are stretches, in samples, from which nothing is taken.
    """
    start = _quietest(levels, avoided)
    samples = _ROOM_S * SAMPLE_RATE
    if start is None:
        return Filler(np.zeros((samples, channels), np.float32), is_room=True)
    quiet = np.concatenate(list(read_blocks(file, start=start, stop=start + _QUIET_FRAMES * SAMPLE_RATE // 10)))
    chance = np.random.default_rng(_SEED)
    return Filler(np.stack([_coloured(channel, samples, chance) for channel in quiet.T], axis=1), is_room=True)


def _quietest(levels: bytes, avoided: Sequence[tuple[int, int]]) -> int | None:
    """Return where the quietest half second begins that is not silence, in samples."""
    frame = SAMPLE_RATE // 10
    below = np.frombuffer(levels, np.uint8).astype(np.int64)
    usable = below < _SILENT_DB
    for start, stop in avoided:
        usable[max(0, start // frame - 1) : -(-stop // frame) + 1] = False
    starts = [i for i in range(len(below) - _QUIET_FRAMES + 1) if usable[i : i + _QUIET_FRAMES].all()]
    if not starts:
        return None
    return max(starts, key=lambda i: int(below[i : i + _QUIET_FRAMES].sum())) * frame


def _coloured(quiet: NDArray[np.float32], samples: int, chance: np.random.Generator) -> NDArray[np.float32]:
    """Return noise with the mean spectrum of `quiet` (Welch's method) and random phases: its end fits its beginning."""
    starts = range(0, len(quiet) - _SIZE + 1, _SIZE // 2)
    window = np.hanning(_SIZE)
    power = np.mean([np.abs(np.fft.rfft(window * quiet[at : at + _SIZE])) ** 2 for at in starts], axis=0)
    bins = np.fft.rfftfreq(samples)
    magnitude = np.sqrt(np.interp(bins, np.fft.rfftfreq(_SIZE), power))
    noise = np.fft.irfft(magnitude * np.exp(2j * np.pi * chance.random(len(bins))), samples)
    level = np.sqrt(np.mean(np.square(quiet, dtype=np.float64)))
    coloured: NDArray[np.float64] = noise * level / max(float(np.sqrt(np.mean(noise**2))), 1e-12)
    return coloured.astype(np.float32)
