"""Sound as the voice network was trained on it: 40 mel bands, 25 ms windows every 10 ms, at 16 kHz.

What librosa's melspectrogram gives with its defaults (Hann window, power, Slaney's mel scale with bands of equal
area, windows centred with zeros around the ends), worked out from its definition.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from radkind_pod.transcript.pieces import RATE, Samples

HOP = RATE // 100
BANDS = 40
_WINDOW = RATE // 40
_KNEE_HZ, _KNEE_MEL = 1000.0, 15.0
"""Slaney's scale is linear up to here, 200/3 Hz a mel, and logarithmic above."""
_STEP = np.log(6.4) / 27


def mel_power(samples: Samples) -> NDArray[np.float32]:
    """Return the power in each band of each 10 ms of mono 16 kHz samples: shape (frames, 40)."""
    padded = np.pad(samples, _WINDOW // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP]
    spectra = np.fft.rfft(windows * _hann(), axis=1)
    power: NDArray[np.float32] = (np.abs(spectra) ** 2 @ _filters().T).astype(np.float32)
    return power


@cache
def _hann() -> NDArray[np.float32]:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)).astype(np.float32)


@cache
def _filters() -> NDArray[np.float64]:
    """Return for each band the weight of each frequency: a triangle from its lower to its upper neighbour."""
    highest = _KNEE_MEL + np.log(RATE / 2 / _KNEE_HZ) / _STEP
    corners = _hertz(np.linspace(0.0, highest, BANDS + 2))
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    rising = (frequencies - corners[:-2, None]) / np.diff(corners)[:-1, None]
    falling = (corners[2:, None] - frequencies) / np.diff(corners)[1:, None]
    area = 2.0 / (corners[2:] - corners[:-2])
    weights: NDArray[np.float64] = np.maximum(0, np.minimum(rising, falling)) * area[:, None]
    return weights


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mels < _KNEE_MEL, mels * 200 / 3, _KNEE_HZ * np.exp(_STEP * (mels - _KNEE_MEL)))
