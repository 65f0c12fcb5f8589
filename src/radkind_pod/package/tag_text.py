"""What the tags of an episode say, whatever the format that they are written in: each says the same."""

import re
from dataclasses import dataclass
from datetime import datetime

from radkind_pod.package.languages import three_letters
from radkind_pod.package.stages import EpisodeSlice, ShowSlice

_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")})


@dataclass(frozen=True, slots=True)
class TaggedChapter:
    """A chapter as the tag holds it, in episode time. `picture` is a small JPEG."""

    start_ms: int
    end_ms: int
    title: str
    link: str | None
    picture: bytes | None
    picture_alt: str | None


@dataclass(frozen=True, slots=True)
class Tag:
    """All that the tag of an episode says. `cover` is a JPEG; `transcript` is plain text, "" where there is none."""

    show: ShowSlice
    episode: EpisodeSlice
    cover: bytes
    transcript: str
    chapters: tuple[TaggedChapter, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What tags say on a line each; "" for what isn't known. `language` is an ISO 639-2 code."""

    title: str
    show: str
    author: str
    number: str
    season: str
    genre: str
    language: str
    copyright: str
    guid: str
    summary: str


def facts_of(tag: Tag) -> Facts:
    """Return what the tag says on a line each."""
    show, episode = tag.show, tag.episode
    return Facts(
        title=one_line(episode.title),
        show=one_line(show.title),
        author=one_line(show.author),
        number=str(episode.number or ""),
        season=str(episode.season or ""),
        genre="Podcast",
        language=three_letters(episode.language),
        copyright=one_line(_copyright(show.copyright, published_of(tag).year)),
        guid=one_line(episode.guid),
        summary=one_line(episode.summary),
    )


def published_of(tag: Tag) -> datetime:
    """Return when the episode comes out, in the zone that people wrote."""
    return datetime.fromisoformat(tag.episode.published)


def one_line(text: str) -> str:
    """Return the text on one line, without control characters."""
    return re.sub(r"\s*[\n\t]\s*", " ", clean(text))


def clean(text: str) -> str:
    """Return the text without control characters, its lines ended by a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()


def _copyright(text: str | None, year: int) -> str:
    """Return the text with the year and the space that ID3 wants in front."""
    if not text or re.match(r"\d{4} ", text):
        return text or ""
    return f"{year} {text}"
