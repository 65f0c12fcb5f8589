"""Chapters in the three ways in which feeds bring them: the namespace's JSON, Podlove's tags, times in the notes."""

import json
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from radkind_pod.model.release import Chapter
from radkind_pod.sources.feed_import.old import Notebook
from radkind_pod.sources.feed_import.tree import Element
from radkind_pod.sources.feed_import.values import clock_ms, fitting, one_line, web

MOST = 255
_TIME = r"[\[(\u3010]?(?P<time>(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:\.\d{1,3})?)[\])\u3011]?"
_DASH = r"[-\u2013\u2014:|~\u301c\u2192]?"
_BULLET = r"(?:[-+*\u2013\u2014\u2022\u00b7\u2023\u25aa\u25cf\u25b6\u25ba]\s*)?"
_LINE = re.compile(rf"{_BULLET}{_TIME}\s*{_DASH}\s*(?P<title>\S.*)")
_LINE_BEHIND = re.compile(rf"{_BULLET}(?P<title>\S.*?)(?:\s+|\s*(?=[\[(\u3010])){_DASH}\s*{_TIME}")
_LONGEST_S = 360_000
_LONGEST_LINE = 1000
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


def told_of_json(data: bytes) -> tuple[str, ...]:
    """Return what a chapters file says and the page can't: entries without a title or a time, links to no page."""
    listed = [entry for entry in json.loads(data.decode("utf-8-sig"))["chapters"] if entry.get("toc") is not False]
    unread = sum(_entry(entry) is None for entry in listed)
    links = [entry["url"] for entry in listed if isinstance(entry.get("url"), str) and not web(entry["url"], "")]
    long = sum(len(one_line(str(entry.get("title") or ""))) > MOST for entry in listed)
    left_out = f"{unread} entries of its chapters file have no title or no time; the page leaves them out."
    cut = f"{long} titles of chapters are longer than {MOST} letters and were cut on the page."
    said = ((unread, left_out), (long, cut))
    return (*(text for count, text in said if count), *(_no_page(link) for link in links if link.strip()))


def _no_page(link: str) -> str:
    return f"The link of a chapter leads to no page and was left out: {one_line(link, 200)}"


def _entry(entry: dict[str, Any]) -> Chapter | None:
    start, link = _start_ms(entry.get("startTime")), entry.get("url")
    title = one_line(str(entry.get("title") or ""), MOST)
    if start is None or not title:
        return None
    return Chapter(start, title, web(link, "") if isinstance(link, str) else None)


def _start_ms(start: object) -> int | None:
    """Return the milliseconds of seconds, also where they are written as text, against the rule."""
    if isinstance(start, str):
        found = clock_ms(start)
    else:
        is_number = isinstance(start, int | float) and not isinstance(start, bool) and 0 <= start < _LONGEST_S
        found = round(float(start) * 1000) if is_number and isinstance(start, int | float) else None
    return found if found is not None and found < _LONGEST_S * 1000 else None


def podlove_chapters(item: Element, base: str, about: str, notebook: Notebook) -> tuple[Chapter, ...]:
    """Return the chapters of psc:chapters; what of them can't be kept is noted."""
    listed = [entry for group in item.all("psc:chapters") for entry in group.all("psc:chapter")]
    found = []
    for entry in listed:
        start, title = (
            clock_ms(entry.get("start")),
            fitting(entry.get("title"), MOST, "A chapter's title", about, notebook),
        )
        link = web(entry.get("href"), base) if entry.get("href") else None
        if start is None or not title:
            notebook.note(about, f"A chapter has no title or no time and was left out: {title or entry.get('start')!r}")
            continue
        if entry.get("href") and not link:
            notebook.note(about, _no_page(entry.get("href")))
        found.append(Chapter(start, title, link))
    return in_order(found)


def listed_chapters(plain: str) -> tuple[Chapter, ...]:
    """Return the chapters that notes list, a line each, the first at 0:00; none where there are fewer than three."""
    lines = [line.strip() for line in plain.split("\n")]
    return _listed(lines, _LINE) or _listed(lines, _LINE_BEHIND)


def _listed(lines: list[str], shape: re.Pattern[str]) -> tuple[Chapter, ...]:
    matches = filter(None, (shape.fullmatch(line) for line in lines if len(line) < _LONGEST_LINE))
    found = [Chapter(clock_ms(match["time"]) or 0, one_line(match["title"], MOST)) for match in matches]
    rising = all(a.start_ms < b.start_ms for a, b in pairwise(found))
    return tuple(found) if len(found) >= _LEAST_LISTED and rising and found[0].start_ms == 0 else ()


def in_order(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """Return the chapters by their beginnings, one for each moment, at most 255."""
    by_start: dict[int, Chapter] = {}
    for chapter in chapters:
        by_start.setdefault(chapter.start_ms, chapter)
    return tuple(by_start[start] for start in sorted(by_start))[:MOST]
