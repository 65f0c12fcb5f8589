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


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A raw file as it was found: its name, the SHA-256 of its bytes and its decoded length in samples."""

    name: str
    sha256: str
    samples: int


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


@dataclass(frozen=True, slots=True)
class Levels:
    """One static gain in dB for each part, after which all parts are equally loud. None: there is no such part.

    `curve` is a file with the gain of each turn of the interview against `interview_db` (`audio.curve`); None where
    nobody knows who speaks when.
    """

    interview_db: float
    intro_db: float | None
    outro_db: float | None
    curve: Path | None = None


@dataclass(frozen=True, slots=True)
class SpeakerLoudness:
    """How loud somebody is in the interview, in LUFS, before and after the gains of their turns."""

    speaker: str
    before_lufs: float
    after_lufs: float


@dataclass(frozen=True, slots=True)
class Levelled:
    """The gains, and what they do for each speaker of whom it is known when they speak."""

    levels: Levels
    speakers: tuple[SpeakerLoudness, ...] = ()

    @property
    def apart_lu(self) -> tuple[float, float]:
        """How far the softest and the loudest speaker are apart, before and after."""
        before, after = [one.before_lufs for one in self.speakers], [one.after_lufs for one in self.speakers]
        return max(before) - min(before), max(after) - min(after)


@dataclass(frozen=True, slots=True)
class Programme:
    """How the parts become one programme. All positions are samples at 48 kHz.

    The programme is: `intro` up to `intro_keep`, the `opening` seam, the interview (after cuts) from
    `interview_start` to `interview_end`, the `closing` seam, `outro` from `outro_start`. A seam is a short float32
    WAV in which two parts overlap; both are None without a crossfade.
    """

    levels: Levels
    intro: Path | None
    outro: Path | None
    opening: Path | None
    closing: Path | None
    intro_keep: int
    interview_start: int
    interview_end: int
    outro_start: int
    samples: int
    interview_offset: int
    """Where the first kept sample of the interview would stand in the programme."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """An encoded file, decoded again and measured."""

    file: Path
    samples: int
    loudness: Loudness
    rounds: int
    """How many times it was encoded until it held its figures."""

    @property
    def duration_ms(self) -> int:
        """How long the file plays."""
        return to_ms(self.samples)
