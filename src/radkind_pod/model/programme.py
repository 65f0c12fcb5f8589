"""How parts become one programme, and what came of it: frozen values between level and encode."""

from dataclasses import dataclass
from pathlib import Path

from radkind_pod.model.audio import Loudness, to_ms

AAC, OPUS, FLAC = "aac", "opus", "flac"
"""The editions beside the MP3."""


@dataclass(frozen=True, slots=True)
class MusicLevel:
    """The gain of intro or outro in dB. `curve` is a file with more of it near the seam (`audio.curve`), if need be."""

    gain_db: float = 0.0
    curve: Path | None = None


@dataclass(frozen=True, slots=True)
class StingPlace:
    """A moment of the recording in ms; `spoken`: within speech, since nobody pauses near."""

    at_ms: int
    spoken: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """The gain in dB of each part, after which all parts are equally loud. None: there is no such part.

    `curve` is a file with the gain of each turn of the interview, and near the seams, against `interview_db`
    (`audio.curve`); None where there is nothing of this to be done. `stings` are the places where a sting parts it.
    """

    interview_db: float
    intro: MusicLevel | None = None
    outro: MusicLevel | None = None
    curve: Path | None = None
    bed_db: float | None = None
    sting: MusicLevel | None = None
    stings: tuple[StingPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Bed:
    """Music under the interview: by how many dB it is softer than the talk, and how far it goes down under speech.

    It is down `attack_ms` after it began to go, which is when speech begins, and back `release_ms` after its end.
    """

    file: Path
    below_db: float
    depth_db: float
    attack_ms: int
    release_ms: int


@dataclass(frozen=True, slots=True)
class LaidBed:
    """A bed of so many samples with its gain in dB; `curve` is a file with more of it over what is kept."""

    file: Path
    samples: int
    gain_db: float
    curve: Path


@dataclass(frozen=True, slots=True)
class Stings:
    """A sound that is put into the interview at these moments of the recording, each inside what is kept, in order.

    It takes `samples`, whole ms; `gain_db` is against that of the interview. `spoken` says of each whether nobody
    paused near the place that was asked for, so that it stands within speech.
    """

    file: Path
    gain_db: float
    samples: int
    at_ms: tuple[int, ...]
    spoken: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """How the parts become one programme. All positions are samples at 48 kHz.

    The programme is: `intro` up to `intro_keep`, the `opening` seam, the interview (after cuts) from
    `interview_start` to `interview_end`, the `closing` seam, `outro` from `outro_start`. A seam is a short float32
    WAV in which two parts overlap; both are None without a crossfade. The intro fades within its last `intro_fade`
    samples, the outro comes within its first `outro_fade`.
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
    intro_fade: int
    outro_fade: int
    samples: int
    interview_offset: int
    """Where the first kept sample of the interview would stand in the programme."""
    bed: LaidBed | None = None
    """What lies under the interview between the seams."""
    stings: Stings | None = None


@dataclass(frozen=True, slots=True)
class Mastering:
    """What is done to the whole programme: one static gain, and a limiter that holds it under a ceiling."""

    gain_db: float
    ceiling_dbtp: float


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


@dataclass(frozen=True, slots=True)
class MadeEdition:
    """The episode in another format, not tagged yet. `name` is AAC, OPUS or FLAC; `bitrate_kbps` None: lossless."""

    name: str
    file: Path
    channels: int
    bitrate_kbps: int | None
    loudness: Loudness
