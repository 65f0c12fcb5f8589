"""The ways in which a text can be read: escapes undone, tags aside, cues joined, base64 opened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from radkind_pod.publish.gate.encodings import unescaped
from radkind_pod.publish.gate.folding import fold
from radkind_pod.publish.gate.piece import ADDRESS, BYTES, CUES, JSON, LABEL, LINES, MARKUP, Piece
from radkind_pod.publish.gate.word_lists import read

_TAG = re.compile(r"(<(?=[A-Za-z0-9/!?])[^<>]*>)")
_TAG_OR_COMMENT = re.compile(r"(<!--.*?-->|<(?=[A-Za-z0-9/!?])[^<>]*>)", re.DOTALL)
_END = "-->"
_NAME = re.compile(r"</?([A-Za-z]\w*)|<[\d!]")
_INLINE = read("senses.txt")["inline"]
"""What only dresses letters; all other tags part them. Comments and the times within captions dress too."""
_PARAGRAPH = "\x1e"
_CUE_HEAD = re.compile(r"(?:\n[ \t]*)?(?:\n[^\n]{0,99})?\n[^\n]*-->[^\n]*(?:\n|\Z)(<v[ .])?")
_CUE_BREAK = "\x1d"
"""Stands for each line between two captions or within a tag, and is a space where names are looked for."""
_SPACE = re.compile(r"\s")
_SECTION = re.compile(r"<!\[CDATA\[|\]\]>")

_PERSON = (
    r'"@type":\s*"Person"[^{}]{0,200}?"name":\s*"(?P<d>[^"]{0,80})"'
    r'|"name":\s*"(?P<e>[^"]{0,80})"[^{}]{0,200}?"@type":\s*"Person"'
)
_SAID = r"[^<]{0,80}(?:<[^<>]{0,40}>[^<]{0,80}){0,3}?"
"""Nothing here has an open end: a page of nothing but beginnings must not take for ever."""
_LABELS = {
    MARKUP: re.compile(
        r"<(?P<tag>cite|itunes:author|itunes:name|podcast:person|dc:creator|author|managingEditor)\b[^<>]{0,300}>"
        rf"(?P<a>{_SAID})</(?P=tag)>"
        rf'|<p class="who">(?P<b>{_SAID})</p>|<meta name="author" content="(?P<c>[^"]{{0,80}})"|{_PERSON}',
        re.IGNORECASE,
    ),
    JSON: re.compile(
        r'"(?:speaker|author|artist|creator|person|people|actor|contributor|host|guest)s?"\s{0,9}:\s{0,9}\[?\s{0,9}'
        rf'"(?P<a>(?:[^"\\]|\\.){{0,80}})"|{_PERSON}'
    ),
    CUES: re.compile(
        r"<v[ .](?P<a>[^<>\n]{0,80})>|(?:^|-->[^\n]{0,80}\n)(?P<b>[A-Z][^\n:.,!?]{0,40}):\s", re.MULTILINE
    ),
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
    _at: int = field(default=0, repr=False)
    _line: int = field(default=1, repr=False)

    def where(self, start: int, end: int) -> str:
        """Return in words where the text between stands. Soonest if asked for one place after the other."""
        if self.place:
            return self.place
        whole, at = self.text, start
        if self.origin:
            said = whole[max(0, start - 20) : end].rpartition(_PARAGRAPH)[2]
            whole, at = self.origin, self.origin.find(said, self._at)
            at = at if at >= 0 else max(0, whole.find(said))
        if at < self._at:
            self._at, self._line = 0, 1
        self._line += whole.count("\n", self._at, at) + whole.count(_CUE_BREAK, self._at, at)
        self._at = at
        return f"line {self._line}"


def views(piece: Piece) -> Iterator[View]:
    """Yield all readings of a piece, the most decoded first."""
    if piece.form == BYTES:
        yield View(fold(piece.text), BYTES, piece.place)
        return
    for folded in filter(str.strip, map(fold, unescaped(piece.text))):
        reading = _SECTION.sub("", folded) if "]]>" in folded else folded
        yield from _labels(reading, piece)
        outside, inside = reading, ""
        if "<" in reading and piece.form != ADDRESS:
            outside, inside = _parted(_joined(reading) if piece.form == CUES else reading)
        elif piece.form == CUES:
            outside = _joined(reading)
        yield View(outside, piece.form, piece.place)
        if piece.form == CUES:
            inside += _PARAGRAPH.join(match[0] for match in _CUE_HEAD.finditer(reading))
        if inside:
            yield View(inside, LINES, piece.place, reading)


def place_of(piece: Piece, run: str) -> str:
    """Return in words where base64 stands."""
    at = max(0, piece.text.find(run[:40]))
    line = piece.place or f"line {piece.text.count(chr(10), 0, at) + 1}"
    return f"{line}, written as base64"


def _parted(text: str) -> tuple[str, str]:
    """Return the text without its tags, what they only dress joined and what they part apart; and the tags alone.

    The lines within a tag that only dresses letters are counted at the next space: a new line would part the word.
    """
    parts = _tags(text)
    outside, lines = [parts[0]], 0
    for tag, said in zip(parts[1::2], parts[2::2], strict=True):
        name = _NAME.match(tag)
        lines += tag.count("\n")
        if not name or not (name[1] is None or name[1].lower() in _INLINE):
            outside.append(_PARAGRAPH + "\n" * lines)
            lines = 0
        space = _SPACE.search(said) if lines else None
        if space:
            outside += (said[: space.start()], _CUE_BREAK * lines, said[space.start() :])
            lines = 0
        else:
            outside.append(said)
    return "".join(outside), _PARAGRAPH.join(parts[1::2])


def _tags(text: str) -> list[str]:
    """Return the text split at its tags and comments, and these between.

    No comment is looked for where none ends: a page of nothing but their beginnings would be read once for each.
    """
    ended = text.rfind(_END) + len(_END)
    if ended < len(_END):
        return _TAG.split(text)
    parts, rest = _TAG_OR_COMMENT.split(text[:ended]), _TAG.split(text[ended:])
    return [*parts[:-1], parts[-1] + rest[0], *rest[1:]]


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
            yield View(_parted(label)[0], LABEL, f"{line}, the name of a speaker or author")
