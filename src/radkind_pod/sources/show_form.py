"""The keys of config.yaml: what they are for, what may stand in them."""

from typing import Annotated

from pydantic import Field

from radkind_pod.model.audio import ROOM, TONE
from radkind_pod.sources.addresses import BaseUrl, Email, SecureUrl, WebUrl
from radkind_pod.sources.categories import CategoryText
from radkind_pod.sources.entry import about, entry
from radkind_pod.sources.glossary import GlossaryItem
from radkind_pod.sources.identity import ShowGuid
from radkind_pod.sources.languages import LanguageTag, SpokenLanguage
from radkind_pod.sources.licences import Licence
from radkind_pod.sources.places import OwnFile
from radkind_pod.sources.platform_forms import (
    FeedForm,
    HelplineForm,
    PlaceForm,
    PublishForm,
    RecommendedForm,
    RhythmForm,
    SeasonForm,
)
from radkind_pod.sources.platform_scalars import Description
from radkind_pod.sources.roles import Role
from radkind_pod.sources.scalars import Line, Name, Truth, choice, number, one_of

BITRATES_KBPS = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""What LAME makes at 48 kHz, from what still sounds like speech."""
AAC_KBPS = (64, 80, 96, 112, 128, 160, 192)
OPUS_KBPS = (24, 28, 32)
"""Mono speech below 24 kbit/s is hard to follow for people who don't hear well."""

Lufs = Annotated[float, number(-31, -9, "-16")]
Dbtp = Annotated[float, number(-9, 0, "-1")]
Seconds = Annotated[float, number(0, 30, "1.5")]
Below = Annotated[float, number(0, 40, "8")]
Depth = Annotated[float, number(0, 40, "14")]
Glide = Annotated[float, number(0.05, 10, "0.5")]
Kbps = Annotated[int, one_of(BITRATES_KBPS, " (kbit/s)")]
AacKbps = Annotated[int, one_of(AAC_KBPS, " (kbit/s)")]
OpusKbps = Annotated[int, one_of(OPUS_KBPS, " (kbit/s)")]
Channels = Annotated[int, one_of((1, 2), ": 1 is mono, 2 is stereo")]
Checks = Annotated[int, one_of((0, 1, 2, 3, 4, 5), " (people)")]
Engine = Annotated[str, choice("faster-whisper", "openai-whisper", "replay")]
Bleep = Annotated[str, choice(TONE, ROOM)]
Order = Annotated[str, choice("episodic", "serial")]


@entry
class OwnerForm:
    """Whom the platforms write to."""

    name: Annotated[Line, about("The name that platforms write to.", "Radical Kindness")]
    email: Annotated[
        Email, about("The address that platforms send their codes to; it stands in the feed.", "podcast@example.org")
    ]


@entry
class HostForm:
    """Somebody who is heard in every episode."""

    name: Annotated[Name, about("The name as listeners know it.", "Jo Bloggs")]
    role: Annotated[Role, about("The role, a word of the podcast taxonomy.", "host")] = "host"
    link: Annotated[SecureUrl | None, about("A page about the person.", "https://example.org/jo")] = None
    image: Annotated[SecureUrl | None, about("The address of a picture.", "https://example.org/jo.jpg")] = None


@entry
class FundingForm:
    """Where listeners can give."""

    url: Annotated[SecureUrl, about("The page where listeners can give.", "https://example.org/donate")]
    text: Annotated[Name, about("What apps show for it, at most 128 characters.", "Support our work")]


@entry
class LoudnessForm:
    """What the finished file measures."""

    target: Annotated[
        Lufs | None,
        about("Loudness in LUFS. Left out: -16 for two channels, -19 for one.", "-16"),
    ] = None
    true_peak: Annotated[Dbtp, about("The highest true peak in dBTP.", "-1")] = -1.0


@entry
class BedForm:
    """Music under the interview, which goes down under speech."""

    file: Annotated[OwnFile, about("The music; it goes round for as long as people talk.", "audio/bed.flac")]
    below: Annotated[Below, about("How many dB it is softer than the talk, where nobody speaks.", "8")] = 8.0
    depth: Annotated[
        Depth, about("How many dB it goes down further under speech. WCAG asks for 20 dB in all.", "14")
    ] = 14.0
    attack: Annotated[Glide, about("In how many seconds it goes down; it is down when speech begins.", "0.5")] = 0.5
    release: Annotated[Glide, about("In how many seconds it comes back when speech ends.", "2")] = 2.0


@entry
class OutputForm:
    """How the finished sound is made."""

    bitrate: Annotated[Kbps, about("Bitrate of the MP3 in kbit/s.", "128")] = 128
    channels: Annotated[Channels, about("1 for mono, 2 for stereo.", "2")] = 2
    aac: Annotated[AacKbps | None, about("kbit/s of a second edition as AAC in an M4A file. Left out: none.", "96")] = (
        None
    )
    opus: Annotated[
        OpusKbps | None, about("kbit/s of a small mono edition as Opus, for those who pay for data.", "24")
    ] = None
    flac: Annotated[Truth, about("Whether a lossless FLAC is kept for the archive; it isn't published.", "false")] = (
        False
    )


@entry
class TranscriptionForm:
    """How speech becomes text."""

    engine: Annotated[Engine, about("The program that listens.", "faster-whisper")] = "faster-whisper"
    model: Annotated[Line, about("The Whisper model, or a folder that holds one.", "base")] = "base"
    language: Annotated[SpokenLanguage | None, about("The language that is spoken. Left out: the show's.", "en")] = None
    glossary: Annotated[
        tuple[GlossaryItem, ...],
        about(
            "Names and words that should be spelt right; hosts and people are added by themselves.",
            "[Radical Kindness, {name: Siobhan Keane, heard: [Shivon Keen, Chevonne]}]",
        ),
    ] = ()


@entry
class ReviewForm:
    """What a transcript that people corrected needs before it may be published."""

    checks: Annotated[
        Checks,
        about("How many people must have checked a corrected transcript against the sound. A draft needs none.", "1"),
    ] = 1


@entry
class ShowForm:
    """The show: everything that holds for all its episodes."""

    title: Annotated[Line, about("The show's name.", '"Kindness at Work"')]
    description: Annotated[
        Description, about("What the show is about, in a few sentences.", '"Conversations about kindness."')
    ]
    language: Annotated[LanguageTag, about("The language of the show.", "en-gb")]
    author: Annotated[Line, about("Who makes the show, as apps show it.", "Radical Kindness")]
    owner: Annotated[
        OwnerForm, about("Whom the platforms write to.", "{name: Radical Kindness, email: podcast@example.org}")
    ]
    link: Annotated[WebUrl, about("The show's web page.", "https://example.org")]
    base_url: Annotated[
        BaseUrl,
        about(
            "The public address of the folder that is published; the feed is feed.xml in it.",
            "https://example.org/podcast",
        ),
    ]
    guid: Annotated[
        ShowGuid, about("The show's identifier for life. Never change it.", "917393e3-1b1e-5cef-ace4-edaa54e1f810")
    ]
    categories: Annotated[
        tuple[CategoryText, ...],
        Field(min_length=1),
        about("Apple's categories; the first counts most.", "[Society & Culture > Documentary]"),
    ]
    explicit: Annotated[Truth, about("Whether the show is only for adults.", "false")]
    artwork: Annotated[OwnFile, about("The show's square picture, 1400 to 3000 pixels, JPEG or PNG.", "artwork.png")]
    licence: Annotated[Licence, about("What others may do with the show: a short name, or custom.", "cc-by-nc-4.0")]
    artwork_alt: Annotated[
        Line | None, about("The picture in words, for people who can't see it.", "Two hands holding a mug.")
    ] = None
    licence_url: Annotated[
        SecureUrl | None, about("The address of the licence's text.", "https://example.org/licence")
    ] = None
    hosts: Annotated[tuple[HostForm, ...], about("Who is heard in every episode.", "[{name: Jo Bloggs}]")] = ()
    type: Annotated[Order, about("serial: to be heard from the first episode on.", "episodic")] = "episodic"
    locked: Annotated[
        Truth, about("Whether other hosts may take over the feed without asking: true is no.", "true")
    ] = True
    funding: Annotated[
        FundingForm | None, about("Where listeners can give.", "{url: https://example.org/donate, text: Support us}")
    ] = None
    copyright: Annotated[Line | None, about("Who holds the rights: the name alone.", "Radical Kindness")] = None
    loudness: Annotated[LoudnessForm, about("What the finished file measures.", "{target: -16, true_peak: -1}")] = (
        LoudnessForm()
    )
    intro: Annotated[OwnFile | None, about("A recording that opens every episode.", "audio/intro.flac")] = None
    outro: Annotated[OwnFile | None, about("A recording that closes every episode.", "audio/outro.flac")] = None
    crossfade: Annotated[Seconds, about("How many seconds intro and outro overlap with the interview.", "1.5")] = 0.0
    fade: Annotated[
        Seconds | None,
        about("How many seconds the intro fades out and the outro fades in. Left out: as many as they overlap.", "3"),
    ] = None
    bed: Annotated[
        BedForm | None, about("Music under the interview, which goes down under speech.", "{file: audio/bed.flac}")
    ] = None
    sting: Annotated[
        OwnFile | None,
        about("A short sound between segments, before chapters with `sting: true`.", "audio/sting.flac"),
    ] = None
    bleep: Annotated[
        Bleep, about("What is heard instead of withheld words: a tone, or the room when nobody speaks.", "tone")
    ] = TONE
    output: Annotated[OutputForm, about("How the sound is encoded.", "{bitrate: 128, channels: 2}")] = OutputForm()
    transcription: Annotated[
        TranscriptionForm, about("How speech becomes text.", "{engine: faster-whisper, model: base}")
    ] = TranscriptionForm()
    review: Annotated[
        ReviewForm, about("What a corrected transcript needs before it may be published.", "{checks: 1}")
    ] = ReviewForm()
    seasons: Annotated[tuple[SeasonForm, ...], about("Seasons that have a name.", "[{number: 1, name: Arrivals}]")] = ()
    places: Annotated[
        tuple[PlaceForm, ...], about("Where the show is made, or what it is about.", "[{name: Leeds}]")
    ] = ()
    rhythm: Annotated[RhythmForm | None, about("How often episodes come out.", "{text: every second Tuesday}")] = None
    recommends: Annotated[
        tuple[RecommendedForm, ...],
        about("Other shows that listeners may like.", "[{guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810}]"),
    ] = ()
    feed: Annotated[FeedForm, about("What platforms are told about the feed.", "{items: 300}")] = FeedForm()
    helplines: Annotated[
        tuple[HelplineForm, ...],
        about("Who can help with the topics of content notes.", "[{topic: grief, name: Cruse, phone: 0808 808 1677}]"),
    ] = ()
    publish: Annotated[
        PublishForm, about("Where the show is published, and what must be so before.", "{to: ../website/podcast}")
    ] = PublishForm()
