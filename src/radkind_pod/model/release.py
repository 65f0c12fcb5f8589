"""What was published of one episode: all that feed and site need, and nothing private.

Paths are relative to the public folder, with forward slashes; the base URL is joined where a URL is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from radkind_pod.model.audio import Loudness
from radkind_pod.model.care import ContentNote
from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Post
from radkind_pod.model.transcript import Paragraph, Provenance


@dataclass(frozen=True, slots=True)
class Asset:
    """One public file.

    What is still where it was published before has its whole web address as its `path`, and no hash.
    """

    path: str
    type: str
    bytes: int
    sha256: str

    @property
    def is_elsewhere(self) -> bool:
        """Say whether it lies on another host."""
        return is_address(self.path)


def is_address(path: str) -> bool:
    """Say whether the path of a public file is the whole web address of one that lies on another host."""
    return path.startswith(("https://", "http://"))


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
    """What a machine translated: its captions. The paragraphs for the page are in the episode's Words.

    Of an imported episode it is a transcript in another language, of which nobody here knows who wrote it.
    """

    language: str
    captions: Asset


@dataclass(frozen=True, slots=True)
class Words:
    """What is said, as the page shows it. Kept apart from the Release, since feed and index don't need it."""

    transcript: tuple[Paragraph, ...]
    translation: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The same sound in another format. `name` is "aac", "opus" or "flac"; `integrity` is "sha384-..." (W3C SRI)."""

    name: str
    title: str
    codecs: str
    """As RFC 6381 names them: "mp4a.40.2", "opus", "flac"."""
    bitrate_kbps: int
    loudness: Loudness
    asset: Asset
    integrity: str


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A few seconds that stand for the episode, in episode time."""

    start_ms: int
    duration_ms: int
    title: str | None = None
    speakers: tuple[str, ...] = ()
    """Who speaks in it, as the transcript names them."""


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
    loudness: Loudness | None
    """None where nobody measured it: the sound was made elsewhere."""
    audio: Asset
    transcripts: tuple[Asset, ...]
    chapters_file: Asset | None
    chapters: tuple[Chapter, ...]
    artwork: Asset | None
    artwork_alt: str | None
    words_sha256: str
    """Of the Words, as their file holds them."""
    provenance: Provenance = field(default_factory=Provenance)
    """Whose work the transcript is."""
    translation: Translation | None = None
    editions: tuple[Edition, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    content_notes: tuple[ContentNote, ...] = ()
    locations: tuple[Location, ...] = ()
    licence: str | None = None
    """Its own, where it isn't the show's; likewise `licence_url`."""
    licence_url: str | None = None
    posts: tuple[Post, ...] = ()
    speakers: tuple[str, ...] = ()
    """Whom the transcript names, each once."""
    withheld: str = ""
    """A digest of what was taken out of sound and words; "" where nothing was. It says nothing of what that is."""
    schema: int = 2


def speakers_of(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    """Return whom the paragraphs name, each once."""
    return tuple(dict.fromkeys(paragraph.speaker for paragraph in paragraphs if paragraph.speaker))


def voiced(bite: Soundbite, paragraphs: Iterable[Paragraph]) -> Soundbite:
    """Return the soundbite with who speaks in it."""
    end_ms = bite.start_ms + bite.duration_ms
    return replace(
        bite, speakers=speakers_of(p for p in paragraphs if p.start_ms < end_ms and p.end_ms > bite.start_ms)
    )
