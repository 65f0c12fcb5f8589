"""The comments of an Opus or FLAC file: what they say, how they are written, and what is read back.

Sources: Vorbis comment specification; RFC 7845 (Opus in Ogg); RFC 9639 (FLAC), 8.8 for pictures; the Xiph wiki's
chapter extension.
"""

# mypy: disable-error-code="no-untyped-call"
# mutagen says that it is typed, but its tags aren't.

from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mutagen
from mutagen.flac import FLAC, Picture
from mutagen.id3 import PictureType
from mutagen.oggopus import OggOpus

from radkind_pod.errors import MediaError
from radkind_pod.package.artwork import size_px
from radkind_pod.package.chapters import ascii_url
from radkind_pod.package.tag_text import Tag, clean, facts_of, one_line, published_of

VENDOR = "radkind-pod"
"""Who wrote the comments: no library, and no version, or the bytes would change with it."""
PICTURE = "METADATA_BLOCK_PICTURE"
_DEPTH = 24
"""Bits a pixel: pictures are drawn in RGB."""

Comments = list[tuple[str, str]]


def write_comments(file: Path, tag: Tag) -> None:
    """Put the comments and the cover into the file, read them back and compare. Raises MediaError where they differ."""
    opened = _open(file)
    picture = _picture(tag.cover)
    comments = list(_comments(tag))
    if isinstance(opened, FLAC):
        opened.clear_pictures()
        opened.add_picture(picture)
    else:
        comments.append((PICTURE, b64encode(picture.write()).decode("ascii")))
    tags: Any = opened.tags
    tags[:] = comments
    tags.vendor = VENDOR
    opened.save(padding=lambda _: 0)
    _check(file, tag, comments)


def texts_of_comments(file: Path) -> Iterator[tuple[str, str]]:
    """Yield every text in the comments of the file, each with its name; of a picture its description."""
    opened = _open(file)
    tags: Any = opened.tags
    yield "the name of the writer", tags.vendor
    yield from ((f"the tag {key}", text) for key, text in tags if key.upper() != PICTURE)
    yield from (("the description of a picture", one.desc) for one in _pictures(opened))


def _open(file: Path) -> FLAC | OggOpus:
    return FLAC(file) if file.suffix == ".flac" else OggOpus(file)


def _comments(tag: Tag) -> Iterator[tuple[str, str]]:
    """Yield the comments in their order; none for what has no text."""
    facts = facts_of(tag)
    texts = {
        "TITLE": facts.title,
        "ALBUM": facts.show,
        "ARTIST": facts.author,
        "ALBUMARTIST": facts.author,
        "TRACKNUMBER": facts.number,
        "DISCNUMBER": facts.season,
        "DATE": f"{published_of(tag):%Y-%m-%d}",
        "GENRE": facts.genre,
        "LANGUAGE": facts.language,
        "COPYRIGHT": facts.copyright,
        "PODCASTID": facts.guid,
        "DESCRIPTION": clean(tag.episode.summary),
        "WEBSITE": ascii_url(tag.episode.page_url),
        "LYRICS": clean(tag.transcript),
    }
    yield from ((key, text) for key, text in texts.items() if text)
    for number, chapter in enumerate(tag.chapters):
        name = f"CHAPTER{number:03}"
        yield name, _clock(chapter.start_ms)
        yield f"{name}NAME", one_line(chapter.title)
        if chapter.link:
            yield f"{name}URL", ascii_url(chapter.link)


def _clock(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _picture(jpeg: bytes) -> Picture:
    picture = Picture()
    picture.type, picture.mime, picture.data = PictureType.COVER_FRONT, "image/jpeg", jpeg
    (picture.width, picture.height), picture.depth = size_px(jpeg), _DEPTH
    return picture


def _pictures(opened: FLAC | OggOpus) -> list[Picture]:
    if isinstance(opened, FLAC):
        return list(opened.pictures)
    tags: Any = opened.tags
    return [Picture(b64decode(text)) for key, text in tags if key.upper() == PICTURE]


def _check(file: Path, tag: Tag, comments: Comments) -> None:
    try:
        found = _open(file)
        pictures = _pictures(found)
    except (mutagen.MutagenError, ValueError) as error:
        raise MediaError(
            file, f"the tag just written can't be read ({error})", "Check the disk and build again"
        ) from error
    tags: Any = found.tags
    read: Comments = list(tags)
    wrong = sorted({key for key, _ in {*read} ^ {*comments}})
    if read != comments or pictures != [_picture(tag.cover)]:
        what = f"the tag just written says something else than asked: {', '.join(wrong) or 'order or cover'}"
        raise MediaError(file, what, "Check the disk and build again")
