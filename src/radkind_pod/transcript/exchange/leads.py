"""What stands before the words of a paragraph: a time, a name. As people and programs write them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

NOBODY = "?"
"""What stands for the name where nobody knows who speaks, and the words could be taken for a name."""

_CLOCK = r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:[.,:](\d{1,3}))?"
_ONE = re.compile(_CLOCK)
_PLAIN = re.sub(r"\((?!\?)", "(?:", _CLOCK)
_RANGE = rf"({_PLAIN})(?:\s*(?:-+>|[-–—]|to)\s*({_PLAIN}))?"  # noqa: RUF001 - a dash that people type
_BRACKETED = re.compile(rf"\s*[\[(<]\s*{_RANGE}\s*[\])>]:?(?=\s|$)\s*")
_BARE = re.compile(rf"\s*{_RANGE}(?=\s|$)[ \t]*(?:[–—-](?=\s))?\s*")  # noqa: RUF001 - as above
_TRAILING = re.compile(rf"(.{{1,60}}?)[ \t]+[\[(]?{_RANGE}[\])]?:?\s*")
_NAMED = re.compile(r"([^\n:：]{1,60}?)\s*(?::(?=\s|$)|：)\s*(.*)", re.DOTALL)  # noqa: RUF001 - the Japanese colon
_SMALL = frozenset(
    {
        "al",
        "bin",
        "da",
        "de",
        "del",
        "della",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "of",
        "van",
        "von",
        "y",
        "zu",
    }
)


class Timed(NamedTuple):
    """A line with a time before its words."""

    start_ms: int
    end_ms: int | None
    rest: str


def time_of(text: str) -> int | None:
    """Return the time in ms; None if the text is anything else."""
    match = _ONE.fullmatch(text.strip().strip("[]()<>").strip())
    if not match:
        return None
    hours, minutes, seconds, part = match.groups()
    return (int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int((part or "0").ljust(3, "0"))


def times_of(text: str) -> tuple[int, int | None] | None:
    """Return (start, end or None) of a text that is a time or a stretch of time."""
    match = re.fullmatch(rf"\s*[\[(<]?\s*{_RANGE}\s*[\])>]?\s*", text)
    return _times(match[1], match[2]) if match else None


def bracketed(line: str) -> Timed | None:
    """Return the time in brackets with which the line begins."""
    return _timed(_BRACKETED.match(line), line)


def bare(line: str) -> Timed | None:
    """Return the time without brackets with which the line begins."""
    return _timed(_BARE.match(line), line)


def trailing(line: str) -> tuple[str, Timed] | None:
    """Return the name and the time of a line that holds nothing else, in this order."""
    match = _TRAILING.fullmatch(line.strip())
    if not match or not looks_like_name(match[1]):
        return None
    return match[1].strip().rstrip(":"), Timed(*_times(match[2], match[3]), "")


def clock(ms: int) -> str:
    """Return the time as people read it: h:mm:ss."""
    seconds = ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def known_name(text: str, names: Iterable[str]) -> tuple[str, str] | None:
    """Return (name, the words) where the text begins with one of these names and a colon. The longest name counts."""
    for name in sorted(names, key=len, reverse=True):
        pattern = r"\s+".join(map(re.escape, name.split()))
        match = re.match(rf"\s*{pattern}\s*(?::(?=\s|$)|：)\s*", text)  # noqa: RUF001 - the Japanese colon
        if match and name.strip():
            return name, text[match.end() :]
    return None


def some_name(text: str) -> tuple[str, str] | None:
    """Return (name, the words) where the text begins with what looks like a name and a colon."""
    match = _NAMED.fullmatch(text.lstrip())
    return (" ".join(match[1].split()), match[2]) if match and looks_like_name(match[1]) else None


def looks_like_name(text: str) -> bool:
    """Say whether this may be a speaker's name: few words, none of them in small letters."""
    words = text.split()
    if not 0 < len(words) <= 5 or (not any(map(str.isalpha, text)) and text.strip() != NOBODY):
        return False
    return text.strip() == NOBODY or all(w in _SMALL or not w.lstrip("(\"'").lstrip()[:1].islower() for w in words)


def _timed(match: re.Match[str] | None, line: str) -> Timed | None:
    return Timed(*_times(match[1], match[2]), line[match.end() :]) if match else None


def _times(start: str, end: str | None) -> tuple[int, int | None]:
    return time_of(start) or 0, time_of(end) if end else None
