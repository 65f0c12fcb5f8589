"""A description's HTML as Markdown, which show notes are written in, and as plain text. No other markup is kept."""

import re
from html.parser import HTMLParser

MOST_LETTERS = 200_000
"""Notes longer than a book are cut."""
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "ul",
    "ol",
    "table",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
}
_UNSEEN = {"script", "style", "head", "title", "template"}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SIGNS = re.compile(r"([\\`*_\[\]<>&])")
_LINE_START = re.compile(r"^(#{1,6}(?= |$)|[-+](?= |$)|=+$|~~~)|^(\d{1,9})([.)])(?= |$)", re.MULTILINE)
_LOOKS_HTML = re.compile(
    r"<(?:p|br|a|ul|ol|li|div|b|i|em|strong|span|h[1-6])\b[^>]*>|&(?:[a-z]{2,8}|#\d+);", re.IGNORECASE
)
_DEEPEST = 8


def is_html(text: str) -> bool:
    """Say whether a description holds markup."""
    return _LOOKS_HTML.search(text) is not None


def markdown_of(text: str) -> str:
    """Return HTML as Markdown; plain text with its signs guarded and its lines kept."""
    if not is_html(text):
        return _guarded_lines(text)
    writer = _Writer()
    writer.feed(_tame(text))
    writer.close()
    return writer.finished()


def plain_of(text: str) -> str:
    """Return the words of HTML, a line for each block."""
    if not is_html(text):
        return text.strip()
    reader = _Plain()
    reader.feed(_tame(text))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tame(text: str) -> str:
    """Return HTML without marked sections, at which Python's reader stops, and no longer than any notes."""
    return text[:MOST_LETTERS].replace("<![", "&lt;![")


def _guarded_lines(text: str) -> str:
    paragraphs = (part.strip("\n") for part in re.split(r"\n\s*\n", text.strip()))
    return "\n\n".join("  \n".join(_guarded(line.strip()) for line in part.split("\n")) for part in paragraphs)


def _guarded(line: str) -> str:
    """Return words in which nothing is taken for Markdown."""
    text = _SIGNS.sub(r"\\\1", line)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


class _Plain(HTMLParser):
    """Collects words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        """Begin a line where a block begins."""
        self.unseen += tag in _UNSEEN
        if tag in _BLOCKS or tag in ("br", "li"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End the line where a block ends."""
        self.unseen = max(0, self.unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words; a line end in the source is a space."""
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


class _Writer(HTMLParser):
    """Writes Markdown: blocks with an empty line between them, list items with their dash."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.inline: list[str] = []
        self.lists: list[int] = []
        """For each open list its next number; 0 for dashes."""
        self.prefix = ""
        self.links: list[tuple[str, int]] = []
        self.marks: list[tuple[str, int]] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what the tag begins."""
        self.unseen += tag in _UNSEEN
        if tag == "br":
            self.inline.append("\n")
        elif tag in ("ul", "ol"):
            self.end_block()
            self.lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self.begin_item()
        elif tag in _BLOCKS:
            self.end_block()
            if tag[0] == "h" and not self.lists:
                self.prefix = f"{'#' * int(tag[1])} "
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.inline)))
        elif tag in _MARKS:
            self.marks.append((_MARKS[tag], len(self.inline)))
        elif tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """End what the tag ends; an end without a beginning is passed over."""
        self.unseen = max(0, self.unseen - (tag in _UNSEEN))
        if tag in ("ul", "ol"):
            self.end_block()
            del self.lists[-1:]
        elif tag == "li" or tag in _BLOCKS:
            self.end_block()
        elif tag == "a" and self.links:
            self.end_link(*self.links.pop())
        elif tag in _MARKS and self.marks:
            mark, at = self.marks.pop()
            self.wrap(at, mark, mark)

    def handle_data(self, data: str) -> None:
        """Keep words; a line end in the source is a space."""
        if not self.unseen:
            self.inline.append(_SIGNS.sub(r"\\\1", re.sub(r"\s+", " ", data)))

    def begin_item(self) -> None:
        """Begin a list's item with its dash or number."""
        self.end_block()
        number = self.lists[-1] if self.lists else 0
        depth = min(len(self.lists), _DEEPEST)
        self.prefix = f"{'   ' * max(0, depth - 1)}{f'{number}.' if number else '-'} "
        if number:
            self.lists[-1] = number + 1

    def end_link(self, address: str, at: int) -> None:
        """Write the words since `at` as a link, where its address is one that may be followed."""
        address = address.strip()
        if re.match(r"(https?://|mailto:)[^\s<>]+$", address) and "".join(self.inline[at:]).strip():
            self.wrap(at, "[", f"](<{address}>)")

    def wrap(self, at: int, before: str, after: str) -> None:
        """Put marks around the words since `at`, without the spaces at their ends."""
        words = "".join(self.inline[at:])
        bare = words.strip()
        if at > len(self.inline) or not bare or (before in "**" and "\n" in bare):
            return
        start = words.index(bare)
        self.inline[at:] = [f"{words[:start]}{before}{bare}{after}{words[start + len(bare) :]}"]

    def end_block(self) -> None:
        """Close the paragraph, heading or item that is open."""
        text = "".join(self.inline)
        self.inline, self.links, self.marks = [], [], []
        lines = [" ".join(line.split()) for line in text.strip().split("\n")]
        if text.strip():
            guarded = (_LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line) for line in lines)
            self.blocks.append(self.prefix + "  \n".join(line for line in guarded if line))
        self.prefix = ""

    def finished(self) -> str:
        """Return the Markdown."""
        self.end_block()
        written: list[str] = []
        for block in self.blocks:
            in_list = re.match(r"\s*(-|\d+\.) ", block) is not None
            again = bool(written) and in_list and re.match(r"\s*(-|\d+\.) ", written[-1]) is not None
            written.append(("\n" if again else "\n\n" if written else "") + block)
        return "".join(written).strip()
