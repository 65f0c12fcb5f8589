"""An episode's description in the feed: its notes and what listeners are told before hard parts, in Apple's 4000 bytes.

Where all of it doesn't fit, the content notes come first and whole, and the show notes are cut after a word.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from radkind_pod.errors import Refused
from radkind_pod.model.release import Release
from radkind_pod.publish.feed_care import briefly_html, care_html
from radkind_pod.publish.notes import feed_html
from radkind_pod.publish.stages import ItemShow

DESCRIPTION_BYTES = 4000
"""Apple's limit for a description, tags included."""
_MARKUP = re.compile(r"(<[^>]*>)")
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Described:
    """The HTML of an item: `description` within Apple's limit, `content` all of it, "" where there is no more."""

    description: str
    content: str


def described(show: ItemShow, release: Release, page: str) -> Described:
    """Return what an item says of its episode; `page` is the address that relative links lead on from.

    Raises Refused where the content notes alone are longer than Apple's limit.
    """
    notes = feed_html(release.notes, page)
    care = care_html(show, release)
    whole = "\n".join(part for part in (notes, care) if part)
    if notes and _length(whole) <= DESCRIPTION_BYTES:
        return Described(whole, whole)
    summary = _paragraph(release.summary)
    if not care:
        return Described(fitting(release.summary, _paragraph), whole)
    text = notes if notes and _length(notes) <= DESCRIPTION_BYTES else summary
    if _length(f"{text}\n{care}") <= DESCRIPTION_BYTES:
        return Described(f"{text}\n{care}", whole)
    first = care if _length(care) <= DESCRIPTION_BYTES else briefly_html(release)
    if _length(first) > DESCRIPTION_BYTES:
        raise Refused(
            f"{release.slug}: its content notes alone are longer than the {DESCRIPTION_BYTES} bytes that Apple takes, "
            "and none of them may be lost",
            "Join some of them in content_notes: of its episode.yaml, or give them shorter topics",
        )
    return Described(_joined(first, cut_html(text, DESCRIPTION_BYTES - _length(first) - 1)), whole)


def fitting(text: str, render: Callable[[str], str] = str) -> str:
    """Return the text rendered, cut after a word where it would be longer than Apple's limit."""
    if _length(render(text)) <= DESCRIPTION_BYTES:
        return render(text)
    lengths = range(min(len(text), DESCRIPTION_BYTES) + 1)
    too_long = bisect_right(lengths, DESCRIPTION_BYTES, key=lambda n: _length(render(f"{text[:n]}{_MORE}")))
    return render(f"{_whole_words(text[: too_long - 1])}{_MORE}")


def at_most(text: str, letters: int) -> str:
    """Return the text, cut after a word where it has more letters than this."""
    return text if len(text) <= letters else f"{_whole_words(text[: letters - 1])}{_MORE}"


def cut_html(html: str, room: int) -> str:
    """Return well-formed HTML of at most `room` bytes, cut after a word, or "" where not even one word fits."""
    kept, still_open, has_words = "", list[str](), False
    for piece in _pieces(html):
        after = _opened(piece, still_open)
        grown = f"{kept}{piece}"
        if _length(f"{grown}{_MORE}{_closing(after)}") > room:
            return f"{kept.rstrip()}{_MORE}{_closing(still_open)}" if has_words else ""
        kept, still_open = grown, after
        has_words = has_words or not (piece.isspace() or piece.startswith("<"))
    return kept


def _pieces(html: str) -> list[str]:
    """Return tags, words and the spaces between them, in order."""
    found: list[str] = []
    for part in _MARKUP.split(html):
        found += [part] if part.startswith("<") else re.findall(r"\s+|\S+", part)
    return found


def _opened(piece: str, still_open: list[str]) -> list[str]:
    if not piece.startswith("<"):
        return still_open
    if piece.startswith("</"):
        return still_open[:-1]
    name = re.match(r"<(\w+)", piece)
    return [*still_open, name[1]] if name else still_open


def _closing(names: list[str]) -> str:
    return "".join(f"</{name}>" for name in reversed(names))


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def _whole_words(text: str) -> str:
    return text.rpartition(" ")[0] or text


def _length(text: str) -> int:
    return len(text.encode())
