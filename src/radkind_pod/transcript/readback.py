"""What was written in each format, read back: the words that are said, without the names before them."""

import re
from collections.abc import Callable, Collection
from html import unescape
from pathlib import Path

from radkind_pod.model.plain import parsed
from radkind_pod.transcript.webvtt import parse_webvtt
from radkind_pod.transcript.wording import cleaned

_TAG = re.compile(r"<[^>]*>")
_SPOKEN = re.compile(r"<p[^>]* dir=\"auto\">(.*?)</p>", re.DOTALL)
"""A paragraph of what is said in our HTML; what stands around it are names, times and words of our own."""

Names = Collection[str]


def read_back(file: Path, names: Names) -> list[str]:
    """Return what is said in the file, one text for each caption or paragraph. `names` are those of who speaks."""
    return _READERS[file.suffix](file.read_text(encoding="utf-8"), names)


def _vtt(text: str, _: Names) -> list[str]:
    return [unescape(_TAG.sub("", cue.text)) for cue in parse_webvtt(text).cues]


def _srt(text: str, names: Names) -> list[str]:
    cards = (block.split("\n")[2:] for block in text.split("\n\n"))
    return [_unnamed(" ".join(rows).strip(), names) for rows in cards]


def _json(text: str, _: Names) -> list[str]:
    """Read the captions, or the paragraphs that pages are made of."""
    told = parsed(text)
    return [one["text"] for one in told] if isinstance(told, list) else [one["body"] for one in told["segments"]]


def _txt(text: str, names: Names) -> list[str]:
    return [_unnamed(line, names) for line in text.split("\n") if line]


def _html(text: str, _: Names) -> list[str]:
    return [unescape(_TAG.sub("", said)) for said in _SPOKEN.findall(text)]


def _unnamed(text: str, names: Names) -> str:
    """Return the text without the name of who speaks, where it begins with one."""
    openings = (cleaned(f"{name}:") for name in sorted(names, key=len, reverse=True))
    return text.removeprefix(next(filter(text.startswith, openings), ""))


_READERS: dict[str, Callable[[str, Names], list[str]]] = {
    ".vtt": _vtt,
    ".srt": _srt,
    ".json": _json,
    ".txt": _txt,
    ".html": _html,
}
