"""One episode, as episode.yaml states it. Every time is recording time in ms."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from radkind_pod.model.audio import OFF, Cut, Recording
from radkind_pod.model.glossary import Entry
from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Post


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a person wrote it: in all recordings joined, or in the recording with this index.

    Of several simultaneous tracks it is the one with the index `track`, by whose own clock the time is meant.
    """

    ms: int
    recording: int | None = None
    line: int | None = None
    track: int = 0


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """A chapter before its place in the episode is known."""

    at: Moment
    title: str
    link: str | None = None
    image: Path | None = None
    image_alt: str | None = None
    sting: bool = False
    """Whether the show's sting is heard before it."""


@dataclass(frozen=True, slots=True)
class PlannedCut:
    """A cut as a person wrote it."""

    start: Moment
    end: Moment


@dataclass(frozen=True, slots=True)
class PlannedSoundbite:
    """A soundbite as a person wrote it."""

    start: Moment
    end: Moment
    title: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedNote:
    """A content note as a person wrote it."""

    start: Moment
    end: Moment
    topic: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class SharedRecording:
    """A recording, by its index, on which `people` are heard together.

    `names` are theirs in the order in which they are first heard, empty where nobody wrote them.
    """

    recording: int
    people: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EpisodeInfo:
    """What the feed, the page and the tags say about the episode. `published` has a time zone."""

    slug: str
    title: str
    guid: str
    published: datetime
    summary: str
    notes: str
    number: int | None
    season: int | None
    type: str
    explicit: bool
    language: str
    people: tuple[Person, ...]
    artwork: Path | None
    artwork_alt: str | None
    locations: tuple[Location, ...] = ()
    licence: str | None = None
    licence_url: str | None = None
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode with its sources. `file` is its episode.yaml; `reviewed` its transcript.vtt, if a person made one."""

    file: Path
    info: EpisodeInfo
    recordings: tuple[Recording, ...]
    chapters: tuple[PlannedChapter, ...]
    cuts: tuple[PlannedCut, ...]
    reviewed: Path | None
    glossary: tuple[Entry, ...] = ()
    """The names of this episode alone."""
    also_spoken: tuple[str, ...] = ()
    """Whisper's codes of other languages than its own that are spoken in it."""
    shared: tuple[SharedRecording, ...] = ()
    translate_to: str | None = None
    """en, where a machine is to translate what is said."""
    cleaning: tuple[tuple[str, ...], ...] = ()
    """OFF, GENTLE or STRONG for each track of each recording."""
    soundbites: tuple[PlannedSoundbite, ...] = ()
    content_notes: tuple[PlannedNote, ...] = ()
    imported: bool = False
    """It came with its sound from another host, and has no recordings."""

    @property
    def is_cleaned(self) -> bool:
        """Say whether anything is cleaned."""
        return any(one != OFF for row in self.cleaning for one in row)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Whom people named as heard on a recording, track or channel; each once."""
        tracks = (name for recording in self.recordings for track in recording.tracks for name in track.speakers)
        shared = (name for recording in self.shared for name in recording.names)
        return tuple(dict.fromkeys(name for name in (*tracks, *shared) if name))

    @property
    def folder(self) -> Path:
        """Where everything that people wrote about this episode lies."""
        return self.file.parent


def resolve(moment: Moment, starts_ms: tuple[int, ...]) -> int:
    """Return the moment in recording time, given where each recording begins."""
    return moment.ms if moment.recording is None else starts_ms[moment.recording] + moment.ms


def resolved_cuts(cuts: tuple[PlannedCut, ...], starts_ms: tuple[int, ...]) -> tuple[Cut, ...]:
    """Return the cuts in recording time, in order."""
    spans = sorted((resolve(c.start, starts_ms), resolve(c.end, starts_ms)) for c in cuts)
    return tuple(Cut(start, end) for start, end in spans)


def planned(cut: Cut, starts_ms: tuple[int, ...]) -> PlannedCut:
    """Return the cut as people write it: counted in its recordings where there are several, so that it stays right when
    one before them changes.
    """
    if len(starts_ms) == 1:
        return PlannedCut(Moment(cut.start_ms), Moment(cut.end_ms))
    first, last = bisect_right(starts_ms, cut.start_ms) - 1, bisect_left(starts_ms, cut.end_ms) - 1
    return PlannedCut(Moment(cut.start_ms - starts_ms[first], first), Moment(cut.end_ms - starts_ms[last], last))
