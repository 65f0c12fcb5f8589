"""The ways in which a text can be read: escapes undone, tags aside, cues joined, base64 opened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from radkind_pod.publish.gate.encodings import unescaped
from radkind_pod.publish.gate.folding import fold
from radkind_pod.publish.gate.piece import ADDRESS, BYTES, CUES, JSON, LABEL, LINES, MARKUP, Piece

_TAG = re.compile(r"<!--.*?-->|<(?=[A-Za-z/!?])[^<>]*>", re.DOTALL)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|c|cite|code|data|del|dfn|em|font|i|ins|kbd|lang|mark|q|rp|rt|ruby|s|samp|small|span"
    r"|strong|sub|sup|time|u|v|var|wbr|tspan)(?:[\s.][^<>]*)?/?>|<\d[\d:.]*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_PARAGRAPH = "\x1e"
_CUE_HEAD = re.compile(r"(?:\n[ \t]*)?(?:\n[^\n]{0,99})?\n[^\n]*-->[^\n]*\n(<v[ .])?")
_CUE_BREAK = "\x1d"
"""Stands for each line between two captions, and is a space where names are looked for."""

_LABELS = {
    MARKUP: re.compile(
        r"<(?P<tag>cite|itunes:author|itunes:name|podcast:person|dc:creator|author|managingEditor)\b[^<>]*>(?P<a>.*?)</(?P=tag)>"
        r'|<p class="who">(?P<b>.*?)</p>|<meta name="author" content="(?P<c>[^"]*)"'
        r'|"@type":\s*"Person"[^{}]*?"name":\s*"(?P<d>[^"]*)"|"name":\s*"(?P<e>[^"]*)"[^{}]*?"@type":\s*"Person"',
        re.IGNORECASE | re.DOTALL,
    ),
    JSON: re.compile(
        r'"(?:speaker|author|artist|creator|person|people|actor|contributor|host|guest)s?"\s*:\s*\[?\s*"(?P<a>(?:[^"\\]|\\.)*)"'
        r'|"@type":\s*"Person"[^{}]*?"name":\s*"(?P<d>[^"]*)"|"name":\s*"(?P<e>[^"]*)"[^{}]*?"@type":\s*"Person"'
    ),
    CUES: re.compile(r"<v[ .](?P<a>[^<>\n]*)>|(?:^|-->[^\n]*\n)(?P<b>[A-Z][^\n:.,!?]{0,40}):\s", re.MULTILINE),
    LINES: re.compile(r"^(?P<a>[A-Z][^\n:.,!?(){}]{0,40}):\s", re.MULTILINE),
}
_MOST_LABEL_WORDS = 4
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n")
"""How a JPEG and a PNG begin."""


@dataclass(slots=True)
class View:
    """One reading of a piece, folded. `place` stands where there is no line to tell."""

    text: str
    form: str
    place: str = ""
    origin: str = field(default="", repr=False)
    """The whole piece, where `text` is only parts of it."""

    def where(self, start: int, end: int) -> str:
        """Return in words where the text between stands."""
        if self.place:
            return self.place
        if self.origin:
            at = self.origin.find(self.text[max(0, start - 20) : end])
            return f"line {self.origin.count(chr(10), 0, max(0, at)) + 1}"
        return f"line {self.text.count(chr(10), 0, start) + self.text.count(_CUE_BREAK, 0, start) + 1}"


def views(piece: Piece) -> Iterator[View]:
    """Yield all readings of a piece, the most decoded first."""
    if piece.form == BYTES:
        yield View(fold(piece.text), BYTES, piece.place)
        return
    for reading in map(fold, unescaped(piece.text)):
        yield from _labels(reading, piece)
        if piece.form == CUES:
            yield View(_outside(_joined(reading)), CUES, piece.place)
            heads = _PARAGRAPH.join(match[0] for match in _CUE_HEAD.finditer(reading))
            yield View(heads, LINES, piece.place, reading)
        elif "<" in reading and piece.form != ADDRESS:
            yield View(_outside(reading), piece.form, piece.place)
        else:
            yield View(reading, piece.form, piece.place)
        inside = _PARAGRAPH.join(_TAG.findall(reading)) if "<" in reading else ""
        if inside:
            yield View(inside, LINES, piece.place, reading)


def place_of(piece: Piece, run: str) -> str:
    """Return in words where base64 stands."""
    at = max(0, piece.text.find(run[:40]))
    line = piece.place or f"line {piece.text.count(chr(10), 0, at) + 1}"
    return f"{line}, written as base64"


def _outside(text: str) -> str:
    """Return the text without its tags: what they only dress is joined, what they part stays apart."""
    plain = _INLINE.sub(_nothing, text)
    return _TAG.sub(_parted, plain)


def _nothing(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _parted(match: re.Match[str]) -> str:
    return _PARAGRAPH + "\n" * match[0].count("\n")


def _joined(text: str) -> str:
    """Return captions without times and numbers. Another voice begins a new sentence, another caption does not."""
    return _CUE_HEAD.sub(_cue_break, text)


def _cue_break(match: re.Match[str]) -> str:
    voice = match[1] or ""
    return f"{_PARAGRAPH if voice else ' '}{_CUE_BREAK * match[0].count(chr(10))}{voice}"


def _labels(text: str, piece: Piece) -> Iterator[View]:
    """Yield each speaker or author once, with the first place."""
    pattern = _LABELS.get(piece.form)
    seen = set()
    for match in pattern.finditer(text) if pattern else ():
        label = next((said for key, said in match.groupdict().items() if key != "tag" and said), "")
        if label and label not in seen and len(label.split()) <= _MOST_LABEL_WORDS:
            seen.add(label)
            line = piece.place or f"line {text.count(chr(10), 0, match.start()) + 1}"
            yield View(_TAG.sub(" ", label), LABEL, f"{line}, the name of a speaker or author")
