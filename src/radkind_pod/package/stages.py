"""What the package room can be asked for. A request's fields are everything that its result depends on."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from radkind_pod.model.audio import Loudness
from radkind_pod.model.care import ContentNote
from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Post
from radkind_pod.model.programme import FLAC, MadeEdition
from radkind_pod.model.release import Asset, Soundbite
from radkind_pod.model.transcript import Provenance
from radkind_pod.progress import Progress


@dataclass(frozen=True, slots=True)
class MappedChapter:
    """A chapter in episode time, its picture still a source file."""

    start_ms: int
    title: str
    link: str | None
    image: Path | None
    image_alt: str | None


@dataclass(frozen=True, slots=True)
class ShowSlice:
    """What an episode's tags say about the show."""

    title: str
    author: str
    copyright: str | None
    feed_url: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeSlice:
    """What tags, chapters and Release say about the episode. `published` is RFC 3339 text with its zone."""

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
    artwork_alt: str | None
    page_url: str
    """The public address of the episode's page."""
    locations: tuple[Location, ...] = ()
    licence: str | None = None
    licence_url: str | None = None
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Packaged:
    """The finished files. `files` holds them under their public paths; Release and Words are JSON.

    `archive` is the tagged FLAC, which nobody publishes; None where none was asked for.
    """

    files: Path
    release: Path
    words: Path
    archive: Path | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """Tag the MP3 and the editions, write the chapters file, give each file its name by content, read all back."""

    NAME: ClassVar = "package"
    VERSION: ClassVar = 4
    audio: Path
    duration_ms: int
    loudness: Loudness
    captions: tuple[Path, ...]
    """captions.vtt, .srt, .json, .txt and .html, in this order."""
    paragraphs: Path
    provenance: Provenance
    translation: tuple[Path, Path] | None
    """In English: subtitles.vtt and its paragraphs.json."""
    chapters: tuple[MappedChapter, ...]
    artwork: Path
    """The episode's own picture, else the show's."""
    own_artwork: bool
    show: ShowSlice
    episode: EpisodeSlice
    soundbites: tuple[Soundbite, ...] = ()
    content_notes: tuple[ContentNote, ...] = ()
    withheld: str = ""
    """A digest of what was taken out, as the Release keeps it."""
    editions: tuple[MadeEdition, ...] = ()

    @property
    def tools(self) -> tuple[str, ...]:
        """The libraries whose versions change the files; libav puts chapters into an M4A."""
        return ("mutagen", "Pillow", *(("av",) if self.editions else ()))

    def run(self, folder: Path, progress: Progress) -> None:
        """Write files/episodes/<slug>/..., release.json and words.json, and archive/<slug>.flac if there is one."""
        from radkind_pod.package.bundle import bundle

        bundle(self, folder)

    def read(self, folder: Path) -> Packaged:
        """Return where the finished files are."""
        kept = any(edition.name == FLAC for edition in self.editions)
        archive = folder / "archive" / f"{self.episode.slug}.flac" if kept else None
        return Packaged(folder / "files", folder / "release.json", folder / "words.json", archive)


@dataclass(frozen=True, slots=True)
class ShowArt:
    """The show's picture as the feed and the site use it, free of any metadata."""

    files: Path
    asset: Asset


@dataclass(frozen=True, slots=True)
class Artwork:
    """Check the show's picture against what the platforms ask, and write it anew without its metadata."""

    NAME: ClassVar = "artwork"
    VERSION: ClassVar = 1
    tools: ClassVar = ("Pillow",)
    artwork: Path

    def run(self, folder: Path, progress: Progress) -> None:
        """Write files/artwork-<hash>.<ext> and artwork.json."""
        from radkind_pod.package.artwork import write_show_art

        write_show_art(self.artwork, folder)

    def read(self, folder: Path) -> ShowArt:
        """Return the picture."""
        from radkind_pod.model.plain import from_plain_file

        return ShowArt(files=folder / "files", asset=from_plain_file(Asset, folder / "artwork.json"))
