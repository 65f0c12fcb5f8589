"""Chapters: checked, given their ends, and written as the JSON file that apps read.

Format of the file: Podcasting 2.0, JSON chapters 1.2.0.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.release import Chapter
from radkind_pod.package.stages import MappedChapter

MOST = 255
"""The ID3 table of contents counts its chapters in one byte."""

_URL_SIGNS = "%/:=&?~#+!$,;'@()*[]"
"""What a URL may hold as it is (RFC 3986, reserved characters and the percent sign)."""


def check_chapters(chapters: Sequence[MappedChapter], duration_ms: int, slug: str) -> None:
    """Raise SourceError, with every problem, unless the chapters fit one after the other into the episode."""
    file = Path("episodes") / slug / "episode.yaml"
    problems = [Problem(file, None, message) for message in _problems(chapters, duration_ms)]
    if problems:
        raise SourceError(problems)


def _problems(chapters: Sequence[MappedChapter], duration_ms: int) -> Iterator[str]:
    if len(chapters) > MOST:
        yield f"{len(chapters)} chapters are more than an MP3 can hold. Keep at most {MOST}"
    for before, after in pairwise(chapters):
        if after.start_ms == before.start_ms:
            both = f'"{before.title}" and "{after.title}"'
            yield f"the chapters {both} begin at the same moment of the episode. Move or remove one"
        if after.start_ms < before.start_ms:
            yield f'the chapter "{after.title}" begins before "{before.title}". Put the chapters in order'
    for chapter in chapters:
        if not 0 <= chapter.start_ms < duration_ms:
            yield f'the chapter "{chapter.title}" begins outside the episode. Move or remove it'
        if chapter.link and not _is_address(chapter.link):
            yield f'"{chapter.link}", the link of the chapter "{chapter.title}", is no web address. Begin it with https://'


def _is_address(link: str) -> bool:
    try:
        ascii_url(link)
    except ValueError:
        return False
    return True


def ends_ms(chapters: Sequence[MappedChapter], duration_ms: int) -> tuple[int, ...]:
    """Return where each chapter ends: where the next one begins, the last one with the episode."""
    return (*(c.start_ms for c in chapters), duration_ms)[1:]


def render_chapters(chapters: Sequence[Chapter], page_url: str) -> str:
    """Return the chapters file; pictures lie beside the episode's page."""
    entries = [_entry(chapter, folder_url(page_url)) for chapter in chapters]
    return json.dumps({"version": "1.2.0", "chapters": entries}, ensure_ascii=False, indent=1) + "\n"


def _entry(chapter: Chapter, folder: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"startTime": chapter.start_ms / 1000, "title": chapter.title}
    if chapter.link:
        entry["url"] = ascii_url(chapter.link)
    if chapter.image:
        entry["img"] = folder + chapter.image.path.rpartition("/")[2]
    return entry


def folder_url(page_url: str) -> str:
    """Return the address of the folder in which the page lies, with a final slash."""
    return ascii_url(page_url).removesuffix("index.html").rstrip("/") + "/"


def ascii_url(url: str) -> str:
    """Return the address in ASCII: the host in Punycode, all else percent-encoded. ValueError for no web address."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = "a web address begins with https:// and a host"
        raise ValueError(msg)
    host = parts.netloc.encode("idna").decode("ascii")
    return quote(parts._replace(netloc=host).geturl(), safe=_URL_SIGNS)
