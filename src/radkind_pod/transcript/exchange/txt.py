"""Plain text: "[0:03:04] Ama Mensah: words", a blank line between paragraphs, "# " before the title of a chapter."""

import re
from collections.abc import Iterator
from pathlib import Path

from radkind_pod.model.review import Block, Document
from radkind_pod.transcript.exchange.leads import NOBODY, bracketed, clock, known_name, some_name
from radkind_pod.transcript.exchange.returned import Returned, with_headings
from radkind_pod.transcript.exchange.spoken import Para, blocks_of, style_of
from radkind_pod.transcript.exchange.stamp import (
    Stamp,
    find_stamp,
    is_stamp,
    stamp_line,
    without_how_to,
    without_stamp,
)
from radkind_pod.transcript.exchange.unseen import without_unseen
from radkind_pod.transcript.wording import cleaned, joined

WRAPPED = 100
"""Programs that break lines break them before this."""

_HEADING = re.compile(r"#{1,6}[ \t]+(.+)")
_TABLE_HEAD = re.compile(r"Time\s+Speaker\s+Text")


def render(document: Document, stamp: Stamp) -> bytes:
    """Return the file, in UTF-8."""
    names = list(dict.fromkeys(block.speaker for block in document.blocks if block.speaker))
    told = [part for block in document.blocks for part in _paragraphs(block, document.language, names)]
    return ("\n\n".join([*told, stamp_line(stamp)]) + "\n").encode()


def lead_name(block: Block, text: str, names: list[str]) -> str | None:
    """Return the name that stands before the words: the speaker's; a "?" where the words would be taken for one."""
    if block.speaker:
        return cleaned(block.speaker).strip()
    return NOBODY if known_name(text, names) or some_name(text) else None


def read(text: str, file: Path) -> Returned:
    """Return what the text says."""
    text = without_unseen(text)
    found = find_stamp(text)
    lines = [
        line
        for line in without_stamp(text).split("\n")
        if not is_stamp(line) and not _TABLE_HEAD.fullmatch(line.strip())
    ]
    ours = found is not None and any(map(bracketed, lines))
    told = list(paragraphs("\n".join(lines)))
    paras = [_para(part) for part in told[without_how_to(told) :]]
    blocks = with_headings(blocks_of(paras, style_of(paras, ours)))
    episode, version = found or (None, None)
    return Returned(
        "txt",
        version,
        blocks,
        file,
        episode,
        says_paragraphs=ours or len(blocks) > 1,
        says_headings=ours or any(block.heading for block in blocks),
    )


def _para(text: str) -> Para:
    heading = _HEADING.fullmatch(text.strip())
    return Para(heading[1], is_heading=True) if heading else Para(text)


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs: each line is one, unless a program has broken the lines."""
    parts = [part.strip("\n") for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text) if part.strip()]
    if not _is_wrapped(parts):
        parts = [line for part in parts for line in part.split("\n")]
    yield from parts


def _is_wrapped(parts: list[str]) -> bool:
    several = [part.split("\n") for part in parts if "\n" in part]
    broken = [
        lines for lines in several if max(map(len, lines)) <= WRAPPED and min(map(len, lines[:-1])) >= WRAPPED // 2
    ]
    return len(broken) * 2 > len(several) and (len(broken) >= 3 or any(len(lines) >= 4 for lines in broken))


def _paragraphs(block: Block, language: str, names: list[str]) -> Iterator[str]:
    if block.heading:
        yield f"# {cleaned(block.heading).strip()}"
    text = joined(block.words, language)
    name = lead_name(block, text, names)
    yield f"[{clock(block.words[0].start_ms)}] " + (f"{name}: {text}" if name else text)
