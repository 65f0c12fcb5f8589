"""Recordings, loudness and what is done with sound. Audio positions are samples at 48 kHz, transcripts use ms."""

from dataclasses import dataclass
from pathlib import Path

SAMPLE_RATE = 48_000
TONE, ROOM = "tone", "room"
"""What is heard instead of withheld words: a bleep, or the room when nobody speaks."""
OFF, GENTLE, STRONG = "off", "gentle", "strong"
"""How far a track is cleaned."""
TONE_HZ = 997
"""The usual test tone, of which no two samples of a second have the same phase: a bleep is made of it."""


def to_samples(ms: float) -> int:
    """Turn milliseconds into samples of the working rate."""
    return round(ms * SAMPLE_RATE / 1000)


def to_ms(samples: int) -> int:
    """Turn samples of the working rate into whole milliseconds."""
    return round(samples * 1000 / SAMPLE_RATE)


@dataclass(frozen=True, slots=True)
class Track:
    """One file of one microphone or one call. `speaker` is who is heard on it, when it is one person.

    `channels` says who is heard on each of its channels, when each is one person's.
    """

    file: Path
    speaker: str | None = None
    channels: tuple[str, ...] = ()

    @property
    def speakers(self) -> tuple[str | None, ...]:
        """Who is heard on each of its microphones."""
        return self.channels or (self.speaker,)


@dataclass(frozen=True, slots=True)
class Recording:
    """One piece of the interview: one file, or several tracks that were recorded at the same time."""

    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of recording time in which one known person speaks."""

    speaker: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of recording time that listeners don't hear."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Where words may be cut that people marked: from `earliest_ms` to `start_ms`, and from `end_ms` to `latest_ms`."""

    earliest_ms: int
    start_ms: int
    end_ms: int
    latest_ms: int


@dataclass(frozen=True, slots=True)
class Safe:
    """The working recording without what people withhold: `file` says nothing of it, `cuts` leave the rest out."""

    file: Path
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class LoudnessTarget:
    """What the delivered file must measure: integrated LUFS (ITU-R BS.1770) and a true-peak ceiling in dBTP."""

    integrated_lufs: float
    true_peak_dbtp: float = -1.0


@dataclass(frozen=True, slots=True)
class Loudness:
    """What was measured (ITU-R BS.1770-5, EBU R 128). Silence has an integrated loudness of -inf."""

    integrated_lufs: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class Mp3Format:
    """How the delivered MP3 is encoded, constant bitrate. `channels` is 1 or 2."""

    bitrate_kbps: int = 128
    channels: int = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a producer should know about a recording, in plain words."""

    file: str
    message: str
    is_fact: bool = False
    """Only what kind of file it is: nothing is wrong with that."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A raw file as it was found: its name, the SHA-256 of its bytes and its decoded length in samples."""

    name: str
    sha256: str
    samples: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a track's first sample stands in the time of its take, and how much faster its clock runs (1e-6 is 1 ppm).

    A take begins with the first sound of any of its tracks.
    """

    start_s: float = 0.0
    drift: float = 0.0

    def own_time(self, at_s: float) -> float:
        """Return what the track's own clock says at `at_s` of its take."""
        return (at_s - self.start_s) * (1 + self.drift)

    def take_time(self, own_s: float) -> float:
        """Return what time of the take it is when the track's own clock says `own_s`."""
        return self.start_s + own_s / (1 + self.drift)


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch in which a track is `late_s` later than the rest of it: a recorder lost sound before or after.

    Seconds of the track that it is compared with.
    """

    first_s: float
    last_s: float
    late_s: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """How one of several simultaneous tracks was brought in step with another one.

    Its first sample stands `offset_s` after the reference's (below 0: before), and its clock runs `drift_ppm` faster.
    `places` says at how many places both were heard to hold the same sound: 0 where they don't, and nothing was done.
    `way_ms` is how long sound travels from one microphone to the other; None where it is heard in one of them only, so
    that the way is part of the offset.
    """

    file: str
    reference: str
    places: int
    offset_s: float = 0.0
    drift_ppm: float = 0.0
    way_ms: float | None = None
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Bleed:
    """One microphone that hears another one's voice, `level_db` against it, and for how long it was turned down.

    A microphone is named by its speaker, or else by its file.
    """

    microphone: str
    voice: str
    level_db: float
    lowered_s: float


@dataclass(frozen=True, slots=True)
class Interview:
    """The working recording: one 48 kHz FLAC of 1 or 2 channels, all recordings joined.

    `turns` says who speaks when, as far as the tracks tell. `starts` holds for each recording where it begins, in
    samples. `levels` is a file of one byte for each 100 ms: the level in -dBFS RMS, 0 to 255.
    """

    file: Path
    levels: Path
    channels: int
    samples: int
    sources: tuple[SourceFile, ...]
    starts: tuple[int, ...]
    turns: tuple[Turn, ...]
    findings: tuple[Finding, ...]
    placed: tuple[tuple[Placed, ...], ...] = ()
    """For each recording, where its tracks stand in it."""
    alignments: tuple[Alignment, ...] = ()
    bleed: tuple[Bleed, ...] = ()

    @property
    def duration_ms(self) -> int:
        """How long the working recording is."""
        return to_ms(self.samples)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The working recording as listeners hear it, of the same length, and what was done to which file."""

    file: Path
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """One strength of cleaning to be heard: where in the file, and how far the voice stands above the noise."""

    cleaning: str
    at_ms: int
    voice_above_noise_db: float


@dataclass(frozen=True, slots=True)
class Auditioned:
    """The same stretch of the recording, from `recording_ms` on, with each strength of cleaning after the other."""

    file: Path
    recording_ms: int
    samples: tuple[Sample, ...]
