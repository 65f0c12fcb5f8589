"""Markdown: "[0:03:04] **Ama Mensah:** words", chapters as headings. Signs that would mean something are escaped."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

from radkind_pod.model.review import Block, Document
from radkind_pod.transcript.exchange.leads import bracketed, clock
from radkind_pod.transcript.exchange.returned import Returned, with_headings
from radkind_pod.transcript.exchange.spoken import Para, blocks_of, style_of
from radkind_pod.transcript.exchange.stamp import Stamp, find_stamp, is_stamp, stamp_line, without_stamp
from radkind_pod.transcript.exchange.unseen import without_unseen
from radkind_pod.transcript.wording import cleaned, joined

_MEANT = re.compile(r"[\\`*_<~]|&(?=#?\w+;)|(?<=\])[(\[:]|!(?=\[)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDDEN = "`*_~<>&#!|(\\"
"""Escaped, these stay what they are; the other signs mean something only where we don't look for it."""
_NAME = re.compile(
    r"(\s*(?:[\[(<]?[\d:.,]{4,12}[\])>]?[ \t]*)?)(?:\*\*|__)(?=\S)(.{1,200}?)(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s*[:：])"  # noqa: RUF001, E501
    r"(?=\s|$)\s*",
    re.DOTALL,
)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_EMPHASIS = tuple(
    re.compile(rf"(?<![\w{sign}])({sign}{{1,3}})(?=\S)([^{sign}]+)(?<=\S)\1(?![\w{sign}])") for sign in (r"\*", "_")
)
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\[\]\s]{0,2000}(?:\s+\"[^\"]{0,500}\")?\)")
_TAG = re.compile(
    r"<!--(?:(?!<!--).){0,5000}?-->|</?(?:i|b|u|s|em|strong|span|p|div|sup|sub)(?:\s[^<>]*)?>|<a id=[^<>]*>", re.DOTALL
)
_BREAK = re.compile(r"<br\s*/?>|\\$", re.MULTILINE)
_QUOTE = re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE)


def render(document: Document, stamp: Stamp) -> bytes:
    """Return the file, in UTF-8."""
    told = [part for block in document.blocks for part in _paragraphs(block, document.language)]
    title = [f"# {_escaped(cleaned(stamp.title).strip())}"] if stamp.title.strip() else []
    return ("\n\n".join([*title, *told, stamp_line(stamp)]) + "\n").encode()


def read(text: str, file: Path) -> Returned:
    """Return what the text says. Emphasis and links lose their signs, not their words."""
    text = without_unseen(text)
    found = find_stamp(text)
    hidden = _TAG.sub("", _ESCAPED.sub(_hidden, without_stamp(text)))
    parts = list(_parts(hidden))
    ours = found is not None and any(bracketed(part) for part, level in parts if not level)
    if [level for _, level in parts].count(1) == 1 and parts[0][1] == 1:
        del parts[0]  # the title of it all
    paras = [_para(part, level) for part, level in parts]
    style = replace(style_of(paras, ours), reads_names=not ours)  # in ours, names are bold
    blocks = with_headings(blocks_of(paras, style))
    episode, version = found or (None, None)
    return Returned(
        "md",
        version,
        blocks,
        file,
        episode,
        says_paragraphs=ours or len(blocks) > 1,
        says_headings=ours or any(block.heading for block in blocks),
    )


def _paragraphs(block: Block, language: str) -> Iterator[str]:
    if block.heading:
        title = _escaped(cleaned(block.heading).strip())
        yield "## " + title.replace("#", "\\#")
    name = f"**{_escaped(cleaned(block.speaker).strip())}:** " if block.speaker else ""
    yield f"[{clock(block.words[0].start_ms)}] {name}{_escaped(joined(block.words, language))}"


def _escaped(text: str) -> str:
    return _MEANT.sub(lambda sign: f"\\{sign[0]}", text)


def _hidden(escape: re.Match[str]) -> str:
    return chr(0xE000 + ord(escape[1])) if escape[1] in _HIDDEN else escape[1]


def _shown(text: str) -> str:
    return re.sub("[\ue000-\ue0ff]", lambda sign: chr(ord(sign[0]) - 0xE000), text)


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """Yield (paragraph, level of the heading that it is, or 0)."""
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        heading = _HEADING.fullmatch(line)
        if lines and _UNDERLINE.fullmatch(line) and not is_stamp(lines[-1]):
            yield "\n".join(lines), 1 if "=" in line else 2
            lines = []
        elif heading or not line.strip() or _RULE.fullmatch(line) or is_stamp(_shown(line)):
            if lines:
                yield "\n".join(lines), 0
            lines = []
            if heading:
                yield heading[2].rstrip().rstrip("#").rstrip(), len(heading[1])
        elif lines and (bracketed(line) or _NAME.match(line)):
            yield "\n".join(lines), 0
            lines = [line]
        else:
            lines.append(line)


def _para(part: str, level: int) -> Para:
    part = _QUOTE.sub("", part)
    name = None if level else _NAME.match(part)
    if name:
        return Para(_plain(name[1] + part[name.end() :]), speaker=" ".join(_plain(name[2]).split()))
    return Para(_plain(part), is_heading=level > 0)


def _plain(text: str) -> str:
    """Return the words without what Markdown makes of them."""
    text = _LINK.sub(r"\1", _BREAK.sub("\n", text))
    for _ in range(3):  # emphasis inside emphasis
        for emphasis in _EMPHASIS:
            text = emphasis.sub(r"\2", text)
    return _shown(unescape(text) if "&" in text else text)
