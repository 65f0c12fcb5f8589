"""What the audio room can be asked for beside the MP3. Each edition is a stage of its own.

So another bitrate of one edition makes nothing else again, and what isn't asked for costs nothing.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from radkind_pod.audio.stages import Compare
from radkind_pod.model.audio import Cut, LoudnessTarget
from radkind_pod.model.programme import Delivered, Programme
from radkind_pod.progress import Progress


@dataclass(frozen=True, slots=True)
class Edition:
    """Limit and encode the programme in another format, decode it, measure it, correct until it holds its figures."""

    NAME: ClassVar = ""
    VERSION: ClassVar = 1
    TITLE: ClassVar = ""
    FILE: ClassVar = ""
    tools: ClassVar = ("av",)
    interview: Path
    programme: Programme
    cuts: tuple[Cut, ...]
    target: LoudnessTarget
    channels: int
    bitrate_kbps: int | None
    """None: no sound is left out."""

    def run(self, folder: Path, progress: Progress) -> None:
        """Write the file, without tags, and delivered.json."""
        from radkind_pod.audio.editions import deliver_edition

        deliver_edition(self, folder, progress)

    def read(self, folder: Path) -> Delivered:
        """Return the file with its measurements."""
        from radkind_pod.audio.records import read_delivered

        return read_delivered(folder)


@dataclass(frozen=True, slots=True)
class Aac(Edition):
    """Make the AAC edition: limited, encoded, decoded, measured, corrected until it holds its figures."""

    NAME: ClassVar = "aac"
    TITLE: ClassVar = "AAC edition"
    FILE: ClassVar = "episode.m4a"


@dataclass(frozen=True, slots=True)
class Opus(Edition):
    """Make the low-data Opus edition, in mono: limited, encoded, decoded, measured, corrected like the MP3."""

    NAME: ClassVar = "opus"
    TITLE: ClassVar = "Opus edition"
    FILE: ClassVar = "episode.opus"


@dataclass(frozen=True, slots=True)
class Flac(Edition):
    """Make the lossless FLAC for the archive: limited, encoded, decoded, measured, corrected like the MP3."""

    NAME: ClassVar = "flac"
    TITLE: ClassVar = "FLAC edition"
    FILE: ClassVar = "episode.flac"


@dataclass(frozen=True, slots=True)
class CompareAac(Compare):
    """Decode the AAC edition and prove that nothing is left in it of what was redacted or cut."""

    NAME: ClassVar = "compare-aac"
    WHAT: ClassVar = "AAC edition"


@dataclass(frozen=True, slots=True)
class CompareOpus(Compare):
    """Decode the Opus edition and prove that nothing is left in it of what was redacted or cut."""

    NAME: ClassVar = "compare-opus"
    WHAT: ClassVar = "Opus edition"


@dataclass(frozen=True, slots=True)
class CompareFlac(Compare):
    """Decode the FLAC and prove that nothing is left in it of what was redacted or cut."""

    NAME: ClassVar = "compare-flac"
    WHAT: ClassVar = "FLAC edition"
