"""The show: everything that holds for all its episodes."""

from dataclasses import dataclass, field
from pathlib import Path

from radkind_pod.model.audio import LoudnessTarget, Mp3Format
from radkind_pod.model.care import Helpline
from radkind_pod.model.glossary import Entry
from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Recommended
from radkind_pod.model.programme import Bed


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom the platforms write to."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Category:
    """A category of Apple's table, exactly spelt."""

    name: str
    subcategory: str | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """Where listeners can give."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Season:
    """A season that has a name."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A text that proves to a platform whose the feed is (podcast:txt)."""

    text: str
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often episodes come. `text` for people; `rule` an RRULE of RFC 5545, `begins` its first date, RFC 3339."""

    text: str
    rule: str | None = None
    begins: str | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Platforms:
    """What podcast platforms are told about the feed."""

    hub: str | None = None
    """The WebSub hub that apps may subscribe to."""
    new_feed_url: str | None = None
    """Where the feed has moved to."""
    complete: bool = False
    """No further episode will come."""
    block: tuple[str, ...] = ()
    """Who may not list the show: "all", or slugs of the podcast namespace's service list."""
    proofs: tuple[Proof, ...] = ()
    items: int | None = None
    """How many episodes feed.xml holds; the older ones go to further pages. None: all of them."""


@dataclass(frozen=True, slots=True)
class ShowInfo:
    """What the feed, the pages and the tags say about the show."""

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
    artwork: Path
    artwork_alt: str
    licence: str
    licence_url: str | None
    hosts: tuple[Person, ...]
    type: str = "episodic"
    locked: bool = True
    funding: Funding | None = None
    copyright: str | None = None
    seasons: tuple[Season, ...] = ()
    locations: tuple[Location, ...] = ()
    rhythm: Rhythm | None = None
    recommends: tuple[Recommended, ...] = ()
    platforms: Platforms = field(default_factory=Platforms)
    helplines: tuple[Helpline, ...] = ()


@dataclass(frozen=True, slots=True)
class Editions:
    """In which other formats each episode is offered: kbit/s of AAC and Opus, None for none; FLAC for the archive."""

    aac_kbps: int | None = None
    opus_kbps: int | None = None
    flac: bool = False


@dataclass(frozen=True, slots=True)
class Publishing:
    """Where the show is published, and what must be so before. `to` is "" where nobody said it yet."""

    to: str = ""
    """A folder, or an sftp:, s3:, webdav+https: or rsync: address, without any secret."""
    approval: bool = False
    """Whether an episode needs `approve` first."""
    ping: tuple[str, ...] = ()
    """Who is told: "websub", "podcastindex"."""
    check: bool = True
    """Whether new files are looked at under the public address before the feed names them."""


@dataclass(frozen=True, slots=True)
class Sound:
    """How every episode sounds."""

    target: LoudnessTarget
    mp3: Mp3Format
    intro: Path | None
    outro: Path | None
    crossfade_ms: int
    bleep: str
    """What is heard instead of withheld words: TONE or ROOM."""
    fade_ms: int | None = None
    """How long intro and outro fade; None: as long as they overlap with the talk."""
    bed: Bed | None = None
    sting: Path | None = None
    """What is heard before chapters that ask for it."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How every episode is transcribed. `model` is a name of the model store or a folder."""

    engine: str
    model: str
    language: str
    glossary: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """A whole show, as config.yaml states it. `root` is the folder that holds config.yaml."""

    root: Path
    info: ShowInfo
    sound: Sound
    speech: Speech
    checks: int = 1
    """How many people must have checked a transcript before it may be published."""
    editions: Editions = field(default_factory=Editions)
    publishing: Publishing = field(default_factory=Publishing)
