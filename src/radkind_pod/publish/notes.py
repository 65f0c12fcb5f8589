"""Show notes: Markdown as a person wrote it -> HTML that can do no harm. The one door to Markdown and its sanitiser."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urljoin

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

FEED_TAGS = {"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"}
"""What Apple Podcasts shows in a description (PSP-1)."""
PAGE_TAGS = FEED_TAGS | {"h3", "h4", "h5", "h6", "blockquote", "code", "pre", "br", "hr"}
_SCHEMES = {"http", "https", "mailto"}


def feed_html(markdown: str, page_url: str) -> str:
    """Return the notes with the few tags that podcast apps show; relative links lead on from the page."""
    tokens = _parse(markdown)
    for token in tokens:
        if token.type.startswith("heading_"):
            token.type, token.tag = token.type.replace("heading", "feed_heading"), "p"
    _end_paragraphs_with_lines(tokens)
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})

    def absolute(tag: str, attribute: str, value: str) -> str:
        return urljoin(page_url, value) if (tag, attribute) == ("a", "href") else value

    attributes = {"a": {"href"}}
    return nh3.clean(
        html, tags=FEED_TAGS, attributes=attributes, attribute_filter=absolute, url_schemes=_SCHEMES, link_rel=None
    ).strip()


def page_html(markdown: str) -> str:
    """Return the notes for a page on which they stand under an h2: headings begin at h3 and skip no level."""
    tokens = _parse(markdown)
    _shift_headings(tokens)
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    attributes = {"a": {"href", "title"}, "ol": {"start"}}
    return nh3.clean(html, tags=PAGE_TAGS, attributes=attributes, url_schemes=_SCHEMES, link_rel=None).strip()


def _parse(markdown: str) -> list[Token]:
    return _MARKDOWN.parse(markdown)


def _end_paragraphs_with_lines(tokens: Sequence[Token]) -> None:
    """Make paragraphs of lines that a person keeps apart, since apps show no <br>."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        breaks = [child for child in token.children or () if child.type == "hardbreak"]
        if breaks and before.type == "paragraph_open":
            before.hidden = after.hidden = False
            for child in breaks:
                child.type = "feed_break"


def _shift_headings(tokens: Sequence[Token]) -> None:
    level = 2
    for token in tokens:
        if token.type == "heading_open":
            level = max(3, min(int(token.tag[1]) + 2, level + 1, 6))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"


def _image(_self: object, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    # A picture in notes would be fetched from somewhere else; its description says what it showed.
    return escape(tokens[index].content)


def _heading_open(*_arguments: object) -> str:
    return "<p><strong>"


def _heading_close(*_arguments: object) -> str:
    return "</strong></p>\n"


def _feed_break(*_arguments: object) -> str:
    # the line feed parts the words where an app drops all tags; behind </p> it would be bold itself, outside of all
    return "\n</p><p>"


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.add_render_rule("image", _image)
    reader.add_render_rule("feed_heading_open", _heading_open)
    reader.add_render_rule("feed_heading_close", _heading_close)
    reader.add_render_rule("feed_break", _feed_break)
    return reader


_MARKDOWN = _reader()
