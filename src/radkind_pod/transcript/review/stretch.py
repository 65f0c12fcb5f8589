"""A stretch of a long recording as speech engines want it, without decoding what lies before it."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import SAMPLE_RATE
from radkind_pod.transcript.pieces import RATE, Samples

_EACH = SAMPLE_RATE // RATE
_REACH = 96


def read_stretch(interview: Path, start_ms: int, end_ms: int) -> Samples:
    """Return mono samples at 16 kHz; fewer where the recording ends before.

    Only at the rate of the file can the decoder jump. So the sound comes at 48 kHz and is made slower here.
    """
    first, last = (max(0, ms) * RATE // 1000 * _EACH for ms in (start_ms, end_ms))
    if last <= first:
        return np.zeros(0, np.float32)
    blocks = read_blocks(interview, channels=1, rate=SAMPLE_RATE, start=first, stop=last)
    sound = np.concatenate([np.zeros(0, np.float32), *(block[:, 0] for block in blocks)])
    slowed = np.convolve(sound, _low_pass(), mode="full")[_REACH : _REACH + len(sound) : _EACH]
    return slowed.astype(np.float32)


def _low_pass() -> NDArray[np.float64]:
    """Return a filter that lets pass what 16 kHz can hold."""
    at = np.arange(-_REACH, _REACH + 1)
    cutoff = 0.94 / _EACH
    taps = cutoff * np.sinc(cutoff * at) * np.hamming(len(at))
    kernel: NDArray[np.float64] = taps / taps.sum()
    return kernel
