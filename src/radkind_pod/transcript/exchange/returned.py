"""What came back from another program, as far as its file says it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from radkind_pod.errors import Problem, SourceError

BOTH = " – "  # noqa: RUF001 - a dash between two titles
"""Stands between the titles of two chapters that came to be one."""


@dataclass(frozen=True, slots=True)
class ReturnedBlock:
    """A paragraph or a cue as it stands in the file. Spaces and line ends of `text` are the file's own.

    `says_speaker` says that the file names the speaker beyond doubt; None is then nobody. Where the name is only read
    off the beginning of the text ("Ama: yes"), `line` is the text with that beginning: it may be words after all.
    """

    text: str
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    heading: str | None = None
    says_speaker: bool = False
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back. `version` is the transcript's that it was made from, where the file still says so.

    `says_paragraphs` and `says_headings` tell whether what is not there was taken out, or can't be told by such a file.
    `notes` are sentences for the person who brings it in.
    """

    kind: str
    version: str | None
    blocks: tuple[ReturnedBlock, ...]
    file: Path
    episode: str | None = None
    says_paragraphs: bool = False
    says_headings: bool = False
    notes: tuple[str, ...] = ()


class Unreadable(Exception):
    """Why a file can't be read, for a person; the one who knows its name makes a SourceError of it."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message, self.line = message, line

    def about(self, file: Path) -> SourceError:
        """Return the error that names the file."""
        return SourceError([Problem(file, self.line, self.message)])


def with_headings(blocks: Iterable[ReturnedBlock]) -> tuple[ReturnedBlock, ...]:
    """Return the blocks that say something; headings without a text of their own go to the next one, joined."""
    found: list[ReturnedBlock] = []
    waiting: list[str] = []
    for block in blocks:
        if block.heading:
            waiting.append(block.heading)
        if (block.line or block.text).strip():
            found.append(replace(block, heading=BOTH.join(waiting) or None))
            waiting = []
    return tuple(found)
