"""Caption files as any program leaves them, taken apart: SubRip and WebVTT, with what both get wrong."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from radkind_pod.transcript.exchange.leads import time_of
from radkind_pod.transcript.exchange.marks import OVERRIDE, voices, without_tags
from radkind_pod.transcript.exchange.returned import ReturnedBlock, Unreadable
from radkind_pod.transcript.exchange.spoken import named

MOST_LINES = 4
"""So many lines may roll up."""
NO_TIMES = (
    "this holds no times like 00:01:02,500 --> 00:01:04,000, so it is no caption file: if it is plain text, "
    "give it a name that ends with .txt"
)

_TIME = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,:]\d{1,3})?"
_TIMING = re.compile(rf"\s*({_TIME})\s*-{{1,3}}>\s*({_TIME})(?:\s.*)?")
_MEANT_AS_TIMING = re.compile(r"\s*\d+[:.]\d.*-->.*|.*-->\s*\d+[:.]\d.*")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION|WEBVTT)(?:[ \t].*)?")
_DASH = re.compile(r"\s*[-\u2013\u2014](?:\s+(?=\S)|(?=\w))")
_WORD_TIME = re.compile(r"<(?:\d+:)?\d\d:\d\d\.\d{3}>")


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption as written, tags and all."""

    start_ms: int
    end_ms: int
    text: str


def captions_of(text: str) -> list[Caption]:
    """Return the captions in the order of the file; notes and styles are left out, and no words.

    Raises Unreadable where there are no times, or where some can't be read.
    """
    lines = text.split("\n")
    timings = [(i, match) for i, match in enumerate(map(_TIMING.fullmatch, lines)) if match]
    for i, line in enumerate(lines):
        if _MEANT_AS_TIMING.fullmatch(line) and not _TIMING.fullmatch(line):
            message = f"{line.strip()[:60]!r} should hold two times: write them like 00:01:02,500 --> 00:01:04,000"
            raise Unreadable(message, i + 1)
    if not timings:
        raise Unreadable(NO_TIMES)
    numbered = next(line for line in lines if line.strip() and not _ASIDE.fullmatch(line)).strip().isdigit()
    _check_top(lines[: timings[0][0]])
    found = []
    for (at, match), (following, _) in pairwise([*timings, (len(lines) + 1, None)]):
        assert match, "only the end of the file has none"
        body = _body(lines[at + 1 : following], numbered, last=following > len(lines))
        start, end = time_of(match[1]) or 0, time_of(match[2]) or 0
        found.append(Caption(start, max(start, end), "\n".join(body)))
    return found


def blocks_of(
    captions: Sequence[Caption], *, reads_names: bool, overrides: bool = False, dashes: bool = True
) -> Iterator[ReturnedBlock]:
    """Yield what the captions say. With `reads_names` a name may stand before words that have no tag to say it."""
    for caption in _once(captions):
        for speaker, written in voices(caption.text):
            text = without_tags(OVERRIDE.sub("", written) if overrides else written)
            text = _without_dashes(text) if dashes else text
            if not text.strip():
                continue
            block = ReturnedBlock(text, speaker, caption.start_ms, caption.end_ms, says_speaker=speaker is not None)
            yield named(block) if reads_names and speaker is None else block


def _check_top(lines: Sequence[str]) -> None:
    """Raise Unreadable where words stand above the first times: they would be lost."""
    aside = False
    for i, line in enumerate(lines):
        aside = bool(_ASIDE.fullmatch(line)) or (aside and bool(line.strip()))
        if line.strip() and not aside and i < len(lines) - 1:
            raise Unreadable("this line has no times above it and would be lost: add some, or take it out", i + 1)


def _body(lines: list[str], numbered: bool, *, last: bool) -> list[str]:
    """Return the text of a caption, without the number or name of the one that follows."""
    if lines and not last:
        is_apart = len(lines) < 2 or not lines[-2].strip()
        if lines[-1].strip() and (is_apart or (numbered and lines[-1].strip().isdigit())):
            lines = lines[:-1]
    body, aside, after_blank = [], False, False
    for line in lines:
        aside = (after_blank and bool(_ASIDE.fullmatch(line))) or (aside and bool(line.strip()))
        after_blank = not line.strip()
        if not aside and not after_blank:
            body.append(line)
    return body


def _once(captions: Sequence[Caption]) -> Iterable[Caption]:
    """Return the captions with each line once: some services let every line stand for two captions, rolling up."""
    timed = sum(_WORD_TIME.search(caption.text) is not None for caption in captions)
    rolled = [_rest(left, right) for left, right in pairwise(captions)]
    again = sum(rest != caption.text for rest, caption in zip(rolled, captions[1:], strict=True))
    if not timed or again * 3 < len(captions):
        return captions
    texts = [captions[0].text, *rolled]
    return (Caption(c.start_ms, c.end_ms, text) for c, text in zip(captions, texts, strict=True))


def _rest(before: Caption, caption: Caption) -> str:
    """Return the text without the lines with which the caption before ended."""
    old = [" ".join(without_tags(line).split()) for line in before.text.split("\n")]
    lines = caption.text.split("\n")
    new = [" ".join(without_tags(line).split()) for line in lines]
    count = next((n for n in range(min(len(old), len(new), MOST_LINES), 0, -1) if old[-n:] == new[:n]), 0)
    return "\n".join(lines[count:])


def _without_dashes(text: str) -> str:
    """Return the text without the dashes with which two people's lines begin."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not all(map(_DASH.match, lines)):
        return text
    return "\n".join(_DASH.sub("", line, count=1) for line in lines)
