"""The whole programme at its target: one static gain, and the true-peak limiter as the last step."""

import math
from collections.abc import Iterator
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
"""Of a dB of gain the limiter leaves at least so many LU, or the rest isn't worth more gain."""


def master(request: Master, folder: Path, progress: Progress) -> None:
    """Write master.flac: 16 bit, at the target's loudness and under the ceiling that leaves room for the encoder."""
    gains = Gains(request.target.integrated_lufs)
    samples = request.programme.samples
    measured = Integrated.of(_followed(request, progress, 0), request.channels)
    if measured == -math.inf:
        raise MediaError(request.interview, "the whole programme is silent", "Look whether the right file was named.")
    gain_db = gains.first(measured)
    for attempt in range(1, ATTEMPTS + 1):
        blocks = followed(_parts(request), progress, before=attempt * samples, total=_total(attempt, samples))
        measured = _write(request, blocks, gain_db, folder / "master.flac")
        if abs(request.target.integrated_lufs - measured) <= TOLERANCE_LU:
            return
        gain_db = gains.after(gain_db, measured)
