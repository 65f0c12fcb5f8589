"""What a person sends back: the paragraphs that are different now, relative to the version that they were given."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Remarked:
    """A word of the version that was given, with all its marks and its language as they are now."""

    id: int
    marks: tuple[str, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class New:
    """Text that was not there: one word, or in languages without spaces as much as was typed together."""

    text: str
    marks: tuple[str, ...] = ()
    language: str | None = None


Item = int | Remarked | New
"""A number is a word as it was given."""


@dataclass(frozen=True, slots=True)
class SentBlock:
    """A paragraph as it is now."""

    speaker: str | None
    heading: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """What stands now in place of the words [first, last), which are whole paragraphs."""

    first: int
    last: int
    blocks: tuple[SentBlock, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A conflict that was settled: `chose` is here or other."""

    id: str
    chose: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """One file of corrections. `file` is where it was read, for messages."""

    episode: str
    version: str
    pack: str
    part: int | None
    withheld: bool
    copy: str
    revision: int
    saved: datetime
    by: str
    regions: tuple[Region, ...]
    confirmed: tuple[str, ...]
    settled: tuple[Chosen, ...]
    finished: bool
    checked: bool
    file: Path = field(compare=False)
