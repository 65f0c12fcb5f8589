"""The tags and chapters of an M4A: what they say, how they are written, and what is read back.

Chapters stand in it twice, since players know one or the other: as Nero's list (chpl) and as a text track. Sources:
ISO/IEC 14496-12 and 14496-14; QuickTime File Format, chapter lists; the keys of iTunes as mutagen documents them.
"""

# mypy: disable-error-code="no-untyped-call"
# mutagen says that it is typed, but its tags aren't.

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mutagen
from mutagen.mp4 import MP4, MP4Cover, MP4MetadataError, MP4Tags

from radkind_pod.errors import MediaError
from radkind_pod.media.remux import Named, read_chapters, with_chapters
from radkind_pod.package.chapters import MOST
from radkind_pod.package.tag_text import Tag, clean, facts_of, one_line, published_of

_PODCAST = 21
"""What iTunes takes for a podcast in stik, its kind of media."""
_TITLE_BYTES = 255
"""Nero's list counts the bytes of a title in one byte."""


def write_m4a(sound: Path, tag: Tag, target: Path) -> None:
    """Write the sound with tags and chapters, read them back and compare. Raises MediaError where they differ."""
    chapters = list(_chapters(tag))
    with_chapters(sound, target, chapters, facts_of(tag).language)
    file = MP4(target)
    if file.tags is None:
        file.add_tags()
    assert file.tags is not None
    file.tags.clear()
    file.tags.update(_atoms(tag))
    file.save(padding=lambda _: 0)
    _check(target, tag, [(start, title) for start, _, title in chapters])


def texts_of_m4a(file: Path) -> Iterator[tuple[str, str]]:
    """Yield every text in tags and chapters of the M4A, each with its name."""
    found = MP4(file)
    tags: dict[str, Any] = dict(found.tags or {})
    for key, value in tags.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield f"the tag {key}", one
    yield from (("a chapter", one.title) for one in found.chapters or ())
    yield from (("a chapter", title) for _, title in read_chapters(file))


def _atoms(tag: Tag) -> dict[str, Any]:
    """Return the tags by mutagen's keys; no tag for what has no text."""
    facts = facts_of(tag)
    texts = {
        "\xa9nam": facts.title,
        "\xa9alb": facts.show,
        "\xa9ART": facts.author,
        "aART": facts.author,
        "\xa9day": f"{published_of(tag):%Y-%m-%d}",
        "\xa9gen": facts.genre,
        "cprt": facts.copyright,
        "desc": facts.summary,
        "ldes": clean(tag.episode.summary),
        "\xa9lyr": clean(tag.transcript),
        "purl": tag.show.feed_url,
        "egid": facts.guid,
    }
    atoms: dict[str, Any] = {key: [text] for key, text in texts.items() if text}
    atoms |= {key: [(int(n), 0)] for key, n in (("trkn", facts.number), ("disk", facts.season)) if n}
    cover = MP4Cover(tag.cover, MP4Cover.FORMAT_JPEG)
    return {**atoms, "covr": [cover], "pcst": True, "stik": [_PODCAST]}


def _chapters(tag: Tag) -> Iterator[Named]:
    """Yield the chapters. A text track begins with the sound: what comes before the first has the episode's title."""
    first = tag.chapters[0].start_ms if tag.chapters else 0
    if first and len(tag.chapters) < MOST:
        yield 0, first, _short(one_line(tag.episode.title))
    for chapter in tag.chapters:
        yield chapter.start_ms, chapter.end_ms, _short(one_line(chapter.title))


def _short(title: str) -> str:
    """Return as much of the title as Nero's list can hold, no letter torn."""
    return title.encode()[:_TITLE_BYTES].decode(errors="ignore")


def _check(file: Path, tag: Tag, chapters: list[tuple[int, str]]) -> None:
    try:
        found = MP4(file)
    except (mutagen.MutagenError, MP4MetadataError) as error:
        raise MediaError(
            file, f"the tag just written can't be read ({error})", "Check the disk and build again"
        ) from error
    asked, read = MP4Tags(), found.tags or MP4Tags()
    asked.update(_atoms(tag))
    wrong = sorted(key for key in asked.keys() | read.keys() if asked.get(key) != read.get(key))
    listed = [(round(one.start * 1000), one.title) for one in found.chapters or ()]
    if wrong or listed != chapters or read_chapters(file) != chapters:
        what = f"the tag just written says something else than asked: {', '.join(wrong) or 'chapters'}"
        raise MediaError(file, what, "Check the disk and build again")
