"""Raw recordings in, one working recording out: 48 kHz, mono or stereo, with what there is to know about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from radkind_pod.audio.envelope import Envelope, as_bytes
from radkind_pod.audio.examine import Examined, examine
from radkind_pod.audio.health import findings, refuse_unusable
from radkind_pod.audio.tracks.mix import mixed
from radkind_pod.audio.tracks.reading import Treat
from radkind_pod.audio.tracks.take import Take, bring_together, microphones_in
from radkind_pod.audio.tracks.told import told
from radkind_pod.audio.turns import joined
from radkind_pod.media.ahead import ahead
from radkind_pod.media.blocks import Block
from radkind_pod.media.encode import FlacWriter
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import SAMPLE_RATE, Finding, Interview, Recording, SourceFile, Turn, to_ms
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress

_RESAMPLING_OVERSHOOT = 1.4
"""How far (3 dB) a wave may rise above its samples when it is brought to another rate or clock."""
_LOWEST_GAIN = 1 / 16
_MENDED_PEAKS = 2.0
"""How far peaks may rise that were clipped, where a track is treated."""


def prepare(recordings: tuple[Recording, ...], folder: Path, progress: Progress) -> None:
    """Write interview.flac, levels.bin and interview.json. Raises MediaError where a recording can't be used.

    Every file is decoded twice: once to see what is in it, once to write; simultaneous tracks once more in between, to
    bring them in step. The same input gives the same bytes.
    """
    work = _Work(progress)
    takes = _taken(recordings, folder, work)
    joiner = _Joiner(takes, work)
    with FlacWriter(folder / "interview.flac", joiner.width, joiner.bits) as flac:
        for block in ahead(joiner.blocks()):
            flac.write(block)
    (folder / "levels.bin").write_bytes(as_bytes(joiner.levels.levels_db()))
    (folder / "interview.json").write_text(to_json(joiner.interview()), encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True)
class Mix:
    """All recordings as one stream, as long as the working recording to the sample, and of its format."""

    width: int
    bits: Literal[16, 24]
    blocks: Iterator[Block]


def treated(recordings: tuple[Recording, ...], treat: Treat, folder: Path, progress: Progress) -> Mix:
    """Return what the working recording would be if each track had been treated before it was mixed.

    `folder` is for what must not stay in memory meanwhile.
    """
    work = _Work(progress)
    joiner = _Joiner(_taken(recordings, folder, work), work, treat)
    return Mix(joiner.width, joiner.bits, joiner.blocks())


class _Work:
    """Seconds of sound to go through, and gone through."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.total = 0.0
        self.done = 0.0

    def moved(self, seconds: float) -> None:
        self.done += seconds
        self._progress.moved(min(self.done, self.total) if self.total else self.done, self.total)


def _taken(recordings: tuple[Recording, ...], folder: Path, work: _Work) -> tuple[Take, ...]:
    """Look at all files, and bring simultaneous ones in step."""
    examined = _examined(recordings, work)
    together_s = sum(e.seconds for tracks in examined if len(microphones_in(tracks)) > 1 for e in tracks)
    work.total = work.done + together_s + sum(max(e.seconds for e in tracks) for tracks in examined)
    takes = tuple(bring_together(tracks, folder, work.moved) for tracks in examined)
    work.total = work.done + sum(take.seconds for take in takes)
    return takes


def _examined(recordings: tuple[Recording, ...], work: _Work) -> tuple[tuple[Examined, ...], ...]:
    stated = [[probe(track.file) for track in recording.tracks] for recording in recordings]
    if all(found.declared_s for take in stated for found in take):
        work.total = sum(2 * (found.declared_s or 0) for take in stated for found in take)
    examined = []
    for recording, headers in zip(recordings, stated, strict=True):
        tracks = tuple(examine(*pair, work.moved) for pair in zip(recording.tracks, headers, strict=True))
        refuse_unusable(tracks)
        examined.append(tracks)
    return tuple(examined)


class _Joiner:
    """Joins all takes; once `blocks` has run through, it knows all there is to know about the result."""

    def __init__(self, takes: tuple[Take, ...], work: _Work, treat: Treat | None = None) -> None:
        self._takes, self._work, self._treat = takes, work, treat
        self._files = [e for take in takes for e in take.tracks]
        self.width = 2 if any(e.is_stereo for e in self._files) else 1
        self.levels = Envelope()
        self._gain = _gain(takes) / (_MENDED_PEAKS if treat and any(e.clipped for e in self._files) else 1)
        self._samples = 0
        self._starts: list[int] = []
        self._turns: list[Turn] = []

    @property
    def bits(self) -> Literal[16, 24]:
        """16 where no file holds more, else 24.

        Samples that go in as they are stay exact; where they were resampled or mixed, dither is far below the noise
        of any room, and 24 bit of a hissing recording would take more than its share of the disk.
        """
        return 16 if all(e.found.bits == 16 for e in self._files) else 24

    def blocks(self) -> Iterator[Block]:
        """Yield the working recording, block by block."""
        for take in self._takes:
            start = self._samples
            for block in mixed(take, self.width, self._gain, self._treat):
                self._samples += len(block)
                self.levels.add(block)
                yield block
                self._work.moved(len(block) / SAMPLE_RATE)
            self._starts.append(start)
            self._turns += _turns(take, to_ms(start), to_ms(self._samples))

    def interview(self) -> Interview:
        """Return what was made; its files are named relative to its folder."""
        return Interview(
            file=Path("interview.flac"),
            levels=Path("levels.bin"),
            channels=self.width,
            samples=self._samples,
            sources=tuple(SourceFile(e.track.file.name, e.sha256, e.samples) for e in self._files),
            starts=tuple(self._starts),
            turns=tuple(joined(self._turns)),
            findings=tuple(finding for take in self._takes for finding in (*_healths(take), *told(take))),
            placed=tuple(take.placed for take in self._takes),
            alignments=tuple(one for take in self._takes for one in take.alignments),
            bleed=tuple(one for take in self._takes for one in take.bleed),
        )


def _healths(take: Take) -> Iterator[Finding]:
    return (finding for e in take.tracks for finding in findings(e))


def _turns(take: Take, start_ms: int, end_ms: int) -> Iterator[Turn]:
    """Yield who speaks when in the whole recording, of which the take is this part."""
    alone = take.tracks[0].track.speaker if len(take.gates) == 1 else None
    if alone:
        yield Turn(alone, start_ms, end_ms)
    for turn in take.turns:
        yield Turn(turn.speaker, start_ms + turn.start_ms, start_ms + turn.end_ms)


def _gain(takes: Sequence[Take]) -> float:
    """Return the gain that keeps the highest peak of all files within full scale (floats may pass it)."""
    peaks = [
        (e.peak + max(map(abs, e.offsets)))
        * (1.0 if e.found.sample_rate == SAMPLE_RATE and not placed.drift else _RESAMPLING_OVERSHOOT)
        for take in takes
        for e, placed in zip(take.tracks, take.placed, strict=True)
    ]
    return max(_LOWEST_GAIN, min(1.0, 1 / max(peaks)))
