"""The whole programme at its target: one static gain, and the true-peak limiter as the last step."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from radkind_pod.audio.ceiling import ceiling_dbtp
from radkind_pod.audio.follow import followed
from radkind_pod.audio.limiter import Limiter
from radkind_pod.audio.programme import programme_blocks
from radkind_pod.audio.stages import Master
from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.encode import FlacWriter
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import Mp3Format
from radkind_pod.progress import Progress

TOLERANCE_LU = 0.05
ATTEMPTS = 5
_USUAL_PASSES = 2
_NEAR_LU = 1.0
_USUAL_YIELD = 0.8
"""Near the target, a dB of gain gives about so many LU behind the limiter (measured on speech)."""
_LEAST_YIELD = 0.3
"""A dB of gain always counts as so many LU at least, or the next gain would run away."""


def master(request: Master, folder: Path, progress: Progress) -> None:
    """Write master.flac: 16 bit, under a ceiling that leaves room for the encoder, at the target's loudness.

    Levelled parts need no gain but for what the limiter takes away, so the first attempt is made without. Where
    none comes within TOLERANCE_LU, the last stands: whether it is good enough is judged on the delivered file.
    """
    wanted, gain_db, step_db, before = request.target.integrated_lufs, 0.0, 0.0, -math.inf
    for attempt in range(ATTEMPTS):
        blocks = _watched(request, progress, attempt)
        reached = _write(request, blocks, gain_db, folder / "master.flac")
        if reached == -math.inf:
            raise MediaError(request.interview, "the programme is silent", "Look whether the right file was named.")
        if abs(wanted - reached) <= TOLERANCE_LU:
            break
        step_db = (wanted - reached) / _yielded(wanted - reached, step_db, reached - before)
        gain_db, before = gain_db + step_db, reached
    progress.moved(1, 1)


def _yielded(residue_lu: float, step_db: float, rise_lu: float) -> float:
    """Return how many LU a dB of further gain gives, from what the last step of gain gave, if there was one."""
    if not step_db:
        return _USUAL_YIELD if abs(residue_lu) < _NEAR_LU else 1.0
    return max(_LEAST_YIELD, min(1.0, rise_lu / step_db))


def _watched(request: Master, progress: Progress, passes: int) -> Iterator[Block]:
    samples = request.programme.samples
    blocks = programme_blocks(request.interview, request.programme, request.cuts, request.channels)
    total = samples * max(_USUAL_PASSES, passes + 1)
    return followed(blocks, progress, before=passes * samples, total=total)


def _write(request: Master, blocks: Iterable[Block], gain_db: float, file: Path) -> float:
    """Write the blocks with this gain, limited; return the integrated loudness of what was written."""
    ceiling = ceiling_dbtp(request.target, Mp3Format(request.bitrate_kbps, request.channels))
    meter = LoudnessMeter(request.channels)
    with FlacWriter(file, request.channels, bits=16) as writer:
        for block in _limited(blocks, gain_db, Limiter(request.channels, ceiling)):
            writer.write(block)
            meter.add(block)
    return meter.measured().integrated_lufs


def _limited(blocks: Iterable[Block], gain_db: float, limiter: Limiter) -> Iterator[Block]:
    factor = np.float32(amplitude(gain_db))
    for block in blocks:
        if len(ready := limiter.limit(block * factor)):
            yield ready
    if len(rest := limiter.finish()):
        yield rest
