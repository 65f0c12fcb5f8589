"""What a finished episode that was made elsewhere says of itself, as far as its header tells. Nothing is decoded."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finished:
    """How long it lasts, 0 where it doesn't say; and its chapters: start in ms, and title."""

    duration_ms: int
    chapters: tuple[tuple[int, str], ...]


def look_at(file: Path) -> Finished:
    """Return what the file says. Raises MediaError where it is no recording."""
    from radkind_pod.media.chapters import stated_chapters
    from radkind_pod.media.probe import probe

    return Finished(round((probe(file).declared_s or 0) * 1000), stated_chapters(file))
