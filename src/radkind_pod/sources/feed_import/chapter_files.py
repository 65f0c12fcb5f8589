"""Chapters in the three ways in which feeds bring them: the namespace's JSON, Podlove's tags, times in the notes."""

import json
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from radkind_pod.model.release import Chapter
from radkind_pod.sources.feed_import.tree import Element
from radkind_pod.sources.feed_import.values import one_line, web

MOST = 255
_LINE = re.compile(r"[\[(]?(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:\.(\d{1,3}))?[\])]?\s*[-\u2013\u2014:|]?\s*(\S.*)")
_CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,7})(?:\.(\d{1,3})\d*)?")
_LEAST_LISTED = 3
"""Fewer times in the notes are no list of chapters (Apple asks for three)."""


def chapters_in_json(data: bytes) -> tuple[Chapter, ...] | None:
    """Return the chapters that a listener sees, None where this is no chapters file."""
    try:
        listed = json.loads(data.decode("utf-8-sig"))["chapters"]
        found = [_entry(entry) for entry in listed if entry.get("toc") is not False]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return in_order(chapter for chapter in found if chapter)


def pictures_in_json(data: bytes) -> int:
    """Return how many chapters of a chapters file have a picture somewhere on the web."""
    return sum(bool(entry.get("img")) for entry in json.loads(data.decode("utf-8-sig"))["chapters"])


def _entry(entry: dict[str, Any]) -> Chapter | None:
    start = entry.get("startTime")
    if isinstance(start, bool) or not isinstance(start, int | float) or not 0 <= start < 360_000:
        return None
    link = entry.get("url")
    title = one_line(str(entry.get("title") or ""), MOST)
    return Chapter(round(start * 1000), title, web(link, "") if isinstance(link, str) else None) if title else None


def podlove_chapters(item: Element, base: str) -> tuple[Chapter, ...]:
    """Return the chapters of psc:chapters."""
    listed = [entry for group in item.all("psc:chapters") for entry in group.all("psc:chapter")]
    found = []
    for entry in listed:
        start, title = _clock_ms(entry.get("start")), one_line(entry.get("title"), MOST)
        if start is not None and title:
            found.append(Chapter(start, title, web(entry.get("href"), base) if entry.get("href") else None))
    return in_order(found)


def listed_chapters(plain: str) -> tuple[Chapter, ...]:
    """Return the chapters that notes list, a line each, the first at 0:00; none where there are fewer than three."""
    found = []
    for match in filter(None, (_LINE.fullmatch(line.strip()) for line in plain.split("\n"))):
        hours, minutes, seconds, fraction, title = match.groups()
        ms = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int((fraction or "").ljust(3, "0"))
        found.append(Chapter(ms, one_line(title, MOST)))
    rising = all(a.start_ms < b.start_ms for a, b in pairwise(found))
    return tuple(found) if len(found) >= _LEAST_LISTED and rising and found[0].start_ms == 0 else ()


def in_order(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """Return the chapters by their beginnings, one for each moment, at most 255."""
    by_start: dict[int, Chapter] = {}
    for chapter in chapters:
        by_start.setdefault(chapter.start_ms, chapter)
    return tuple(by_start[start] for start in sorted(by_start))[:MOST]


def _clock_ms(text: str) -> int | None:
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds, fraction = found.groups()
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "").ljust(3, "0"))
