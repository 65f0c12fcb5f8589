"""The text inside a Word document: what stands there once every tracked change is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = object

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {f"{_W}del", f"{_W}moveFrom"}
_INSERTED = {f"{_W}ins", f"{_W}moveTo"}
_SKIPPED = _GONE | {_FALLBACK, f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}delText"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document, and the key of its style."""

    text: str
    style: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: (column, its paragraphs) for each cell."""

    cells: tuple[tuple[int, tuple[Paragraph, ...]], ...]
    is_head: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table, without rows that a tracked change took out."""

    rows: tuple[Row, ...]


def content(body: Element) -> list[Paragraph | Table]:
    """Return paragraphs and tables in their order. A paragraph whose end was taken out goes on in the next one."""
    return list(_content(body))


def tracked(body: Element) -> tuple[int, int]:
    """Return how many tracked insertions and deletions there are."""
    ins = sum(1 for tag in _INSERTED for element in body.iter(tag) if len(element))
    return ins, sum(1 for tag in _GONE for element in body.iter(tag) if len(element))


def comments(body: Element) -> int:
    """Return how many comments and notes there are beside the text."""
    tags = ("commentReference", "footnoteReference", "endnoteReference")
    return sum(1 for tag in tags for _ in body.iter(_W + tag))


def style_names(styles: Element) -> dict[str, str]:
    """Return the name of each style, in small letters, by its key. Headings are named in English in every language."""
    found = {}
    for style in styles.iter(f"{_W}style"):
        name, key = style.find(f"{_W}name"), style.get(f"{_W}styleId")
        if name is not None and key:
            found[key] = (name.get(f"{_W}val") or "").lower()
    return found


def _content(parent: Element) -> Iterator[Paragraph | Table]:
    begun = ""
    for element in _children(parent):
        if element.tag == f"{_W}tbl":
            yield Table(
                tuple(_row(row) for row in _children(element) if row.tag == f"{_W}tr" and not _row_is_gone(row))
            )
            continue
        text = begun + "".join(_texts(element))
        begun = ""
        if _end_is_gone(element):
            begun = text
            continue
        yield Paragraph(text, _style(element))
    if begun:
        yield Paragraph(begun, None)


def _children(parent: Element) -> Iterator[Element]:
    """Yield paragraphs, tables, rows and cells, also those that stand inside something else."""
    for child in parent:
        if child.tag in {f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"}:
            yield child
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _children(child)


def _row(row: Element) -> Row:
    cells, column = [], 0
    for cell in _children(row):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        cells.append((column, tuple(_flat(cell))))
        column += int(span.get(f"{_W}val") or 1) if span is not None else 1
    return Row(tuple(cells), row.find(f"{_W}trPr/{_W}tblHeader") is not None)


def _flat(cell: Element) -> Iterator[Paragraph]:
    """Yield the paragraphs of a cell and of the tables inside it."""
    for part in _content(cell):
        if isinstance(part, Paragraph):
            yield part
        else:
            yield from (paragraph for row in part.rows for _, inner in row.cells for paragraph in inner)


def _texts(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _texts(child)
            if child.tag == f"{_W}p":
                yield "\n"  # the end of a paragraph in a text box


def _style(paragraph: Element) -> str | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val") if style is not None else None


def _end_is_gone(paragraph: Element) -> bool:
    return any(paragraph.find(f"{_W}pPr/{_W}rPr/{tag}") is not None for tag in _GONE)


def _row_is_gone(row: Element) -> bool:
    return row.find(f"{_W}trPr/{_W}del") is not None
