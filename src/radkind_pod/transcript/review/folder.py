"""Where everything about one episode's review lies."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from radkind_pod.transcript.review.lock import locked


@dataclass(frozen=True, slots=True)
class ReviewFolder:
    """The places of a review. Nothing is there before it is needed."""

    episode_folder: Path

    @property
    def transcript(self) -> Path:
        """The transcript that people correct."""
        return self.episode_folder / "transcript.vtt"

    @property
    def path(self) -> Path:
        """The folder of everything else."""
        return self.episode_folder / "review"

    @property
    def versions(self) -> Path:
        """What the transcript was before."""
        return self.path / "versions"

    @property
    def corrections(self) -> Path:
        """The files that people sent, as they came."""
        return self.path / "corrections"

    @property
    def log(self) -> Path:
        """What was done when and by whom."""
        return self.path / "log.jsonl"

    @property
    def conflicts(self) -> Path:
        """Passages of which there are two versions."""
        return self.path / "conflicts.json"

    @property
    def confirmed(self) -> Path:
        """Doubtful places that a person found right."""
        return self.path / "confirmed.json"

    @property
    def lock(self) -> Path:
        """The file that says who writes here just now; empty, and no part of the show."""
        return self.path / "lock"

    def locked(self) -> AbstractContextManager[None]:
        """Let nobody else write here: for steps that belong together."""
        return locked(self.lock)
