"""One track, cleaned: what it suffers from is mended, and what it doesn't suffer from is left alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio import deess, repair
from radkind_pod.audio.ailments import Ailments
from radkind_pod.audio.denoise import Denoiser
from radkind_pod.media.blocks import Block, even
from radkind_pod.media.filtering import Filter, filtered
from radkind_pod.model.audio import GENTLE, SAMPLE_RATE, STRONG

_RUMBLE_HZ, _NOTCH_HZ = 80, 3
Sound = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strength:
    """How far cleaning goes, in dB.

    `noise_db`: by how much noise is lowered at most. `s_below_voice_db`: where s and sh begin to be softened, and
    `s_db`: by how much at most. `rumble_filters`: each takes 12 dB an octave below 80 Hz.
    """

    noise_db: float
    s_below_voice_db: float
    s_db: float
    rumble_filters: int


STRENGTHS = {GENTLE: Strength(12, 8, 4, 1), STRONG: Strength(24, 11, 8, 2)}


def cleaned(blocks: Iterator[Block], ailments: Ailments, strength: Strength, weights: Path) -> Iterator[Block]:
    """Yield a track's 48 kHz blocks of one second, cleaned: each as long as before, and in its place to the sample."""
    first = next(blocks, None)
    if first is None:
        return
    channels = first.shape[1]
    stream = _mended(_again(first, blocks), ailments)
    stream = filtered(stream, channels, filters(ailments, strength))
    stream = Denoiser(weights, strength.noise_db).denoised(stream, channels)
    above_db = ailments.voice_db - strength.s_below_voice_db
    stream = _in_windows(stream, deess.AROUND, lambda sound: deess.softened(sound, above_db, strength.s_db))
    yield from even(stream, SAMPLE_RATE)


def filters(ailments: Ailments, strength: Strength) -> list[Filter]:
    """Return libav's filters for what lies below the voice and for the lines of the mains."""
    rumble = ("highpass", f"f={_RUMBLE_HZ}:precision=f64")
    notches = [("bandreject", f"f={hz}:width_type=h:width={_NOTCH_HZ}:precision=f64") for hz in ailments.hum_hz]
    return [*[rumble] * strength.rumble_filters, *notches]


def _mended(blocks: Iterable[Block], ailments: Ailments) -> Iterator[Block]:
    """Yield the blocks without clicks, and with the peaks that were cut off."""

    def mend(sound: Sound) -> Sound:
        columns = sound.T
        if ailments.clipped_at is not None:
            columns = np.stack([repair.without_clipping(one, ailments.clipped_at) for one in columns])
        return np.stack([repair.without_clicks(one) for one in columns], axis=1)

    return _in_windows(blocks, repair.AROUND, mend)


def _in_windows(blocks: Iterable[Block], around: int, treat: Callable[[Sound], Sound]) -> Iterator[Block]:
    """Yield what `treat` makes of each second, which is given to it with so many samples more on either side."""
    held: Sound | None = None
    for block in even(iter(blocks), SAMPLE_RATE):
        held = np.zeros((around, block.shape[1])) if held is None else held
        held = np.concatenate([held, block.astype(np.float64)])
        if len(held) >= SAMPLE_RATE + 2 * around:
            yield _core(treat(held[: SAMPLE_RATE + 2 * around]), around, SAMPLE_RATE)
            held = held[SAMPLE_RATE:]
    while held is not None and len(held) > around:
        length = min(SAMPLE_RATE, len(held) - around)
        padded = np.pad(held, ((0, max(0, SAMPLE_RATE + 2 * around - len(held))), (0, 0)))
        yield _core(treat(padded[: SAMPLE_RATE + 2 * around]), around, length)
        held = held[SAMPLE_RATE:]


def _core(sound: Sound, around: int, length: int) -> Block:
    return sound[around : around + length].astype(np.float32)


def _again(first: Block, rest: Iterator[Block]) -> Iterator[Block]:
    yield first
    yield from rest
