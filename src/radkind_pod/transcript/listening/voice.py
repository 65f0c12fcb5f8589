"""Where somebody speaks: Silero's voice detection, whose weights come with faster-whisper."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from radkind_pod.errors import ToolMissing
from radkind_pod.transcript.pieces import RATE, Samples

FRAME = 512
"""Samples that one probability stands for: 32 ms at 16 kHz, as the detector was trained."""
_DROP = 0.15
"""Speech goes on until the probability falls so far below the threshold that began it (Silero's own figure)."""

Voice = NDArray[np.float32]
"""How probable it is that somebody speaks, 0 to 1, for each FRAME."""

Stretch = tuple[int, int]
"""Where something begins and ends, in samples."""


@dataclass(frozen=True, slots=True)
class Ear:
    """How voice becomes stretches: from which probability on, over which pauses, with how much around them in ms."""

    threshold: float
    silence_ms: int
    pad_ms: int


GENTLE = Ear(0.35, 1000, 400)
"""For what an engine is given: rather too much than a word too little."""
SURE = Ear(0.5, 300, 0)
"""For where speech surely is."""


def voice_in(samples: Samples) -> Voice:
    """Return how probable voice is in each FRAME of mono 16 kHz samples; what is left over makes a last one.

    Raises ToolMissing.
    """
    if not len(samples):
        return np.zeros(0, dtype=np.float32)
    try:
        from faster_whisper.vad import get_vad_model
    except ModuleNotFoundError as missing:
        raise ToolMissing(
            f"voice detection is not installed ({missing.name} is missing)",
            ["pip install 'faster-whisper>=1.2.1,<2'"],
        ) from missing
    found: Voice = get_vad_model()(np.pad(samples, (0, -len(samples) % FRAME)))
    return found.reshape(-1)


def stretches(voice: Voice, ear: Ear, samples: int) -> list[Stretch]:
    """Return where there is voice among so many samples, in order; where pads would overlap they share the pause."""
    runs = _over_pauses(_runs(voice, ear.threshold), ear.silence_ms * RATE // 1000)
    pad = ear.pad_ms * RATE // 1000
    middles = [(left[1] + right[0]) // 2 for left, right in pairwise(runs)]
    return [
        (max(start - pad, after), min(end + pad, before))
        for (start, end), after, before in zip(runs, [0, *middles], [*middles, samples], strict=False)
    ]


def _runs(voice: Voice, threshold: float) -> Iterator[Stretch]:
    """Yield each run of frames that begins at the threshold and has not yet fallen _DROP below it."""
    start: int | None = None
    for i, probability in enumerate(voice.tolist()):
        if start is None and probability >= threshold:
            start = i
        elif start is not None and probability < threshold - _DROP:
            yield start * FRAME, i * FRAME
            start = None
    if start is not None:
        yield start * FRAME, len(voice) * FRAME


def _over_pauses(runs: Iterator[Stretch], longest: int) -> list[Stretch]:
    """Return the runs, those as one between which no more than `longest` samples lie."""
    found: list[Stretch] = []
    for start, end in runs:
        if found and start - found[-1][1] < longest:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
