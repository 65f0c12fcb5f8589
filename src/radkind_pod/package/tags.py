"""The ID3v2.3 tag of an episode: what it says, how it is written, and what is read back.

Version 2.3, since players lose chapters and covers with 2.4. URL frames end without a NUL, which players would take
for part of the address. Source: ID3v2.3.0, ID3v2 Chapter Frame Addendum 1.0, and the podcast frames of iTunes.
"""

# mypy: disable-error-code="no-untyped-call"
# mutagen says that it is typed, but its frames aren't.

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import mutagen
from mutagen import id3
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    PCST,
    TALB,
    TCON,
    TCOP,
    TDAT,
    TDES,
    TGID,
    TIME,
    TIT2,
    TLAN,
    TPE1,
    TPE2,
    TPOS,
    TRCK,
    TYER,
    CTOCFlags,
    Encoding,
    PictureType,
)
from mutagen.id3._specs import EncodedTextSpec, EncodingSpec, Latin1TextSpec

from radkind_pod.errors import MediaError
from radkind_pod.package.chapters import ascii_url
from radkind_pod.package.id3_order import order_chapters, split_frames, start_ms
from radkind_pod.package.languages import three_letters
from radkind_pod.package.tag_text import Tag, TaggedChapter, clean, facts_of, one_line, published_of

_NO_OFFSET = 0xFFFFFFFF
"""A chapter's byte offsets are unknown: players shall go by its times."""


class _OpenEndedUrlSpec(Latin1TextSpec):
    """A URL that ends with its frame."""

    def write(self, config: object, frame: object, value: str) -> bytes:  # noqa: ARG002 - mutagen's signature
        return value.encode("latin-1")


class _WholeTextSpec(EncodedTextSpec):
    """A text that ends with its frame, decoded in one go: mutagen's own goes letter by letter, for 0.2 s an hour."""

    def read(self, header: object, frame: Any, data: bytes) -> tuple[str, bytes]:  # noqa: ARG002 - mutagen's signature
        codec, end = self._encodings[frame.encoding]
        return data.removesuffix(end).decode(codec), b""


class USLT(id3.USLT):
    """mutagen's own frame, read back fast."""

    _framespec = [*id3.USLT._framespec[:3], _WholeTextSpec("text")]  # noqa: RUF012


class WXXX(id3.WXXX):
    """mutagen's own frame, less the NUL at its end. The class name is the name in the file."""

    _framespec = [EncodingSpec("encoding"), EncodedTextSpec("desc"), _OpenEndedUrlSpec("url")]  # noqa: RUF012


class WOAF(id3.WOAF):
    """mutagen's own frame, less the NUL at its end."""

    _framespec = [_OpenEndedUrlSpec("url")]  # noqa: RUF012


def render_tag(tag: Tag) -> bytes:
    """Return the tag as it stands at the front of the file, its chapter frames in time order, without padding."""
    out = io.BytesIO()
    _collect(tag).save(out, v1=0, v2_version=3, padding=lambda _: 0)
    return order_chapters(out.getvalue())


def check_tag(file: Path, tag: Tag, length: int) -> None:
    """Read the tag of `length` bytes back from the file; MediaError unless each frame says what `tag` says."""
    try:
        found = id3.ID3(file, known_frames={**id3.Frames, "USLT": USLT}, translate=False, load_v1=False)
        with file.open("rb") as opened:
            starts = [start_ms(f) for f in split_frames(opened.read(length)) if f[:4] == b"CHAP"]
    except (mutagen.MutagenError, ValueError) as error:
        raise MediaError(
            file, f"the tag just written can't be read ({error})", "Check the disk and build again"
        ) from error
    asked, read = _comparable(_collect(tag)), _comparable(found)
    wrong = sorted(key for key in asked.keys() | read.keys() if asked.get(key) != read.get(key))
    if wrong or starts != [c.start_ms for c in tag.chapters]:
        what = f"the tag just written says something else than asked: {', '.join(wrong) or 'CHAP order'}"
        raise MediaError(file, what, "Check the disk and build again")


def texts_of(file: Path) -> Iterator[tuple[str, str]]:
    """Yield every text and address in the tag of the file, each with the name of its frame."""
    yield from _texts(id3.ID3(file, known_frames={**id3.Frames, "USLT": USLT}, translate=False, load_v1=False))


def _texts(tags: Any) -> Iterator[tuple[str, str]]:
    for key, frame in tags.items():
        yield from _texts(getattr(frame, "sub_frames", {}))
        for said in vars(frame).values():
            for one in said if isinstance(said, list) else [said]:
                if isinstance(one, str):
                    yield f"the tag {key.split(':')[0]}", one


def _collect(tag: Tag) -> id3.ID3:
    tags = id3.ID3()
    for frame in (*_text_frames(tag), *_other_frames(tag), *_chapter_frames(tag.chapters)):
        tags.add(frame)
    return tags


def _text_frames(tag: Tag) -> Iterator[Any]:
    """Yield the frames that hold one line each; no frame for what has no text."""
    facts, published = facts_of(tag), published_of(tag)
    # The date as people wrote it, in their own zone: version 2.3 has no place for a zone.
    texts = {
        TIT2: facts.title,
        TALB: facts.show,
        TPE1: facts.author,
        TPE2: facts.author,
        TRCK: facts.number,
        TPOS: facts.season,
        TYER: f"{published:%Y}",
        TDAT: f"{published:%d%m}",
        TIME: f"{published:%H%M}",
        TCON: facts.genre,
        TLAN: facts.language,
        TCOP: facts.copyright,
        TGID: facts.guid,
        TDES: facts.summary,
    }
    for kind, line in texts.items():
        if line:
            yield kind(encoding=_encoding(line), text=[line])


def _other_frames(tag: Tag) -> Iterator[Any]:
    language = three_letters(tag.episode.language)
    summary, transcript = clean(tag.episode.summary), clean(tag.transcript)
    page = ascii_url(tag.episode.page_url)
    if summary:
        yield COMM(encoding=_encoding(summary), lang=language, desc="", text=[summary])
    if transcript:
        yield USLT(encoding=_encoding(transcript), lang=language, desc="", text=transcript)
    yield WOAF(url=page)
    yield WXXX(encoding=Encoding.LATIN1, desc="", url=page)
    yield PCST(value=1)
    yield _picture(tag.cover, PictureType.COVER_FRONT, "")


def _chapter_frames(chapters: Sequence[TaggedChapter]) -> Iterator[Any]:
    """Yield one CHAP for each chapter and the one table of contents that names them in order."""
    names = [f"chp{number}" for number in range(len(chapters))]
    for name, chapter in zip(names, chapters, strict=True):
        yield CHAP(
            element_id=name,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=list(_chapter_details(chapter)),
        )
    if names:
        yield CTOC(element_id="toc", flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED, child_element_ids=names)


def _chapter_details(chapter: TaggedChapter) -> Iterator[Any]:
    title = one_line(chapter.title)
    if title:
        yield TIT2(encoding=_encoding(title), text=[title])
    if chapter.link:
        yield WXXX(encoding=Encoding.LATIN1, desc="", url=ascii_url(chapter.link))
    if chapter.picture:
        yield _picture(chapter.picture, PictureType.OTHER, one_line(chapter.picture_alt or ""))


def _picture(jpeg: bytes, kind: int, description: str) -> Any:
    return APIC(encoding=_encoding(description), mime="image/jpeg", type=kind, desc=description, data=jpeg)


def _encoding(text: str) -> int:
    """Latin-1 where ASCII does, since every reader knows it; else UTF-16, the only other one of version 2.3."""
    encoding: int = Encoding.LATIN1 if text.isascii() else Encoding.UTF16
    return encoding


def _comparable(tags: Any) -> dict[str, object]:
    """Return what each frame says, by mutagen's key, the frames inside a chapter likewise."""
    return {
        key: {name: _comparable(said) if name == "sub_frames" else said for name, said in vars(frame).items()}
        for key, frame in tags.items()
    }
