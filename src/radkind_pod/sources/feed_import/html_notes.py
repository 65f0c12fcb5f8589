"""A description's HTML as Markdown, which show notes are written in, and as plain text. No other markup is kept."""

import re
from html import unescape
from html.parser import HTMLParser

from radkind_pod.sources.feed_import.markdown_writer import (
    BLOCKS,
    CELLS,
    UNSEEN,
    MarkdownWriter,
    guarded,
    hard_lines,
    with_guarded_starts,
)

MOST_LETTERS = 200_000
"""Notes longer than a book are cut."""
_TAGS = (
    "a|abbr|address|article|aside|b|blockquote|br|center|code|dd|del|div|dl|dt|em|figure|font|footer|h[1-6]|header|hr|i|"
    "iframe|img|ins|li|main|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|th|title|tr|"
    "u|ul"
)
_TAG = re.compile(rf"</?(?:{_TAGS})\b[^>]*>", re.IGNORECASE)
_ENDS_A_TAG = re.compile(rf"</(?:{_TAGS})\s*>|<br\s*/?>", re.IGNORECASE)
_LETTER = re.compile(r"&(?:[a-z][a-z0-9]{1,31}|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_RAW = (*UNSEEN, "textarea", "iframe", "xmp", "noembed", "noframes", "plaintext")
"""After such a tag all is passed over, or is no markup, until it ends."""


def is_html(text: str) -> bool:
    """Say whether a description holds markup."""
    return _TAG.search(text) is not None or _LETTER.search(text) is not None


def markdown_of(text: str) -> str:
    """Return HTML as Markdown; plain text with its signs guarded and its lines kept."""
    return notes_of(text, "")[0]


def notes_of(text: str, base: str) -> tuple[str, tuple[str, ...]]:
    """Return HTML as Markdown, and the addresses of links that can't be kept. `base` completes those that need it."""
    text = _once_unpacked(text[:MOST_LETTERS])
    if not is_html(text):
        return _guarded_lines(text), ()
    writer = MarkdownWriter(base)
    writer.feed(_tame(text))
    writer.close()
    return writer.finished(), tuple(dict.fromkeys(writer.lost))


def plain_of(text: str) -> str:
    """Return the words of HTML, a line for each block."""
    text = _once_unpacked(text[:MOST_LETTERS])
    if not is_html(text):
        return text.strip()
    reader = _Plain()
    reader.feed(_tame(text))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _once_unpacked(text: str) -> str:
    """Return HTML whose every < was written as &lt; once too often, as HTML; any other text as it is."""
    if "&lt;" not in text or _TAG.search(text):
        return text
    plain = unescape(text)
    return plain if _ENDS_A_TAG.search(plain) else text


def _tame(text: str) -> str:
    """Return HTML without what would swallow the rest: marked sections, and comments and scripts without an end."""
    text = text.replace("<![", "&lt;![")
    comments_end = text.rfind("-->")
    text = re.sub("<!--", lambda found: found[0] if found.start() < comments_end else "&lt;!--", text)
    lower = text.lower()
    ends = {tag: lower.rfind(f"</{tag}") for tag in _RAW} if len(lower) == len(text) else dict.fromkeys(_RAW, -1)

    def seen(found: re.Match[str]) -> str:
        return found[0] if found.start() < ends[found[1].lower()] else "<span"

    return re.sub(rf"<({'|'.join(_RAW)})(?![a-z0-9-])", seen, text, flags=re.IGNORECASE | re.ASCII)


def _guarded_lines(text: str) -> str:
    paragraphs = (part.strip("\n") for part in re.split(r"\n\s*\n", text.strip()))
    return "\n\n".join(
        hard_lines("\n".join(with_guarded_starts(guarded(line.strip())) for line in part.split("\n")))
        for part in paragraphs
    )


class _Plain(HTMLParser):
    """Collects words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        """Begin a line where a block begins."""
        if tag in UNSEEN:
            self.unseen = self.unseen or tag
        elif tag in BLOCKS or tag in ("br", "li"):
            self.parts.append("\n")
        elif tag in CELLS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End the line where a block ends."""
        if tag == self.unseen:
            self.unseen = ""
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words; a line end in the source is a space."""
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))
