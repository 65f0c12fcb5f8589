"""Markdown of HTML that is read tag by tag: blocks, lists, links and marked words. No other markup is kept."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from radkind_pod.sources.feed_import.inline_marks import Atom, Mark, inline
from radkind_pod.sources.feed_import.values import web

_BLOCKS = """
address article aside blockquote center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav
ol p pre section table tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
CELLS = ("td", "th")
UNSEEN = ("script", "style", "head", "title", "template")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SIGNS = re.compile(r"([\\`*_\[\]<>&])")
_LINE_START = re.compile(r"^(#{1,6}(?= |$)|-+$|[-+](?= |$)|=+$|~~~)|^(\d{1,9})([.)])(?= |$)", re.MULTILINE)
_DEEPEST = 8
_BREAK = "\\\n"


def guarded(text: str) -> str:
    """Return words in which no sign is taken for Markdown, wherever it stands in a line."""
    return _SIGNS.sub(r"\\\1", text)


def with_guarded_starts(lines: str) -> str:
    """Return guarded words in which no line begins like a heading, a list or a rule."""
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", lines)


def hard_lines(lines: str) -> str:
    """Return lines of Markdown that stay apart. The mark is one that isn't lost with the space at a line's end."""
    return lines.replace("\n", _BREAK)


@dataclass(slots=True)
class _List:
    """`number` of the next item, None for dashes; `indent` of what belongs to the item that is open."""

    number: int | None
    indent: int
    begun: bool = False


@dataclass(slots=True)
class _Block:
    """What was written; `follows` where it is an item that may stand right below another one."""

    text: str
    is_item: bool
    follows: bool


@dataclass(slots=True)
class _Open:
    """A tag inside a block that waits for its end: a mark, or a link with its address."""

    tag: str
    place: int
    mark: Mark | None = None
    address: str = ""
    has_picture: bool = False


class MarkdownWriter(HTMLParser):
    """Writes Markdown: blocks with an empty line between them, list items with their dash or number."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.lost: list[str] = []
        """Addresses of links that can't be followed."""
        self.blocks: list[_Block] = []
        self.atoms: list[Atom] = []
        self.other: dict[Mark, Mark] = {}
        self.open: list[_Open] = []
        self.lists: list[_List] = []
        self.prefix, self.follows = "", False
        self.unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what the tag begins."""
        given = dict(attrs)
        if tag in UNSEEN:
            self.unseen = self.unseen or tag
        elif tag == "br":
            self.end_line()
        elif tag in ("ul", "ol"):
            self.end_block()
            start = given.get("start") or "1"
            number = int(start) if re.fullmatch("[0-9]{1,8}", start) else 1
            self.lists.append(_List(number if tag == "ol" else None, self.indent()))
        elif tag == "li":
            self.begin_item()
        elif tag in BLOCKS:
            self.end_block()
            if re.fullmatch("h[1-6]", tag) and not self.lists:
                self.prefix = f"{'#' * int(tag[1])} "
        elif tag in CELLS:
            self.atoms.append(" ")
        else:
            self.begin_inside(tag, given)

    def begin_inside(self, tag: str, given: dict[str, str | None]) -> None:
        """Begin a link or marked words, or say what a picture shows."""
        if tag == "a":
            self.end_inside("a")
            self.begin(_Open("a", 0, address=(given.get("href") or "").strip()))
        elif tag in _MARKS and not any(one.tag == _MARKS[tag] for one in self.open):
            self.begin(_Open(_MARKS[tag], 0, Mark(_MARKS[tag], opens=True)))
        elif tag == "img":
            self.handle_data(given.get("alt") or "")
            for one in self.open:
                one.has_picture = True

    def begin(self, one: _Open) -> None:
        """Put where it begins."""
        one.place = len(self.atoms)
        self.atoms.append(one.mark or "")
        self.open.append(one)

    def handle_endtag(self, tag: str) -> None:
        """End what the tag ends; an end without a beginning is passed over."""
        if tag == self.unseen:
            self.unseen = ""
        if tag in ("ul", "ol"):
            self.end_block()
            del self.lists[-1:]
            self.begin_anew()
        elif tag == "li" or tag in BLOCKS:
            self.end_block()
            if tag != "p":
                self.begin_anew()
        else:
            self.end_inside(_MARKS.get(tag, tag))

    def end_inside(self, tag: str) -> None:
        """End a link or marked words, and take away the beginnings within that have no end there."""
        if not any(one.tag == tag for one in self.open):
            return
        while self.open:
            one = self.open.pop()
            if one.tag == tag:
                self.end(one)
                return
            self.atoms[one.place] = ""

    def end(self, one: _Open) -> None:
        """Write the end of a link or of marked words, where there is something in it."""
        has_words = any(isinstance(atom, str) and atom.strip() for atom in self.atoms[one.place :])
        if one.mark:
            closing = Mark(one.mark.text, opens=False)
            self.other[one.mark], self.other[closing] = closing, one.mark
            if has_words:
                self.atoms.append(closing)
            else:
                self.atoms[one.place] = ""
        elif one.address and (has_words or one.has_picture):
            self.end_link(one, has_words=has_words)

    def end_link(self, one: _Open, *, has_words: bool) -> None:
        """Write a link, where its address is one that may be followed; else keep the words, and note the address."""
        is_mail = re.fullmatch(r"mailto:[^\s<>\\]+", one.address, re.IGNORECASE)
        address = one.address if is_mail else web(one.address, self.base)
        if not address:
            self.lost.append(one.address)
            return
        if not has_words:
            self.handle_data(address)
        self.atoms[one.place] = "["
        self.atoms.append(f"](<{address}>)")

    def handle_data(self, data: str) -> None:
        """Keep words; a line end in the source is a space."""
        if not self.unseen:
            self.atoms += [f"\\{sign}" if _SIGNS.match(sign) else sign for sign in re.sub(r"\s+", " ", data)]

    def indent(self) -> int:
        """Return how far in that stands which belongs to the open item."""
        return self.lists[-1].indent if self.lists else 0

    def begin_anew(self) -> None:
        """Let what comes be a paragraph, of the item that is open or of none."""
        self.prefix, self.follows = " " * self.indent(), False

    def begin_item(self) -> None:
        """Begin a list's item with its dash or number."""
        self.end_block()
        depth = min(len(self.lists), _DEEPEST)
        outer = self.lists[depth - 2].indent if depth > 1 else 0
        here = self.lists[-1] if self.lists else _List(None, 0)
        sign = "- " if here.number is None else f"{here.number}. "
        # a list that begins with another number than 1 can't follow words without an empty line
        self.prefix, self.follows = " " * outer + sign, here.begun or here.number in (None, 1)
        here.indent, here.begun = outer + len(sign), True
        if here.number is not None:
            here.number += 1

    def end_line(self) -> None:
        """End a line, and with the second end in a row the paragraph."""
        words = next((atom for atom in reversed(self.atoms) if isinstance(atom, str) and atom.strip(" ")), "")
        if words == "\n":
            self.end_block()
        else:
            self.atoms.append("\n")

    def end_block(self) -> None:
        """Close the paragraph, heading or item that is open; links and marks go on in the next one."""
        again = [_Open(one.tag, 0, one.mark and Mark(one.mark.text, opens=True), one.address) for one in self.open]
        while self.open:
            self.end(self.open.pop())
        text = inline(self.atoms, self.other)
        self.atoms, self.other = [], {}
        if text:
            lines = text.replace("\n", " ") if self.prefix.startswith("#") else with_guarded_starts(text)
            indented = hard_lines(lines).replace("\n", "\n" + " " * self.indent())
            is_item = self.prefix.endswith(("- ", ". "))
            self.blocks.append(_Block(self.prefix + indented, is_item, self.follows))
            self.begin_anew()
        for one in again:
            self.begin(one)

    def finished(self) -> str:
        """Return the Markdown."""
        self.end_block()
        written: list[str] = []
        above = _Block("", is_item=False, follows=False)
        for block in self.blocks:
            written += ["\n" if block.follows and above.is_item else "\n\n", block.text]
            above = block
        return "".join(written).strip()
