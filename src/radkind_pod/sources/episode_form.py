"""The keys of episode.yaml: what they are for, what may stand in them."""

from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, Tag

from radkind_pod.sources.addresses import SecureUrl, WebUrl
from radkind_pod.sources.entry import about, entry
from radkind_pod.sources.glossary import GlossaryItem
from radkind_pod.sources.languages import LanguageTag, SpokenLanguage
from radkind_pod.sources.licences import Licence
from radkind_pod.sources.places import OwnFile, RawFile
from radkind_pod.sources.platform_forms import PlaceForm, PostForm
from radkind_pod.sources.platform_scalars import Description
from radkind_pod.sources.roles import Role
from radkind_pod.sources.scalars import (
    Guid,
    Line,
    Name,
    People,
    Prose,
    Truth,
    Whole,
    choice,
    different,
)
from radkind_pod.sources.times import Clock, Zoned

TranslationLanguage = Annotated[str, choice("en")]
"""Whisper translates into English and into nothing else."""
Kind = Annotated[str, choice("full", "trailer", "bonus")]
Cleaning = Annotated[
    str,
    choice("off", "gentle", "strong"),
    about("How far noise, hum, clicks and sharp s are taken out of it: off, gentle or strong.", "gentle"),
]


@entry
class PersonForm:
    """Somebody who is heard in the episode, or who made it."""

    name: Annotated[Name, about("The name as listeners know it.", "Ama Mensah")]
    role: Annotated[Role, about("The role, a word of the podcast taxonomy.", "guest")] = "guest"
    link: Annotated[SecureUrl | None, about("A page about the person.", "https://example.org/ama")] = None
    image: Annotated[SecureUrl | None, about("The address of a picture.", "https://example.org/ama.jpg")] = None


@entry
class TrackForm:
    """One recorded file, and who is heard on it when it is one person."""

    file: Annotated[RawFile, about("A file in the episode's raw folder.", "interview.wav")]
    speaker: Annotated[Name | None, about("Who is heard on it, when it is one person.", "Ama Mensah")] = None
    cleaning: Cleaning = "off"


def _speakers_form(value: Any) -> str | None:
    if isinstance(value, list):
        return "<names>"
    return "<number>" if isinstance(value, str) else None


Speakers = Annotated[
    Annotated[People, Tag("<number>")] | Annotated[tuple[Name, ...], AfterValidator(different), Tag("<names>")],
    Discriminator(_speakers_form),
]
"""How many people, or their names."""


@entry
class SharedForm:
    """One recorded file on which several people are heard together."""

    file: Annotated[RawFile, about("A file in the episode's raw folder.", "round-table.wav")]
    speakers: Annotated[
        Speakers,
        about("How many people are heard, or their names in the order in which they are first heard.", "3"),
    ]
    cleaning: Cleaning = "off"


@entry
class ChannelsForm:
    """One recorded file with a channel for each person, as two clip-on microphones give."""

    file: Annotated[RawFile, about("A file in the episode's raw folder.", "two-microphones.wav")]
    channels: Annotated[
        tuple[Name, ...],
        AfterValidator(different),
        about("Who is heard on each channel, the left one first.", '["Jo Bloggs", "Ama Mensah"]'),
    ]
    cleaning: Cleaning = "off"


@entry
class TracksForm:
    """Several files that were recorded at the same time, one for each microphone or call."""

    tracks: Annotated[
        tuple[TrackForm, ...],
        Field(min_length=1),
        about("The files recorded together; they needn't begin together.", "[{file: ama.wav, speaker: Ama Mensah}]"),
    ]


@entry
class MomentForm:
    """A time counted from the beginning of one of the recordings."""

    recording: Annotated[Line, about("One of the files under recordings; tracks have their own time.", "interview.wav")]
    at: Annotated[Clock, about("The time in this recording.", "12:30")]


def _recording_form(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((f"<{key}>" for key in ("tracks", "speakers", "channels") if key in value), "<file>")
    return "<name>" if isinstance(value, str) else None


def _moment_form(value: Any) -> str | None:
    if isinstance(value, dict):
        return "<recording>"
    return "<clock>" if isinstance(value, str) else None


RecordingForm = Annotated[
    Annotated[RawFile, Tag("<name>")]
    | Annotated[TrackForm, Tag("<file>")]
    | Annotated[SharedForm, Tag("<speakers>")]
    | Annotated[ChannelsForm, Tag("<channels>")]
    | Annotated[TracksForm, Tag("<tracks>")],
    Discriminator(_recording_form),
]
"""`interview.wav`, or {file:, speaker:}, {file:, speakers:}, {file:, channels:}, or {tracks: [...]}."""

Time = Annotated[
    Annotated[Clock, Tag("<clock>")] | Annotated[MomentForm, Tag("<recording>")],
    Discriminator(_moment_form),
]
"""`1:02:03` in all recordings joined, or {recording: b.wav, at: 12:30}."""


@entry
class ChapterForm:
    """A chapter that apps and the page show."""

    at: Annotated[Time, about("Where it begins, in recording time.", "12:30")]
    title: Annotated[Line, about("What apps show.", '"How it began"')]
    link: Annotated[WebUrl | None, about("A page for this chapter.", "https://example.org/more")] = None
    image: Annotated[OwnFile | None, about("A picture in the episode's folder.", "garden.jpg")] = None
    image_alt: Annotated[Line | None, about("The picture in words.", "The community garden in June.")] = None
    sting: Annotated[Truth, about("Whether the show's sting is heard before it, in the nearest pause.", "true")] = False


@entry
class CutForm:
    """A stretch that listeners don't hear."""

    start: Annotated[Time, about("Where the cut begins, in recording time.", "12:30", alias="from")]
    to: Annotated[Time, about("Where it ends, in recording time.", "12:45")]


@entry
class SoundbiteForm:
    """A few seconds that stand for the episode."""

    start: Annotated[Time, about("Where it begins, in recording time.", "12:30", alias="from")]
    to: Annotated[Time, about("Where it ends; 15 to 120 seconds later is best.", "13:00")]
    title: Annotated[Name | None, about("What apps show, at most 128 characters.", '"A cup of tea"')] = None


@entry
class ContentNoteForm:
    """A stretch that some listeners will want to skip."""

    start: Annotated[Time, about("Where it begins, in recording time.", "12:10", alias="from")]
    to: Annotated[Time, about("Where it ends.", "15:40")]
    topic: Annotated[Name, about("What it is about, in a word or two; helplines go by it.", "detention")]
    text: Annotated[Line | None, about("More about it.", "Ama tells of her weeks in detention.")] = None


@entry
class EpisodeForm:
    """One episode. Every time is recording time: all recordings joined, before intro and cuts."""

    title: Annotated[
        Line, about("The episode's title, without the show's name and without its number.", '"How it began"')
    ]
    guid: Annotated[
        Guid,
        about(
            "The episode's identifier, written once by `radkind-pod new`. Never change it.",
            "urn:uuid:0d5e5a52-31b4-4f0c-8f3e-000000000000",
        ),
    ]
    published: Annotated[
        Zoned, about("When the episode comes out: date, time and time zone.", "2026-03-01 09:00 +00:00")
    ]
    summary: Annotated[
        Description, about("What the episode is about, in one or two plain sentences.", '"Ama tells how it began."')
    ]
    recordings: Annotated[
        tuple[RecordingForm, ...],
        Field(min_length=1),
        about("The raw recordings, in the order in which they are joined.", "[interview.wav]"),
    ] = ()
    imported: Annotated[
        Truth,
        about("true, in place of recordings, for an episode that `import-feed` took over with its sound.", "true"),
    ] = False
    number: Annotated[Whole | None, about("The episode's number.", "12")] = None
    season: Annotated[Whole | None, about("The season's number.", "1")] = None
    type: Annotated[Kind, about("full, trailer or bonus.", "full")] = "full"
    people: Annotated[
        tuple[PersonForm, ...], about("Who is heard, the hosts too.", "[{name: Ama Mensah, role: guest}]")
    ] = ()
    notes: Annotated[Prose | None, about("The show notes, in Markdown.", '"Links and thanks."')] = None
    chapters: Annotated[
        tuple[ChapterForm, ...], about("The chapters, in order.", '[{at: 0:00, title: "Welcome"}]')
    ] = ()
    cuts: Annotated[tuple[CutForm, ...], about("What listeners don't hear.", "[{from: 12:30, to: 12:45}]")] = ()
    soundbites: Annotated[
        tuple[SoundbiteForm, ...], about("A few seconds that stand for the episode.", "[{from: 12:30, to: 13:00}]")
    ] = ()
    content_notes: Annotated[
        tuple[ContentNoteForm, ...],
        about("What some will want to skip.", "[{from: 12:10, to: 15:40, topic: detention}]"),
    ] = ()
    places: Annotated[tuple[PlaceForm, ...], about("Which places it is about.", "[{name: Leeds}]")] = ()
    licence: Annotated[Licence | None, about("Its own licence. Left out: the show's.", "cc-by-4.0")] = None
    licence_url: Annotated[
        SecureUrl | None, about("The address of its own licence's text.", "https://example.org/licence")
    ] = None
    posts: Annotated[
        tuple[PostForm, ...],
        about(
            "Public posts under which people talk about it.", "[{protocol: activitypub, uri: https://example.social/1}]"
        ),
    ] = ()
    glossary: Annotated[
        tuple[GlossaryItem, ...],
        about(
            "Names and words of this episode that should be spelt right; people are added by themselves.",
            "[{name: Siobhan Keane, heard: [Shivon Keen, Chevonne]}]",
        ),
    ] = ()
    also_spoken: Annotated[
        tuple[SpokenLanguage, ...],
        about("Other languages that are spoken in it; what is said in them is written in them.", "[ar, cy]"),
    ] = ()
    translate_to: Annotated[
        TranslationLanguage | None,
        about("en: a machine's English translation is published beside the transcript, and labelled as one.", "en"),
    ] = None
    explicit: Annotated[
        Truth | None, about("Whether this episode is only for adults. Left out: as the show.", "false")
    ] = None
    artwork: Annotated[OwnFile | None, about("A square picture of its own. Left out: the show's.", "artwork.jpg")] = (
        None
    )
    artwork_alt: Annotated[Line | None, about("The picture in words.", "Ama in her garden.")] = None
    language: Annotated[LanguageTag | None, about("The language of this episode. Left out: the show's.", "en-gb")] = (
        None
    )
