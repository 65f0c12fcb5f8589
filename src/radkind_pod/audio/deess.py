"""Sharp s and sh, made softer: where what is above 5 kHz comes near the level of the vowels."""

import numpy as np
from numpy.typing import NDArray

from radkind_pod.model.audio import SAMPLE_RATE

Sound = NDArray[np.float64]

AROUND = 1024
"""So many samples on either side must be known."""
_ABOVE_HZ, _TAPS, _SMOOTH = 5000, 255, SAMPLE_RATE // 125
_RATIO = 3.0


def _high_pass() -> Sound:
    place = np.arange(_TAPS) - _TAPS // 2
    share = 2 * _ABOVE_HZ / SAMPLE_RATE
    low = share * np.sinc(share * place) * np.blackman(_TAPS)
    high: Sound = -low / low.sum()
    high[_TAPS // 2] += 1
    return high


_HIGH = _high_pass()
_MEAN = np.hanning(_SMOOTH + 2)[1:-1] / np.hanning(_SMOOTH + 2).sum()


def softened(sound: Sound, above_db: float, most_db: float) -> Sound:
    """Return the sound, shape (frames, channels), with less of what is above 5 kHz where it is louder than `above_db`.

    Of what it is louder a third stays, and no more than `most_db` is taken. It has AROUND samples to spare on either
    side.
    """
    high = np.stack([_convolved(channel, _HIGH) for channel in sound.T], axis=1)
    power = np.maximum(_convolved(np.max(high**2, axis=1), _MEAN), 1e-20)
    over_db = np.maximum(10 * np.log10(power) - above_db, 0) * (1 - 1 / _RATIO)
    gain = 10 ** (-np.minimum(over_db, most_db) / 20)
    return sound - high * (1 - gain[:, None])


def _convolved(sound: Sound, kernel: Sound) -> Sound:
    length = len(sound) + len(kernel) - 1
    spectrum = np.fft.rfft(sound, length) * np.fft.rfft(kernel, length)
    whole: Sound = np.fft.irfft(spectrum, length)
    return whole[len(kernel) // 2 : len(kernel) // 2 + len(sound)]
