"""Raw recordings in, one working recording out: 48 kHz, mono or stereo, with what there is to know about it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Literal

import numpy as np

from radkind_pod.audio.envelope import Envelope, as_bytes
from radkind_pod.audio.examine import Examined, examine
from radkind_pod.audio.health import findings, refuse_unusable
from radkind_pod.audio.turns import find_turns, joined
from radkind_pod.media.blocks import Block, fitted
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import SAMPLE_RATE, Interview, Recording, SourceFile, Track, Turn, to_ms
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress

Take = tuple[Examined, ...]
"""The simultaneous tracks of one recording."""

Treat = Callable[[Track, Callable[[], Iterator[Block]]], Iterator[Block]]
"""What is done to a track: given how to hear it from its beginning, it yields each of its blocks, as long as before."""

_RESAMPLING_OVERSHOOT = 1.4
"""How far (3 dB) a wave may rise above its samples when it is brought to another rate."""
_LOWEST_GAIN = 1 / 16
_MENDED_PEAKS = 2.0
"""How far peaks may rise that were clipped, where a track is treated."""


def prepare(recordings: tuple[Recording, ...], folder: Path, progress: Progress) -> None:
    """Write interview.flac, levels.bin and interview.json. Raises MediaError where a recording can't be used.

    Every file is decoded twice: once to see what is in it, once to write. The same input gives the same bytes.
    """
    work = _Work(progress)
    takes = _examined(recordings, work)
    work.total = work.done + sum(map(_seconds, takes))
    mixer = _Mixer(takes, work)
    with FlacWriter(folder / "interview.flac", mixer.width, mixer.bits) as flac:
        for block in mixer.blocks():
            flac.write(block)
    (folder / "levels.bin").write_bytes(as_bytes(mixer.levels.levels_db()))
    (folder / "interview.json").write_text(to_json(mixer.interview()), encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True)
class Mix:
    """All recordings as one stream, as long as the working recording to the sample, and of its format."""

    width: int
    bits: Literal[16, 24]
    blocks: Iterator[Block]


def treated(recordings: tuple[Recording, ...], treat: Treat, progress: Progress) -> Mix:
    """Return what the working recording would be if each track had been treated before it was mixed."""
    work = _Work(progress)
    takes = _examined(recordings, work)
    work.total = work.done + sum(map(_seconds, takes))
    mixer = _Mixer(takes, work, treat)
    return Mix(mixer.width, mixer.bits, mixer.blocks())


class _Work:
    """Seconds of sound to go through, and gone through."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.total = 0.0
        self.done = 0.0

    def moved(self, seconds: float) -> None:
        self.done += seconds
        self._progress.moved(min(self.done, self.total) if self.total else self.done, self.total)


def _examined(recordings: tuple[Recording, ...], work: _Work) -> tuple[Take, ...]:
    stated = [[probe(track.file) for track in recording.tracks] for recording in recordings]
    if all(found.declared_s for take in stated for found in take):
        work.total = sum(2 * (found.declared_s or 0) for take in stated for found in take)
    takes = []
    for recording, headers in zip(recordings, stated, strict=True):
        take = tuple(examine(*pair, work.moved) for pair in zip(recording.tracks, headers, strict=True))
        refuse_unusable(take)
        takes.append(take)
    return tuple(takes)


def _seconds(take: Take) -> float:
    return max(e.seconds for e in take)


class _Mixer:
    """Joins all takes; once `blocks` has run through, it knows all there is to know about the result."""

    def __init__(self, takes: tuple[Take, ...], work: _Work, treat: Treat | None = None) -> None:
        self._takes, self._work, self._treat = takes, work, treat
        self.width = 2 if any(e.is_stereo for take in takes for e in take) else 1
        self.levels = Envelope()
        self._gain = _gain(takes) / (_MENDED_PEAKS if treat and any(e.clipped for take in takes for e in take) else 1)
        self._samples = 0
        self._starts: list[int] = []
        self._sources: list[SourceFile] = []
        self._turns: list[Turn] = []

    @property
    def bits(self) -> Literal[16, 24]:
        """16 where no file holds more, else 24.

        Samples that go in as they are stay exact; where they were resampled or mixed, dither is far below the noise
        of any room, and 24 bit of a hissing recording would take more than its share of the disk.
        """
        return 16 if all(e.found.bits == 16 for take in self._takes for e in take) else 24

    def blocks(self) -> Iterator[Block]:
        """Yield the working recording in blocks of at most one second."""
        for take in self._takes:
            start = self._samples
            envelopes, lengths = [[Envelope() for _ in e.track.speakers] for e in take], [0] * len(take)
            for row in zip_longest(*(_heard(e, self.width, self._treat) for e in take)):
                for i, heard in enumerate(row):
                    if heard:
                        heard.count_in(envelopes[i])
                        lengths[i] += len(heard.block)
                mix = _mean([heard.block if heard else None for heard in row]) * np.float32(self._gain)
                self._samples += len(mix)
                self.levels.add(mix)
                yield mix
                self._work.moved(len(mix) / SAMPLE_RATE)
            self._starts.append(start)
            self._note(take, envelopes, lengths, start)

    def _note(self, take: Take, envelopes: list[list[Envelope]], lengths: list[int], start: int) -> None:
        self._sources += [
            SourceFile(e.track.file.name, e.sha256, samples) for e, samples in zip(take, lengths, strict=True)
        ]
        speakers = [speaker for e in take for speaker in e.track.speakers]
        if len(speakers) > 1:
            levels_db = [envelope.levels_db() for of_track in envelopes for envelope in of_track]
            self._turns += find_turns(speakers, levels_db, to_ms(start))
        elif speakers[0]:
            self._turns.append(Turn(speakers[0], to_ms(start), to_ms(self._samples)))

    def interview(self) -> Interview:
        """Return what was made; its files are named relative to its folder."""
        return Interview(
            file=Path("interview.flac"),
            levels=Path("levels.bin"),
            channels=self.width,
            samples=self._samples,
            sources=tuple(self._sources),
            starts=tuple(self._starts),
            turns=tuple(joined(self._turns)),
            findings=tuple(finding for take in self._takes for e in take for finding in findings(e)),
        )


def _gain(takes: Sequence[Take]) -> float:
    """Return the gain that keeps the highest peak of all files within full scale (floats may pass it)."""
    highest = max(
        e.peak * (1.0 if e.found.sample_rate == SAMPLE_RATE else _RESAMPLING_OVERSHOOT) for take in takes for e in take
    )
    return max(_LOWEST_GAIN, min(1.0, 1 / highest))


@dataclass(frozen=True, slots=True)
class _Heard:
    """Up to a second of one file: at the working width, and what each of its microphones heard."""

    block: Block
    microphones: tuple[Block, ...]

    def count_in(self, envelopes: list[Envelope]) -> None:
        """Add what each microphone heard to its envelope."""
        for envelope, block in zip(envelopes, self.microphones, strict=True):
            envelope.add(block)


def _heard(e: Examined, width: int, treat: Treat | None) -> Iterator[_Heard]:
    """Yield the file's live channels at the working rate: stereo as it is, all else as their mean."""
    treated = treat(e.track, partial(_shaped, e)) if treat else None
    for block in read_blocks(e.track.file):
        shaped = fitted(next(treated) if treated else _shape(e, block), width)
        of_people = tuple(block[:, [i]] for i in range(len(e.track.channels)))
        yield _Heard(shaped, of_people or (shaped,))


def _shaped(e: Examined) -> Iterator[Block]:
    yield from (_shape(e, block) for block in read_blocks(e.track.file))


def _shape(e: Examined, block: Block) -> Block:
    return block if e.is_stereo else fitted(block[:, e.live], 1)


def _mean(row: Sequence[Block | None]) -> Block:
    """Return the mean of simultaneous blocks; None is a track that has ended, a shorter one is silent at its end."""
    present = [block for block in row if block is not None]
    if len(row) == 1:
        return present[0]
    mix = np.zeros((max(map(len, present)), present[0].shape[1]), np.float32)
    for block in present:
        mix[: len(block)] += block
    return mix / np.float32(len(row))
