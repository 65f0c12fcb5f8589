"""A track as alignment hears it: 8 kHz, each moment and each frequency of a voice as strong as any other.

Of each frame only the phases are kept (the "phase transform" of Knapp and Carter, 1976): a faint voice in the
background weighs as much as a near one, and neither a hum nor the pitch of a voice makes a recording resemble itself
elsewhere.
"""

import tempfile
from array import array
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block

RATE = 8_000
LEVEL_HZ = 10
"""So many levels a second."""
_FRAME = 512
"""64 ms: long enough to tell the overtones of a voice apart, short enough to follow its sounds."""
_HOP = _FRAME // 2
_BAND_HZ = (200, 3600)
"""Above the hum of the mains and rooms, below where telephones end."""
_SILENCE = 1e-5
_SCALE = 40.0
"""Samples are kept as bytes: whitened sound rarely passes three times its mean."""


class Whitened:
    """One whitened track. It lies in a nameless file beside what is made, so that hours take no memory."""

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._window = np.sqrt(np.hanning(_FRAME + 1)[:-1])
        hz = np.fft.rfftfreq(_FRAME, 1 / RATE)
        self._band = (hz >= _BAND_HZ[0]) & (hz <= _BAND_HZ[1])
        self._scale = _SCALE * _FRAME / (2 * np.sqrt(self._band.sum()))
        self._waiting: NDArray[np.float64] = np.zeros(_HOP)
        self._tail: NDArray[np.float64] = np.zeros(_HOP)
        self._powers = array("d")
        self.samples = 0

    def __enter__(self) -> "Whitened":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def seconds(self) -> float:
        """How long the track is."""
        return self.samples / RATE

    def add(self, block: Block) -> None:
        """Take up to a second of the track at 8 kHz, shape (frames, 1); all but the last are whole seconds."""
        mono = block[:, 0].astype(np.float64)
        self.samples += len(mono)
        step = RATE // LEVEL_HZ
        self._powers.extend(float(np.mean(mono[at : at + step] ** 2)) for at in range(0, len(mono), step))
        self._whiten(mono)

    def finish(self) -> None:
        """Take what still waits; after this the track can be read."""
        self._whiten(np.zeros(_FRAME))

    def _whiten(self, more: NDArray[np.float64]) -> None:
        sound = np.concatenate([self._waiting, more])
        count = len(sound) // _HOP - 1
        if count < 1:
            self._waiting = sound
            return
        frames = np.lib.stride_tricks.sliding_window_view(sound, _FRAME)[: count * _HOP : _HOP]
        spectra = np.fft.rfft(frames * self._window)
        strength = np.abs(spectra)
        heard = self._band & (strength > _SILENCE)
        phases = np.where(heard, spectra / np.maximum(strength, _SILENCE), 0)
        parts = np.fft.irfft(phases, _FRAME) * self._window * self._scale
        out = np.zeros((count + 1) * _HOP)
        out[:_HOP] = self._tail
        for k, part in enumerate(parts):
            out[k * _HOP : k * _HOP + _FRAME] += part
        self._tail, self._waiting = out[count * _HOP :], sound[count * _HOP :]
        self._file.write(np.clip(np.rint(out[: count * _HOP]), -127, 127).astype(np.int8).tobytes())

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        """Return `count` whitened samples from `start` on; where the track isn't, there are zeros."""
        out = np.zeros(count, np.float32)
        first, end = max(0, start), min(self.samples, start + count)
        if first < end:
            self._file.seek(first + _HOP)  # the first frame began before the track
            found = np.frombuffer(self._file.read(end - first), np.int8)
            out[first - start : first - start + len(found)] = found
        return out

    def levels_db(self) -> NDArray[np.float64]:
        """Return the level of each tenth of a second in dBFS RMS, silence as -255."""
        with np.errstate(divide="ignore"):
            levels: NDArray[np.float64] = np.maximum(10 * np.log10(np.array(self._powers)), -255.0)
        return levels
