"""Sounds that no recording of the project has: made from fixed seeds, mono at 16 kHz."""

from collections.abc import Callable

import numpy as np
from mix import pink
from numpy.typing import NDArray
from references import RATE

Sound = NDArray[np.float64]

AH = ((700, 110), (1220, 120), (2600, 160), (3300, 250))
"""Formants of "ah" and their widths, in Hz (Peterson and Barney 1952, rounded)."""


def silence(samples: int, _: np.random.Generator) -> Sound:
    """Return nothing at all."""
    return np.zeros(samples)


def room(samples: int, chance: np.random.Generator) -> Sound:
    """Return a quiet room: pink noise at -58 dBFS, a mains hum of 50 Hz, and a fan that turns unevenly."""
    time = np.arange(samples) / RATE
    hum = sum(level * np.sin(2 * np.pi * 50 * k * time) for k, level in ((1, 1.0), (2, 0.5), (3, 0.3), (5, 0.1)))
    fan = shaped(chance.standard_normal(samples), lambda f: (f < 900) / (1 + (f / 200) ** 2))
    turning = 1 + 0.3 * np.sin(2 * np.pi * (7.3 * time + 0.4 * np.sin(0.31 * time)))
    return at_level(pink(chance.standard_normal(samples)), -58) + at_level(hum, -62) + at_level(fan * turning, -56)


def music(samples: int, chance: np.random.Generator) -> Sound:
    """Return chords, a melody and drums at 100 beats a minute, changing every bar."""
    beat = RATE * 60 // 100
    out = np.zeros(samples + 5 * beat)
    for number, start in enumerate(range(0, samples, beat)):
        if number % 4 == 0:
            root = 110 * 2 ** (int(chance.choice([0, 3, 5, 7, 8, 10])) / 12)
            for step in (0, 4 if number % 8 else 3, 7, 12):
                _add(out, start, 0.1 * _note(root * 2 ** (step / 12), 4 * beat, 8))
        pitch = 440 * 2 ** (int(chance.choice([0, 2, 4, 7, 9, 12])) / 12)
        _add(out, start, 0.2 * _note(pitch, beat, 5))
        fall = np.exp(-np.arange(beat) / (0.04 * RATE))
        drum = chance.standard_normal(beat) if number % 2 else np.sin(2 * np.pi * 60 * np.arange(beat) / RATE)
        _add(out, start, 0.25 * fall * drum)
    return at_level(out[:samples], -20)


def applause(samples: int, chance: np.random.Generator) -> Sound:
    """Return many hands: 60 claps a second, each a few ms of noise around 1 to 3 kHz, swelling and falling."""
    out = np.zeros(samples + RATE)
    length = RATE // 20
    for _ in range(60 * samples // RATE):
        fall = np.exp(-np.arange(length) / (chance.uniform(0.003, 0.010) * RATE))
        tone = np.sin(2 * np.pi * chance.uniform(900, 3000) * np.arange(length) / RATE)
        _add(out, int(chance.integers(samples)), chance.uniform(0.2, 1) * fall * tone * chance.standard_normal(length))
    swell = 0.55 + 0.45 * np.sin(2 * np.pi * np.arange(samples) / RATE / 12)
    return at_level(out[:samples] * swell, -24)


def held_note(samples: int, chance: np.random.Generator) -> Sound:
    """Return somebody who sings "ah" for 8 s at a time, with vibrato, and 2 s of quiet in between."""
    out = np.zeros(samples + 8 * RATE)
    time = np.arange(8 * RATE) / RATE
    for start in range(0, samples, 10 * RATE):
        pitch = chance.choice([196, 220, 247, 262, 294]) * (1 + 0.01 * np.sin(2 * np.pi * 5.5 * time))
        _add(out, start, voiced(pitch) * np.minimum(1, np.minimum(time, 8 - time) / 0.2))
    return at_level(out[:samples], -22) + _quiet(samples, chance)


def laughter(samples: int, chance: np.random.Generator) -> Sound:
    """Return bursts like "ha ha ha": five a second, breath before each, falling in pitch and strength."""
    out = np.zeros(samples + 2 * RATE)
    at = 0
    while at < samples:
        first = chance.uniform(200, 330)
        for number in range(int(chance.integers(5, 12))):
            length = round(chance.uniform(0.09, 0.14) * RATE)
            shape = np.hanning(length)
            sound = voiced(np.full(length, first * 0.96**number)) * shape
            breath = at_level(chance.standard_normal(length // 2), -34) * np.hanning(length // 2)
            _add(out, at, breath)
            _add(out, at + length // 2, 0.9**number * at_level(sound, -20))
            at += round(0.2 * RATE)
        at += round(chance.uniform(0.8, 2.5) * RATE)
    return out[:samples] + _quiet(samples, chance)


def breath(samples: int, chance: np.random.Generator) -> Sound:
    """Return breathing near the microphone: in for 1.2 s, out for 1.6 s, a pause."""
    out = np.zeros(samples + 5 * RATE)
    at = 0
    while at < samples:
        for seconds, middle in ((1.2, 1800), (1.6, 900)):
            length = round(seconds * chance.uniform(0.8, 1.2) * RATE)
            noise = shaped(chance.standard_normal(length), lambda f, m=middle: np.exp(-(((f - m) / 900) ** 2)))
            _add(out, at, at_level(noise, -36) * np.hanning(length))
            at += length + round(0.2 * RATE)
        at += round(chance.uniform(0.5, 1.5) * RATE)
    return out[:samples] + _quiet(samples, chance)


def voiced(pitch: Sound) -> Sound:
    """Return "ah" at this pitch in Hz, one for each sample: its overtones, as strong as the formants let them be."""
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    out = np.zeros(len(pitch))
    for number in range(1, int(RATE / 2 / pitch.max())):
        frequency = number * float(pitch.mean())
        strength = sum(1 / (1 + ((frequency - middle) / width) ** 2) for middle, width in AH)
        out += strength / number * np.sin(number * phase)
    return out


def shaped(noise: Sound, gain: Callable[[Sound], Sound]) -> Sound:
    """Return noise with this gain at each frequency in Hz."""
    return np.fft.irfft(np.fft.rfft(noise) * gain(np.fft.rfftfreq(len(noise), 1 / RATE)), len(noise))


def at_level(sound: Sound, db: float) -> Sound:
    """Return the sound with this RMS in dB below full scale."""
    return sound * (10 ** (db / 20) / np.sqrt(np.mean(sound**2)))


def _quiet(samples: int, chance: np.random.Generator) -> Sound:
    return at_level(chance.standard_normal(samples), -70)


def _note(pitch: float, length: int, overtones: int) -> Sound:
    time = np.arange(length) / RATE
    sound = sum(np.sin(2 * np.pi * pitch * k * time) / k**1.5 for k in range(1, overtones) if pitch * k < RATE / 2)
    return sound * np.exp(-2 * time) * np.minimum(1, time / 0.01)


def _add(out: Sound, at: int, sound: Sound) -> None:
    out[at : at + len(sound)] += sound[: max(0, len(out) - at)]
