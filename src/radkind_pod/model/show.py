"""The show: everything that holds for all its episodes."""

from dataclasses import dataclass
from pathlib import Path

from radkind_pod.model.audio import LoudnessTarget, Mp3Format
from radkind_pod.model.glossary import Entry
from radkind_pod.model.people import Person
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
    destination: str
    checks: int = 1
    """How many people must have checked a transcript before it may be published."""
