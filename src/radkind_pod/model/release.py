"""What was published of one episode: all that feed and site need, and nothing private.

Paths are relative to the public folder, with forward slashes; the base URL is joined where a URL is written.
"""

from dataclasses import dataclass, field

from radkind_pod.model.audio import Loudness
from radkind_pod.model.people import Person
from radkind_pod.model.transcript import Paragraph, Provenance


@dataclass(frozen=True, slots=True)
class Asset:
    """One public file."""

    path: str
    type: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in episode time."""

    start_ms: int
    title: str
    link: str | None = None
    image: Asset | None = None
    image_alt: str | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """What a machine translated: captions, and the paragraphs for the page."""

    language: str
    captions: Asset
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """One published episode. `published` is RFC 3339 text with its zone; `notes` is Markdown as written."""

    slug: str
    guid: str
    title: str
    published: str
    summary: str
    notes: str
    number: int | None
    season: int | None
    type: str
    explicit: bool
    language: str
    people: tuple[Person, ...]
    duration_ms: int
    loudness: Loudness
    audio: Asset
    transcripts: tuple[Asset, ...]
    chapters_file: Asset | None
    chapters: tuple[Chapter, ...]
    artwork: Asset | None
    artwork_alt: str | None
    transcript: tuple[Paragraph, ...]
    provenance: Provenance = field(default_factory=Provenance)
    """Whose work the transcript is."""
    translation: Translation | None = None
    schema: int = 1
