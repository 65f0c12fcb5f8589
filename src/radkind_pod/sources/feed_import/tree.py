"""A feed's XML as plain elements that know their lines. The one door to lxml here.

No entity is expanded that the text itself declares, nothing is fetched, and no text or depth is without a limit.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import name2codepoint
from pathlib import Path
from typing import Any

from lxml import etree

from radkind_pod.errors import Problem, SourceError

MOST_BYTES = 100_000_000
"""More than any feed: ten thousand episodes with long notes have 60 MB."""

_PREFIXES = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://podlove.org/simple-chapters": "psc",
    "http://podlove.org/simple-chapters/": "psc",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.google.com/schemas/play-podcasts/1.0": "googleplay",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/syndication/history/1.0": "fh",
}
_PROSE = {"description", "content:encoded", "itunes:summary"}
_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
_VERBATIM = re.compile(rb"<!\[CDATA\[|<!--")
_PROLOG_BYTES = 65_536
_CHUNK = 262_144
_MOST_ATTRIBUTES = 1000
"""lxml takes a time that grows with their square."""
_LONGEST_TEXT = 10_500_000
"""libxml2 refuses a longer text between two tags (10 MB)."""
_LONGEST_REASON = 200
_ENTITIES = "declares entities of its own, which a feed never needs and attackers use. It is not read"
_NS_PROBLEM = "NS_ERR_UNDEFINED_NAMESPACE"


@dataclass(slots=True)
class Element:
    """An element. `name` has the usual prefix of its namespace ("itunes:image"), none for RSS itself."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, *names: str) -> Iterator["Element"]:
        """Yield the children of these names, in their order."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> "Element | None":
        """Return the first child of the first of these names that has one."""
        return next((child for name in names for child in self.all(name)), None)

    def said(self, *names: str) -> str:
        """Return the text of the first child of these names that has any, without space around it; else ""."""
        return next((text for name in names for child in self.all(name) if (text := child.text.strip())), "")

    def get(self, name: str) -> str:
        """Return an attribute without space around it; "" where it isn't there."""
        return self.attributes.get(name, "").strip()


def read_tree(data: bytes, file: Path) -> Element:
    """Return the outermost element. `file` is for messages. Raises SourceError with the line that keeps it unread."""
    text = _unpacked(data, file)
    _refuse_what_is_no_feed(text, file)
    parser: Any = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,  # only so that a forgotten xmlns can be told from what is really broken
        remove_comments=True,
        remove_pis=True,
    )
    open_now: list[Element] = []
    root: Element | None = None
    for chunk in _chunks(text.lstrip(b" \t\r\n")):
        _feed(parser, chunk, file)
        for event, node in parser.read_events():
            root = _step(event, node, open_now, file) or root
    _close(parser, file)
    for event, node in parser.read_events():
        root = _step(event, node, open_now, file) or root
    if root is None:
        raise _broken(file, 1, "holds no element at all")
    return root


def _step(event: str, node: Any, open_now: list[Element], file: Path) -> Element | None:
    """Take one event; return the outermost element when it begins. What is taken over is let go."""
    if event == "start":
        if not open_now:
            _refuse_entities(node, file)
        if len(node.attrib) > _MOST_ATTRIBUTES:
            raise _broken(file, node.sourceline, f"a tag has more than {_MOST_ATTRIBUTES} attributes")
        attributes = {_named(str(key)): str(value) for key, value in node.attrib.items()}
        element = Element(_named(str(node.tag)), int(node.sourceline or 0), attributes)
        if open_now:
            open_now[-1].children.append(element)
        open_now.append(element)
        return element if len(open_now) == 1 else None
    element = open_now.pop()
    # the text of inline markup (xhtml in a description) belongs to the words around it
    with_markup = element.name in _PROSE and len(node)
    element.text = "".join(node.itertext()) if with_markup else str(node.text or "")
    if len(open_now) == 2 or element.name == "item":
        node.clear(keep_tail=True)
    return None


def _named(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    namespace, _, name = tag[1:].partition("}")
    prefix = _PREFIXES.get(namespace) or _PREFIXES.get(namespace.rstrip("/")) or _loosely(namespace)
    return f"{prefix}:{name}" if prefix else name


def _loosely(namespace: str) -> str | None:
    """Return the prefix of a namespace that is spelt with other capitals, as some hosts do."""
    return next((prefix for known, prefix in _PREFIXES.items() if known.lower() == namespace.lower()), None)


def _feed(parser: Any, chunk: bytes, file: Path) -> None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise _broken(file, error.lineno, str(error.msg)) from error
    _check(parser, file)


def _close(parser: Any, file: Path) -> None:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(file, error.lineno, str(error.msg)) from error
    _check(parser, file)


def _check(parser: Any, file: Path) -> None:
    for entry in parser.feed_error_log:
        if entry.level_name != "WARNING" and entry.type_name != _NS_PROBLEM:
            raise _broken(file, entry.line, entry.message)


def _broken(file: Path, line: int | None, what: str) -> SourceError:
    message = (
        f"this is not well-formed XML ({_quoted(what) or 'no reason given'}). Ask the old host to mend the feed, "
        "or save it as a file, mend this line, and import the file"
    )
    return SourceError([Problem(file, line or None, message)])


def _quoted(said: str) -> str:
    """Return the first line of what libxml2 says, fit to be shown: it quotes the feed, as it is and however long."""
    line = said.strip().partition("\n")[0]
    shown = line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in shown)


def _unpacked(data: bytes, file: Path) -> bytes:
    """Return the bytes, unpacked where they are gzip. Raises SourceError above the limit, before it is all unpacked."""
    if data.startswith(b"\x1f\x8b"):
        data = unzipped(data, MOST_BYTES, file)
    if len(data) > MOST_BYTES:
        raise too_large(file)
    return data


def unzipped(data: bytes, most: int, file: Path) -> bytes:
    """Return what gzip or zlib packed. Raises SourceError where it is broken or has more than `most` bytes."""
    worker = zlib.decompressobj(wbits=47)  # 32 + 15: either header
    try:
        plain = worker.decompress(data, most + 1)
    except zlib.error as error:
        message = "is packed with gzip, and can't be unpacked: it is damaged. Fetch it again"
        raise SourceError([Problem(file, None, message)]) from error
    if len(plain) > most:
        raise too_large(file)
    if not worker.eof:
        message = "is packed with gzip, and its end is missing. Fetch it again"
        raise SourceError([Problem(file, None, message)])
    return plain


def too_large(file: Path) -> SourceError:
    """Return the error about something larger than any feed."""
    message = f"is larger than {MOST_BYTES // 1_000_000} MB, which no feed is. Look whether the address is the feed's"
    return SourceError([Problem(file, None, message)])


def _chunks(data: bytes) -> Iterator[bytes]:
    """Yield the XML piece by piece, each up to a tag, with HTML's names for letters written as numbers."""
    at, open_until = 0, b""
    while at < len(data):
        furthest = at + _CHUNK + _LONGEST_TEXT
        tag = data.find(b"<", at + _CHUNK, furthest)
        end = tag if tag > 0 else furthest
        piece, open_until = _numbered(data[at:end], open_until)
        yield piece
        at = end


def _numbered(piece: bytes, open_until: bytes) -> tuple[bytes, bytes]:
    """Return XML with numbers for names of letters, but not where & is an & (CDATA), and what ends such a section.

    `open_until` is the end of the section that the piece begins in, b"" for none.
    """
    parts, at = [], 0
    while True:
        if open_until:
            end = piece.find(open_until, at)
            parts.append(piece[at:end] if end >= 0 else piece[at:])
        else:
            found = _VERBATIM.search(piece, at)
            end = found.start() if found else -1
            parts.append(_NAMED.sub(_number, piece[at:end] if found else piece[at:]))
        if end < 0:
            return b"".join(parts), open_until
        open_until = b"" if open_until else b"]]>" if piece.startswith(b"<![", end) else b"-->"
        at = end


def _refuse_what_is_no_feed(data: bytes, file: Path) -> None:
    head = data[:_PROLOG_BYTES]
    prolog = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    if not prolog:
        raise SourceError([Problem(file, None, "is empty. Look whether the address or the file is the right one")])
    if re.match(rb"<(!doctype\s+html|html[\s>])", prolog, re.IGNORECASE):
        message = (
            "this is a web page and no feed. Look in the page for the address behind its RSS button, and take that"
        )
        raise SourceError([Problem(file, None, message)])
    if re.match(rb"[\[{]", prolog):
        message = "this is JSON and no RSS feed. Ask the old host for the RSS feed's address"
        raise SourceError([Problem(file, None, message)])
    if found := re.search(rb"<!ENTITY", prolog):
        line = prolog.count(b"\n", 0, found.start()) + 1
        raise SourceError([Problem(file, line, _ENTITIES)])


def _refuse_entities(root: Any, file: Path) -> None:
    """Refuse also what stands behind a comment that is longer than the prolog: its words would be lost."""
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise SourceError([Problem(file, root.sourceline, _ENTITIES)])


def _number(found: re.Match[bytes]) -> bytes:
    name = found[1].decode("ascii")
    if name not in name2codepoint:
        return found[0]
    return f"&#{name2codepoint[name]};".encode("ascii")
