"""The first pass over a raw file: what it states, what is really in it, and how healthy that is."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.dropouts import Dropouts
from radkind_pod.media.ahead import ahead
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import Changed, Damage, read_blocks
from radkind_pod.media.probe import Found
from radkind_pod.model.audio import SAMPLE_RATE, Track

FULL_SCALE = 32_767 / 32_768
_CLIPPED_SAMPLES = 3
"""So many samples in a row at full scale: a sound that merely touches it has one or two."""
_DEAD_RMS_DBFS = -60.0
_DEAD_BELOW_OTHERS_DB = 40.0
_OFFSET = 0.02
_CHUNK = 1 << 22


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of a file: highest sample, level and constant part, of full scale."""

    peak: float
    rms_dbfs: float
    offset: float


@dataclass(frozen=True, slots=True)
class Examined:
    """A raw file after it was decoded once; `samples` counts at 48 kHz.

    `identical` says that all channels are the same to the sample.
    """

    track: Track
    found: Found
    sha256: str
    seconds: float
    samples: int
    channels: tuple[Channel, ...]
    identical: bool
    clipped: int
    first_clipped_s: float
    dropouts: int
    first_dropout_s: float
    dropped_s: float
    damage: tuple[Damage, ...]
    changes: tuple[Changed, ...]

    @property
    def live(self) -> tuple[int, ...]:
        """Which channels are of use: those that aren't dead, and one of several that are the same."""
        if self.identical:
            return (0,)
        limit = min(_DEAD_RMS_DBFS, max(c.rms_dbfs for c in self.channels) - _DEAD_BELOW_OTHERS_DB)
        return tuple(i for i, channel in enumerate(self.channels) if channel.rms_dbfs > limit)

    @property
    def is_stereo(self) -> bool:
        """Say whether left and right are both there and differ, as one picture of the room."""
        return not self.track.channels and len(self.channels) == len(self.live) == 2

    @property
    def peak(self) -> float:
        """The highest sample, of full scale."""
        return max(c.peak for c in self.channels)

    @property
    def offsets(self) -> tuple[float, ...]:
        """What to take from each channel: its constant part, where that is more than a recorder's own."""
        return tuple(c.offset if abs(c.offset) > _OFFSET else 0.0 for c in self.channels)


@dataclass(slots=True)
class _Tally:
    """Sums over all blocks of one file."""

    frames: int = 0
    peaks: NDArray[np.float64] = field(default_factory=lambda: np.zeros(1))
    sums: NDArray[np.float64] = field(default_factory=lambda: np.zeros(1))
    squares: NDArray[np.float64] = field(default_factory=lambda: np.zeros(1))
    identical: bool = True
    clipped: int = 0
    first_clipped: int = 0
    last: NDArray[np.float32] | None = None

    def add(self, block: Block) -> None:
        samples = np.ascontiguousarray(block.T)  # sums along a channel are several times faster so
        peaks = np.maximum(samples.max(axis=1), -samples.min(axis=1))
        self.peaks = np.maximum(self.peaks, peaks)
        self.sums = self.sums + samples.sum(axis=1, dtype=np.float64)
        self.squares = self.squares + np.einsum("cn,cn->c", samples, samples)
        self.identical = self.identical and bool((samples == samples[:1]).all())
        self._count_clipped(samples, float(peaks.max()))
        self.frames += len(block)

    def _count_clipped(self, samples: NDArray[np.float32], peak: float) -> None:
        """Count where a run of full-scale samples becomes long enough; runs may cross blocks."""
        before = np.zeros((len(samples), _CLIPPED_SAMPLES), np.float32) if self.last is None else self.last
        self.last = samples[:, -_CLIPPED_SAMPLES:]
        if max(peak, np.abs(before).max()) < FULL_SCALE:
            return
        full = np.abs(np.concatenate([before, samples], axis=1)) >= FULL_SCALE
        count = samples.shape[1]
        reached = full[:, 1 : count + 1] & full[:, 2 : count + 2] & full[:, 3 : count + 3] & ~full[:, :count]
        places = np.flatnonzero(reached.any(axis=0))
        if len(places) and not self.clipped:
            self.first_clipped = self.frames + int(places[0])
        self.clipped += len(places)

    def channels(self) -> tuple[Channel, ...]:
        with np.errstate(divide="ignore"):
            levels = 10 * np.log10(self.squares / self.frames)
        rows = zip(self.peaks, levels, self.sums / self.frames, strict=True)
        return tuple(Channel(float(peak), float(level), float(offset)) for peak, level, offset in rows)


def examine(track: Track, found: Found, moved: Callable[[float], None]) -> Examined:
    """Decode the whole file at its own rate. `moved` is told the seconds of sound that were read since last time.

    Raises MediaError where nothing can be decoded.
    """
    tally, dropouts = _Tally(), Dropouts(found.sample_rate)
    damage: list[Damage] = []
    changes: list[Changed] = []
    sha256 = _sha256(track.file, moved)
    for block in ahead(read_blocks(track.file, rate=None, noticed=damage.append, changed=changes.append)):
        tally.add(block)
        dropouts.add(block)
        moved(len(block) / found.sample_rate)
    return Examined(
        track=track,
        found=found,
        sha256=sha256,
        seconds=tally.frames / found.sample_rate,
        samples=round(tally.frames * SAMPLE_RATE / found.sample_rate),
        channels=tally.channels(),
        identical=tally.identical,
        clipped=tally.clipped,
        first_clipped_s=tally.first_clipped / found.sample_rate,
        dropouts=dropouts.count,
        first_dropout_s=dropouts.first / found.sample_rate,
        dropped_s=dropouts.samples / found.sample_rate,
        damage=tuple(damage),
        changes=tuple(changes),
    )


def _sha256(path: Path, moved: Callable[[float], None]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            moved(0)
    return digest.hexdigest()
