"""Word documents, by python-docx: a table of times, speakers and words, which comes back from any word processor."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Cm, Pt, RGBColor

from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.exchange.leads import clock
from radkind_pod.transcript.exchange.stamp import HOW_TO, Stamp, stamp_line, stamp_text
from radkind_pod.transcript.exchange.unseen import without_unseen
from radkind_pod.transcript.wording import cleaned, main_language, spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WIDTHS = (1000, 1900, 6738)
"""Of the columns, in twentieths of a point; together what A4 leaves between its margins of 2 cm."""
SMALL = "Small print"
HEAD = ("Time", "Speaker", "Text")

_FROM_RIGHT = frozenset({"ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
_EDGE = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>'
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def render(document: Document, stamp: Stamp) -> bytes:
    """Return the file: the same bytes for the same transcript."""
    file = docx.Document()
    _set_up(file, document.language, stamp)
    if stamp.title.strip():
        _add_heading(file, stamp.title, 0, document.language)
    file.add_paragraph(HOW_TO, style=SMALL)
    body = file.element.body
    for starts_chapter, blocks in groupby(_numbered(document), key=lambda pair: pair[0]):
        told = [block for _, block in blocks]
        if starts_chapter and told[0].heading:
            _add_heading(file, told[0].heading, 1, document.language)
        body.insert(len(body) - 1, parse_xml(_table(told, document.language)))
    file.add_paragraph(stamp_line(stamp), style=SMALL)
    return _without_clock(file)


def parsed(xml: bytes) -> Element:
    """Return a part of a document; entities stay unread. Raises ValueError where it is no XML."""
    try:
        root: Element = parse_xml(xml)
    except SyntaxError as error:  # what lxml raises is one
        raise ValueError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("no word processor defines entities")  # they serve to make a program run out of memory
    return root


def _numbered(document: Document) -> Iterator[tuple[int, Block]]:
    """Yield (chapter, paragraph); 0 is what stands before the first chapter."""
    chapter = 0
    for block in document.blocks:
        chapter += bool(block.heading)
        yield chapter, block


def _clean(text: str) -> str:
    return without_unseen(cleaned(text)).strip()


def _set_up(file: WordFile, language: str, stamp: Stamp) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    small = file.styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.font.size, small.font.color.rgb = Pt(8), RGBColor(0x59, 0x59, 0x59)
    for lang in list(file.styles.element.iter(qn("w:lang"))):
        lang.getparent().remove(lang)
    for properties in file.styles.element.iter(qn("w:rPrDefault")):
        properties.find(qn("w:rPr")).append(_lang(language))
    told = file.core_properties
    where_from = stamp_text(replace(stamp, slug=stamp.slug[:150]))  # a property has at most 255 letters
    told.title, told.author, told.language = _clean(stamp.title)[:255], "radkind-pod", _tag(language)
    told.identifier = told.comments = told.keywords = where_from


def _add_heading(file: WordFile, text: str, level: int, language: str) -> None:
    paragraph = file.add_heading(_clean(text), level)
    if main_language(language) in _FROM_RIGHT:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _lang(language: str) -> Element:
    lang = OxmlElement("w:lang")
    for script in ("val", "eastAsia", "bidi"):
        lang.set(qn(f"w:{script}"), _tag(language))
    return lang


def _tag(language: str) -> str:
    """Return the language as Word writes it: en-GB."""
    first, *others = language.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in others)])


def _table(blocks: list[Block], language: str) -> str:
    edges = "".join(_EDGE.format(edge) for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    from_right = main_language(language) in _FROM_RIGHT
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
    rows = "".join(_row(block, language) for block in blocks)
    head = _cells(*(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{name}</w:t></w:r>" for name in HEAD), from_right=False)
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr>{'<w:bidiVisual/>' if from_right else ''}"
        f'<w:tblW w:w="{sum(WIDTHS)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def _row(block: Block, language: str) -> str:
    from_right = main_language(language) in _FROM_RIGHT
    time = _run(clock(block.words[0].start_ms), None, from_right=False)
    speaker = _run(_clean(block.speaker or ""), None, from_right)
    return f"<w:tr>{_cells(time, speaker, _said(block.words, language), from_right=from_right)}</w:tr>"


def _cells(*runs: str, from_right: bool) -> str:
    direction = "<w:pPr><w:bidi/></w:pPr>" if from_right else ""
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{direction}{run}</w:p></w:tc>'
        for width, run in zip(WIDTHS, runs, strict=True)
    )


def _said(words: tuple[Word, ...], language: str) -> str:
    """Return the words; those in another language are marked as such, for the spelling checker and screen readers."""
    texts = list(spaced(words, language))
    texts[0], texts[-1] = texts[0].lstrip(), texts[-1].rstrip() if len(words) > 1 else texts[0].strip()
    runs = []
    for tag, indexes in groupby(range(len(words)), key=lambda i: words[i].language):
        text = without_unseen(cleaned("".join(texts[i] for i in indexes)))
        runs.append(_run(text, tag, main_language(tag or language) in _FROM_RIGHT))
    return "".join(runs)


def _run(text: str, tag: str | None, from_right: bool) -> str:
    name = quoteattr(_tag(tag)) if tag else ""
    spoken_in = f"<w:lang w:val={name} w:eastAsia={name} w:bidi={name}/>" if tag else ""
    properties = f"<w:rPr>{'<w:rtl/>' if from_right else ''}{spoken_in}</w:rPr>"
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _without_clock(file: WordFile) -> bytes:
    """Return the file's bytes, with no trace of the time at which they were written."""
    written, packed = io.BytesIO(), io.BytesIO()
    file.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
