"""The whole programme at its target: one static gain, and the true-peak limiter as the last step."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from radkind_pod.audio.follow import followed
from radkind_pod.audio.limiter import Limiter
from radkind_pod.audio.programme import programme_blocks
from radkind_pod.audio.stages import Master
from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.encode import FlacWriter
from radkind_pod.media.meter import Integrated
from radkind_pod.progress import Progress

TOLERANCE_LU = 0.05
ATTEMPTS = 5
_USUAL_PASSES = 3
_LEAST_YIELD = 0.3
"""A dB of gain always counts as so many LU at least, or the next gain would run away."""


def master(request: Master, folder: Path, progress: Progress) -> None:
    """Write master.flac: 16 bit, under a ceiling that leaves room for the encoder, at the target's loudness.

    Where the limiter takes away too much to come within TOLERANCE_LU, the last attempt stands: whether that is
    good enough is judged on the delivered file.
    """
    wanted, file = request.target.integrated_lufs, folder / "master.flac"
    measured = Integrated.of(_watched(request, progress, 0), request.channels)
    if measured == -math.inf:
        raise MediaError(request.interview, "the whole programme is silent", "Look whether the right file was named.")
    gain_db = step_db = wanted - measured if abs(wanted - measured) > TOLERANCE_LU else 0.0
    for attempt in range(1, ATTEMPTS + 1):
        reached = _write(request, _watched(request, progress, attempt), gain_db, file)
        if abs(wanted - reached) <= TOLERANCE_LU:
            break
        yielded = max(_LEAST_YIELD, min(1.0, (reached - measured) / step_db)) if step_db else 1.0
        measured, step_db = reached, (wanted - reached) / yielded
        gain_db += step_db
    progress.moved(1, 1)


def ceiling_dbtp(request: Master) -> float:
    """Return how high the master may peak so that its MP3 mostly holds the target (measured on an hour of speech)."""
    roomy = {1: 96, 2: 128}[request.channels]
    return request.target.true_peak_dbtp - (0.5 if request.bitrate_kbps >= roomy else 1.0)


def _watched(request: Master, progress: Progress, passes: int) -> Iterator[Block]:
    samples = request.programme.samples
    blocks = programme_blocks(request.interview, request.programme, request.cuts, request.channels)
    total = samples * max(_USUAL_PASSES, passes + 1)
    return followed(blocks, progress, before=passes * samples, total=total)


def _write(request: Master, blocks: Iterable[Block], gain_db: float, file: Path) -> float:
    """Write the blocks with this gain, limited; return the integrated loudness of what was written."""
    meter = Integrated(request.channels)
    with FlacWriter(file, request.channels, bits=16) as writer:
        for block in _limited(blocks, gain_db, Limiter(request.channels, ceiling_dbtp(request))):
            writer.write(block)
            meter.add(block)
    return meter.finish()


def _limited(blocks: Iterable[Block], gain_db: float, limiter: Limiter) -> Iterator[Block]:
    factor = np.float32(amplitude(gain_db))
    for block in blocks:
        if len(ready := limiter.limit(block * factor)):
            yield ready
    if len(rest := limiter.finish()):
        yield rest
