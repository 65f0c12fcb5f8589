"""A conversation of real voices in a room with a microphone for each person, whose clocks differ."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from radkind_pod.media.decode import read_blocks

RATE = 16_000
SPEECH = Path("tests/data/speech")
ANA = ("en/sonnet001.mp3", "en/jfk.flac", "picovoice/test.wav", "fleurs/fleurs-en-000.ogg")
BO = ("mfa/acoustic_corpus.wav", "fleurs/fleurs-de-001.ogg", "fleurs/fleurs-fr-000.ogg", "fleurs/fleurs-en-003.ogg")
TURN_S = 5


def voice(files: tuple[str, ...]) -> np.ndarray:
    """Return recordings one after the other, each as loud as the others."""
    found = [np.concatenate([b[:, 0] for b in read_blocks(SPEECH / file, channels=1, rate=RATE)]) for file in files]
    return np.concatenate([one / np.std(one) * 0.05 for one in found]).astype(np.float64)


@cache
def conversation(seconds: int, pause_s: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return what Ana says and what Bo says, by turns of 5 s, nothing of it twice within two minutes."""
    voices = voice(ANA), voice(BO)
    said = np.zeros((2, seconds * RATE))
    used = [0, 0]
    for number, start in enumerate(range(0, seconds, TURN_S + pause_s)):
        who = number % 2
        count = min(TURN_S * RATE, said.shape[1] - start * RATE)
        taken = np.arange(used[who], used[who] + count) % len(voices[who])
        said[who, start * RATE : start * RATE + count] = voices[who][taken]
        used[who] += count
    return said[0], said[1]


def far(sound: np.ndarray, bleed_db: float, way_ms: float) -> np.ndarray:
    """Return what a microphone further off hears: quieter, later, and with echoes."""
    heard = np.zeros(len(sound))
    for late_ms, part in ((0, 1.0), (4.3, 0.4), (9.1, -0.3), (17.7, 0.2)):
        late = round((way_ms + late_ms) * RATE / 1000)
        heard[late:] += part * sound[: len(sound) - late]
    return 10 ** (bleed_db / 20) * heard


@dataclass(frozen=True)
class Clock:
    """A recorder that was started `start_s` after the conversation began, and runs fast by `ppm`."""

    start_s: float = 0.0
    ppm: float = 0.0

    def record(self, sound: np.ndarray, seed: int, noise: float = 3e-4) -> np.ndarray:
        """Return what it writes of a sound, with its own noise."""
        count = int((len(sound) / RATE - self.start_s) * RATE * (1 + self.ppm * 1e-6))
        at = self.start_s * RATE + np.arange(count) / (1 + self.ppm * 1e-6)
        written = np.interp(at, np.arange(len(sound)), sound, left=0, right=0)
        return written + noise * np.random.default_rng(seed).standard_normal(count)


def write(path: Path, sound: np.ndarray, rate: int = RATE) -> Path:
    """Write a file of 16 bit."""
    soundfile.write(path, sound, rate, subtype="PCM_16")
    return path


def lag_ms(heard: np.ndarray, said: np.ndarray, at_s: float, seconds: float = TURN_S, within_s: float = 0.1) -> float:
    """Return how much later `heard` has what is said at a place, to a sample."""
    first, count, reach = round(at_s * RATE), round(seconds * RATE), round(within_s * RATE)
    part = said[first : first + count]
    around = heard[first - reach : first + count + reach]
    size = 1 << len(around).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(part, size)), size)[: 2 * reach]
    return (int(np.argmax(likeness)) - reach) * 1000 / RATE
