"""Intro and outro as listeners hear them: as loud as the talk, with their fades."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.fades import falling, rising
from radkind_pod.audio.places import Places
from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.programme import Levels, MusicLevel, Programme


@dataclass(frozen=True, slots=True)
class Music:
    """A file with its gain. It comes within its first `rises` samples, and goes within `falls` up to `samples`."""

    file: Path
    level: MusicLevel
    samples: int = 0
    rises: int = 0
    falls: int = 0

    def blocks(self, channels: int, start: int = 0, stop: int | None = None) -> Iterator[Block]:
        """Yield its samples from `start` to `stop`, block by block."""
        factor = np.float32(amplitude(self.level.gain_db))
        curve = Curve.read(self.level.curve) if self.level.curve else None
        for block in read_blocks(self.file, channels=channels, start=start, stop=stop):
            factors = self._fade(start, len(block)) * factor
            yield block * (factors * curve.factors(start, len(block)) if curve else factors)
            start += len(block)

    def _fade(self, first: int, count: int) -> Block:
        """Return the gain of the fades; shape (count, 1) or (1, 1)."""
        gain = np.ones((1, 1), np.float32)
        if first < self.rises:
            come = np.ones((count, 1), np.float32)
            part = rising(self.rises)[first : first + count]
            come[: len(part)] = part
            gain = come
        begun = self.samples - self.falls
        if self.falls and first + count > begun:
            go = np.ones((count, 1), np.float32)
            go[max(0, begun - first) :] = falling(self.falls)[max(0, first - begun) : first + count - begun]
            gain = gain * go
        return gain


def intro_of(file: Path, levels: Levels, places: Places | Programme) -> Music:
    """Return the intro of a programme."""
    samples = places.intro_keep + places.interview_start
    return Music(file, levels.intro or MusicLevel(), samples, falls=places.intro_fade)


def outro_of(file: Path, levels: Levels, places: Places | Programme) -> Music:
    """Return the outro of a programme."""
    return Music(file, levels.outro or MusicLevel(), rises=places.outro_fade)
