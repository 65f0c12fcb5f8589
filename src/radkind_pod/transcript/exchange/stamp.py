"""The line by which a file that comes back says what it was made from."""

import re
from dataclasses import dataclass

PLEASE = "(please leave this line)"
HOW_TO = (
    "Correct the words in the right-hand column and the names beside them, then send this file back. "
    "Please leave the times, what stands in [square brackets], and the last line as they are."
)

_STAMP = re.compile(r"radkind-pod\s+(\S+)\s+([0-9a-f]{64})(?![0-9a-f])")
_WHOLE = re.compile(
    r"^[ \t]*(?:[\u2014\u2013-]{1,3}[ \t]*)?radkind-pod\s+\S+\s+[0-9a-f]{64}"
    r"(?:\s*\(please\s+leave\s+this\s+line\))?[ \t]*$",
    re.MULTILINE,
)
_LINE = re.compile(
    r"\s*[\u2014\u2013-]{1,3}\s*radkind-pod\s+\S+\s+[0-9a-f]{6,}.*|\s*(?:\S\s*)?radkind-pod\s+\S+\s+[0-9a-f]{64}.*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which transcript is exported: its episode, and its version, 64 hexadecimal digits. `title` is for people."""

    slug: str
    title: str
    version: str


def stamp_text(stamp: Stamp) -> str:
    """Return what says where a file is from."""
    return f"radkind-pod {stamp.slug} {stamp.version}"


def stamp_line(stamp: Stamp) -> str:
    """Return the last line of a file."""
    return f"— {stamp_text(stamp)} {PLEASE}"


def find_stamp(text: str) -> tuple[str, str] | None:
    """Return (episode, version) of the last stamp in the text; None if there is none."""
    found = _STAMP.findall(text)
    return (found[-1][0], found[-1][1]) if found else None


def without_stamp(text: str) -> str:
    """Return the text without its stamps, also where a mail program has broken the line."""
    return _WHOLE.sub("", text)


def is_stamp(line: str) -> bool:
    """Say whether the line is a stamp, whole or damaged, and no part of the transcript."""
    return _LINE.fullmatch(line) is not None


def without_how_to(paragraphs: list[str]) -> int:
    """Return how many paragraphs stand before the transcript: the line on how to correct it, and what is above it."""
    wanted = " ".join(HOW_TO.split())
    at = next((i for i, text in enumerate(paragraphs) if " ".join(text.split()) == wanted), None)
    return 0 if at is None else at + 1
