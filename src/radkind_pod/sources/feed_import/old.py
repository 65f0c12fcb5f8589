"""What an old feed says, in the words of the feed: nothing is fetched, decided or thrown away yet."""

from dataclasses import dataclass, field
from datetime import datetime

from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Post, Recommended
from radkind_pod.model.release import Chapter, Soundbite
from radkind_pod.model.show import Category, Funding, Proof, Rhythm


@dataclass(frozen=True, slots=True)
class OldFile:
    """A file that the feed names by its absolute address. `bytes` is what the feed claims; 0 where it doesn't say."""

    url: str
    type: str
    bytes: int = 0
    language: str | None = None


@dataclass(frozen=True, slots=True)
class OldEpisode:
    """One item with a sound. `notes` is Markdown, `line` the item's in the feed."""

    line: int
    guid: str
    title: str
    published: datetime
    summary: str
    notes: str
    sound: OldFile
    number: int | None = None
    season: int | None = None
    type: str = "full"
    explicit: bool | None = None
    duration_ms: int = 0
    """0 where the feed doesn't say."""
    people: tuple[Person, ...] = ()
    picture: str | None = None
    transcripts: tuple[OldFile, ...] = ()
    chapters_file: OldFile | None = None
    chapters: tuple[Chapter, ...] = ()
    """Those that stand in the feed itself."""
    listed_chapters: tuple[Chapter, ...] = ()
    """Those that the notes list with their times: the last resort."""
    soundbites: tuple[Soundbite, ...] = ()
    locations: tuple[Location, ...] = ()
    licence: str | None = None
    licence_url: str | None = None
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class OldShow:
    """What the channel says. Text is "" and the rest None where it says nothing."""

    title: str
    description: str
    language: str
    author: str
    owner_name: str
    owner_email: str
    link: str
    feed_url: str
    guid: str
    new_feed_url: str
    categories: tuple[Category, ...]
    explicit: bool
    picture: str
    licence: str
    licence_url: str
    people: tuple[Person, ...]
    type: str
    locked: bool
    funding: Funding | None = None
    copyright: str = ""
    locations: tuple[Location, ...] = ()
    rhythm: Rhythm | None = None
    recommends: tuple[Recommended, ...] = ()
    proofs: tuple[Proof, ...] = ()
    block: tuple[str, ...] = ()
    complete: bool = False
    seasons: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence for the producer: about the show, or the episode of this title."""

    about: str
    text: str


@dataclass(slots=True)
class Notebook:
    """What a person should know of the import, in the order in which it was met."""

    told: list[Told] = field(default_factory=list)
    _met: set[Told] = field(init=False)

    def __post_init__(self) -> None:
        """Know what is noted already."""
        self._met = set(self.told)

    def note(self, about: str, text: str) -> None:
        """Keep a sentence, once."""
        one = Told(about, text)
        if one not in self._met:
            self._met.add(one)
            self.told.append(one)


SHOW = ""
"""What is told about the show has no title."""


@dataclass(frozen=True, slots=True)
class OldFeed:
    """A whole feed. `left_out` counts the elements that have no place here, by their names."""

    show: OldShow
    episodes: tuple[OldEpisode, ...]
    told: tuple[Told, ...]
    left_out: tuple[tuple[str, int], ...] = ()
