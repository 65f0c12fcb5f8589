"""What the publish room can be asked for. Feed and pages are made from Releases alone."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from radkind_pod.model.audio import Finding, LoudnessTarget, Mp3Format, SourceFile
from radkind_pod.model.care import Helpline
from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Recommended
from radkind_pod.model.release import Asset
from radkind_pod.model.report import Done
from radkind_pod.model.show import Category, Funding, Owner, Platforms, Rhythm, Season
from radkind_pod.progress import Progress
from radkind_pod.publish.look import Face, Look


@dataclass(frozen=True, slots=True)
class PublicShow:
    """What the feed and the pages say about the show. `base_url` has no trailing slash."""

    title: str
    description: str
    language: str
    author: str
    owner: Owner
    link: str
    base_url: str
    guid: str
    categories: tuple[Category, ...]
    explicit: bool
    artwork: Asset
    artwork_alt: str
    licence: str
    licence_url: str | None
    hosts: tuple[Person, ...]
    type: str
    locked: bool
    funding: Funding | None
    copyright: str | None
    seasons: tuple[Season, ...] = ()
    locations: tuple[Location, ...] = ()
    rhythm: Rhythm | None = None
    recommends: tuple[Recommended, ...] = ()
    platforms: Platforms = field(default_factory=Platforms)
    helplines: tuple[Helpline, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one episode: player, chapters, notes and the whole transcript, readable without script."""

    NAME: ClassVar = "page"
    VERSION: ClassVar = 6
    tools: ClassVar = ("jinja2", "markdown-it-py", "nh3")
    show: PublicShow
    look: Look
    faces: tuple[Face, ...]
    """Everyone whom the episode credits."""
    release: Path
    words: Path

    def run(self, folder: Path, progress: Progress) -> None:
        """Write files/episodes/<slug>/index.html."""
        from radkind_pod.publish.site import write_page

        write_page(self.show, self.look, self.faces, self.release, self.words, folder / "files")

    def read(self, folder: Path) -> Path:
        """Return the folder of public files."""
        return folder / "files"


@dataclass(frozen=True, slots=True)
class ItemShow:
    """What an episode's item in the feed says about the show."""

    base_url: str
    hosts: tuple[Person, ...]
    seasons: tuple[Season, ...] = ()
    helplines: tuple[Helpline, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """What the feed says of one episode, kept so that one more episode costs no work on the others."""

    NAME: ClassVar = "item"
    VERSION: ClassVar = 2
    tools: ClassVar = ("feedgen", "markdown-it-py", "nh3")
    FILE: ClassVar = "item.xml"
    show: ItemShow
    release: Path

    def run(self, folder: Path, progress: Progress) -> None:
        """Write item.xml."""
        from radkind_pod.publish.feed_item import write_item

        write_item(self.show, self.release, folder / self.FILE)

    def read(self, folder: Path) -> Path:
        """Return the item."""
        return folder / self.FILE


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode's item and when it was published (RFC 3339)."""

    item: Path
    published: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The RSS feed of all episodes; `listed` are the newest first, `trailers` the Releases that are trailers."""

    NAME: ClassVar = "feed"
    VERSION: ClassVar = 2
    tools: ClassVar = ("feedgen",)
    show: PublicShow
    listed: tuple[Listed, ...]
    trailers: tuple[Path, ...]

    def run(self, folder: Path, progress: Progress) -> None:
        """Write files/feed.xml, and further pages where the show asks for them."""
        from radkind_pod.publish.feed import write_feed

        write_feed(self.show, self.listed, self.trailers, folder / "files")

    def read(self, folder: Path) -> Path:
        """Return the folder of public files."""
        return folder / "files"


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of the whole show, and the style sheet and scripts that all pages share."""

    NAME: ClassVar = "site"
    VERSION: ClassVar = 3
    tools: ClassVar = ("jinja2",)
    show: PublicShow
    look: Look
    faces: tuple[Face, ...]
    """Everyone who took part."""
    releases: tuple[Path, ...]

    def run(self, folder: Path, progress: Progress) -> None:
        """Write files/: index.html, years, people/index.html, search/index.html, style.css and scripts."""
        from radkind_pod.publish.site import write_site

        write_site(self.show, self.look, self.faces, self.releases, folder / "files")

    def read(self, folder: Path) -> Path:
        """Return the folder of public files."""
        return folder / "files"


@dataclass(frozen=True, slots=True)
class People:
    """The pages of some of those who took part, so that a new episode makes only a few of them anew."""

    NAME: ClassVar = "people"
    VERSION: ClassVar = 2
    tools: ClassVar = ("jinja2",)
    show: PublicShow
    look: Look
    faces: tuple[Face, ...]
    releases: tuple[Path, ...]
    """At least those that credit one of the faces."""

    def run(self, folder: Path, progress: Progress) -> None:
        """Write files/people/<slug>/index.html for each."""
        from radkind_pod.publish.people import write_people

        write_people(self.show, self.look, self.faces, self.releases, folder / "files")

    def read(self, folder: Path) -> Path:
        """Return the folder of public files."""
        return folder / "files"


@dataclass(frozen=True, slots=True)
class Report:
    """Tell the producer how the episode sounds, before and after, and what was done to it. It isn't published."""

    NAME: ClassVar = "report"
    VERSION: ClassVar = 2
    tools: ClassVar = ("jinja2",)
    measured: Path
    slug: str
    title: str
    language: str
    target: LoudnessTarget
    mp3: Mp3Format
    rounds: int
    """How many times it was encoded."""
    recordings: tuple[SourceFile, ...]
    findings: tuple[Finding, ...]
    names: tuple[tuple[str, str], ...]
    """How the turns name each speaker, and how people do."""
    done: tuple[Done, ...]
    """What was done before the sound was levelled; the rest is in `measured`."""
    proven: tuple[Done, ...]

    def run(self, folder: Path, progress: Progress) -> None:
        """Write report.html and report.json."""
        from radkind_pod.publish.report import write_report

        write_report(self, folder)

    def read(self, folder: Path) -> Path:
        """Return the page; its JSON lies beside it."""
        return folder / "report.html"
