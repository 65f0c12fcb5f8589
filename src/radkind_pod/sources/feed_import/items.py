"""One item of the old feed as an episode."""

import re
from datetime import UTC, datetime

from radkind_pod.model.release import Chapter, Soundbite
from radkind_pod.sources.feed_import.chapter_files import listed_chapters, podlove_chapters
from radkind_pod.sources.feed_import.dates import date_of, dated
from radkind_pod.sources.feed_import.html_notes import MOST_LETTERS, notes_of, plain_of
from radkind_pod.sources.feed_import.old import Notebook, OldEpisode, OldFile
from radkind_pod.sources.feed_import.people import licence_of, locations_of, people_of, posts_of
from radkind_pod.sources.feed_import.sounds import is_sound, sound_of
from radkind_pod.sources.feed_import.tree import Element
from radkind_pod.sources.feed_import.values import (
    clock_ms,
    fitting,
    is_yes,
    length_ms,
    one_line,
    prose,
    web,
    whole,
    without_controls,
)
from radkind_pod.sources.platform_scalars import DESCRIPTION_BYTES
from radkind_pod.sources.scalars import LONGEST_LINE, LONGEST_NAME

_XML_SPACE = " \t\r\n"
_KINDS = ("full", "trailer", "bonus")
_SUMMARY_LETTERS = 1000
_A_TIME = re.compile(r"0:00\b")
"""With which a list of chapters begins."""


def episode_of(item: Element, base: str, fallback_date: str, notebook: Notebook) -> OldEpisode | None:
    """Return the episode, None where the item has no sound, which is noted as is whatever can't be kept as it was."""
    title = _title(item, notebook)
    sound = sound_of(item, base, title, notebook)
    if sound is None:
        return None
    notes, summary = _texts(item, base, title, notebook)
    licence, licence_url = licence_of(item, base)
    return OldEpisode(
        line=item.line,
        guid=_guid(item, sound.url, title, notebook),
        title=title,
        published=_published(item, fallback_date, title, notebook),
        summary=summary,
        notes=notes,
        sound=sound,
        number=_number(item, title, notebook),
        season=_season(item, title, notebook),
        type=kind if (kind := item.said("itunes:episodeType").lower()) in _KINDS else "full",
        explicit=is_yes(said) if (said := item.said("itunes:explicit")) else None,
        duration_ms=length_ms(item.said("itunes:duration")),
        people=people_of(item, base, title, notebook),
        picture=_picture(item, base, sound, title, notebook),
        transcripts=_transcripts(item, base, title, notebook),
        chapters_file=_chapters_file(item, base),
        chapters=podlove_chapters(item, base, title, notebook),
        listed_chapters=_listed_chapters(item),
        soundbites=_soundbites(item, title, notebook),
        locations=locations_of(item, title, notebook),
        licence=licence or None,
        licence_url=licence_url or None,
        posts=posts_of(item, base, title, notebook),
    )


def _title(item: Element, notebook: Notebook) -> str:
    written = item.said("title", "itunes:title", "media:title") or item.said("description")
    title = one_line(plain_of(written), LONGEST_LINE) or "Untitled"
    fitting(plain_of(written), LONGEST_LINE, "Its title", title, notebook)
    return title


def _guid(item: Element, sound_url: str, title: str, notebook: Notebook) -> str:
    written = next(filter(None, (element.text.strip(_XML_SPACE) for element in item.all("guid"))), "")
    guid = without_controls(written).strip(_XML_SPACE)
    if written and guid != written:
        notebook.note(title, f"Its guid had letters that no feed can carry: {written[:200]!r} became {guid[:200]!r}.")
    if guid:
        return guid
    notebook.note(title, "The old feed gives it no guid; apps then go by the sound's address, so that is its guid now.")
    return sound_url


def _published(item: Element, fallback: str, title: str, notebook: Notebook) -> datetime:
    written = item.said("pubDate", "dc:date", "atom:published", "atom:updated")
    found, doubt = dated(written)
    if found:
        if doubt:
            right = "If that is wrong, write the right one as published: in its episode.yaml."
            notebook.note(title, f"{doubt}: {one_line(written, 60)!r} became {found.isoformat(' ')}. {right}")
        return found
    found = date_of(fallback) or datetime(1970, 1, 1, tzinfo=UTC)
    what = f"Its date {one_line(written, 60)!r} can't be read" if written else "It has no date"
    notebook.note(title, f"{what}; it is {found:%Y-%m-%d} now. Write the right one as published: in its episode.yaml.")
    return found


def _number(item: Element, title: str, notebook: Notebook) -> int | None:
    written = item.said("itunes:episode") or item.said("podcast:episode")
    number = whole(written)
    if written and number is None and written not in ("0", "00"):
        notebook.note(title, f"Its number {one_line(written, 40)!r} is no whole number from 1 and was left out.")
    return number


def _season(item: Element, title: str, notebook: Notebook) -> int | None:
    written = item.said("podcast:season", "itunes:season")
    number = whole(written) or whole(item.said("itunes:season"))
    if written and number is None and written.strip("0"):
        notebook.note(title, f"Its season {one_line(written, 40)!r} is no whole number up to 999999 and was left out.")
    return number


def _longest(item: Element) -> str:
    texts = (item.said("content:encoded"), item.said("description"), item.said("itunes:summary"))
    return max(texts, key=len)


def _listed_chapters(item: Element) -> tuple[Chapter, ...]:
    text = _longest(item)
    return listed_chapters(plain_of(text)) if _A_TIME.search(text) else ()


def _texts(item: Element, base: str, title: str, notebook: Notebook) -> tuple[str, str]:
    """Return the notes as Markdown, and a summary in plain words."""
    longest = _longest(item)
    if len(longest) > MOST_LETTERS:
        notebook.note(title, f"Its notes have {len(longest)} letters; the first {MOST_LETTERS} were taken.")
    notes, lost = notes_of(longest, web(item.said("link"), base) or base)
    if lost:
        some = ", ".join(one_line(address, 100) for address in lost[:5])
        notebook.note(title, f"Links in its notes that lead to no page were left out, their words kept: {some}")
    notes = prose(notes)
    short = item.said("itunes:summary", "itunes:subtitle") if item.said("content:encoded") == "" else ""
    given = short or item.said("description", "itunes:summary", "itunes:subtitle")
    summary = _shortened(prose(plain_of(given[:MOST_LETTERS])))
    return notes, summary or title


def _shortened(text: str) -> str:
    """Return the text, cut after a paragraph or a word where it is longer than a summary may be."""
    if len(text) > _SUMMARY_LETTERS:
        first = text.partition("\n\n")[0]
        text = first if 0 < len(first) <= _SUMMARY_LETTERS else one_line(text, _SUMMARY_LETTERS)
    while len(text.encode()) > DESCRIPTION_BYTES:
        text = text[:-10]
    return text


def _picture(item: Element, base: str, sound: OldFile, title: str, notebook: Notebook) -> str | None:
    element = item.first("itunes:image")
    written = (element.get("href") or element.text.strip()) if element else ""
    url = web(written, base) if written else None
    if written and (url is None or url == sound.url or is_sound(url)):
        notebook.note(title, f"Its picture has the address of no picture and was left out: {one_line(written, 200)}")
        return None
    return url


def _transcripts(item: Element, base: str, title: str, notebook: Notebook) -> tuple[OldFile, ...]:
    found: dict[str, OldFile] = {}
    for element in item.all("podcast:transcript"):
        url = web(element.get("url"), base) if element.get("url") else None
        if url:
            kind = element.get("type").lower().partition(";")[0].strip() or "text/plain"
            found.setdefault(url, OldFile(url, kind, language=element.get("language").lower() or None))
        else:
            notebook.note(title, f"The address of a transcript can't be read: {one_line(element.get('url'), 200)!r}")
    return tuple(found.values())


def _chapters_file(item: Element, base: str) -> OldFile | None:
    element = item.first("podcast:chapters")
    url = web(element.get("url"), base) if element and element.get("url") else None
    return OldFile(url, element.get("type") or "application/json+chapters") if element and url else None


def _soundbites(item: Element, about: str, notebook: Notebook) -> tuple[Soundbite, ...]:
    found = []
    for element in item.all("podcast:soundbite"):
        start, length = clock_ms(element.get("startTime")), clock_ms(element.get("duration"))
        title = fitting(element.text, LONGEST_NAME, "The title of a soundbite", about, notebook) or None
        if start is not None and length:
            found.append(Soundbite(start, length, title))
        else:
            said = one_line(f"{element.get('startTime')} for {element.get('duration')}", 60)
            notebook.note(about, f"A soundbite whose time can't be read was left out: {title or ''!r} from {said!r}")
    return tuple(found)
