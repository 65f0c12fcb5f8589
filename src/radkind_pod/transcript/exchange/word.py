"""A Word document that came back: tables with times, whatever their columns, and paragraphs."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from radkind_pod.transcript.exchange.columns import Columns, columns_of, is_head
from radkind_pod.transcript.exchange.leads import NOBODY, times_of
from radkind_pod.transcript.exchange.returned import Returned, ReturnedBlock, Unreadable, with_headings
from radkind_pod.transcript.exchange.spoken import Para, Style, blocks_of, style_of
from radkind_pod.transcript.exchange.stamp import find_stamp, is_stamp, without_how_to
from radkind_pod.transcript.exchange.unseen import without_unseen
from radkind_pod.transcript.exchange.word_xml import (
    Paragraph,
    Row,
    Table,
    comments,
    content,
    style_names,
    tracked,
)

MOST_TEXT, MOST_OTHER, MOST_ENTRIES = 64_000_000, 4_000_000, 5000
"""So many bytes may the text of a document hold, unpacked, and its styles; so many files may be in it."""

_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
"""NotImplementedError is for what a header asks of whoever unpacks it: another version, strong encryption, patches."""

DAMAGED = "this Word document is damaged. Open it in your word processor, save it again as .docx, and bring that in"
TOO_LARGE = (
    "this Word document unpacks to far more than any transcript, so it isn't opened. Copy its text into a new "
    "document, and bring that in"
)
LOCKED = "this document has a password. Open it, save a copy as .docx without a password, and bring that in"
NOT_WORD = "this is no Word document, though its name ends with .docx. Save the text as .docx, and bring that in"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a document that we read."""

    body: bytes
    styles: bytes | None
    core: bytes | None


def read(data: bytes, file: Path) -> Returned:
    """Return what the document says. Raises Unreadable where it can't be opened."""
    from radkind_pod.transcript.exchange.docx import parsed  # python-docx takes a while to load

    parts = _opened(data)
    try:
        body = parsed(parts.body)
        names = style_names(parsed(parts.styles)) if parts.styles else {}
        told = content(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(DAMAGED) from error
    whole = "\n".join(part.text for part in told if isinstance(part, Paragraph))
    found = find_stamp(whole) or find_stamp((parts.core or b"").decode("utf-8", "replace"))
    blocks = with_headings(_blocks(told, names, found is not None))
    episode, version = found or (None, None)
    return Returned(
        "docx",
        version,
        blocks,
        file,
        episode,
        says_paragraphs=found is not None or len(blocks) > 1,
        says_headings=found is not None or any(block.heading for block in blocks),
        notes=tuple(_notes(*tracked(body), comments(body))),
    )


def _opened(data: bytes) -> _Parts:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > MOST_ENTRIES:
                raise Unreadable(TOO_LARGE)
            if "word/document.xml" not in names:
                raise Unreadable(NOT_WORD)
            body = _entry(packed, "word/document.xml", MOST_TEXT)
            styles = _entry(packed, "word/styles.xml", MOST_OTHER) if "word/styles.xml" in names else None
            core = _entry(packed, "docProps/core.xml", MOST_OTHER) if "docProps/core.xml" in names else None
    except _BROKEN as error:
        raise Unreadable(DAMAGED) from error
    return _Parts(body, styles, core)


def _entry(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    entry = packed.getinfo(name)
    if entry.flag_bits & 1:
        raise Unreadable(LOCKED)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(DAMAGED)
    if entry.file_size > most:
        raise Unreadable(TOO_LARGE)
    with packed.open(entry) as part:
        return part.read(most)


def _notes(inserted: int, deleted: int, beside: int) -> Iterator[str]:
    if inserted or deleted:
        changes = f"{inserted} insertion{'s' * (inserted != 1)} and {deleted} deletion{'s' * (deleted != 1)}"
        yield f"The document has tracked changes, which were accepted: {changes}."
    if beside:
        yield f"The document has comments or footnotes ({beside}). They were not brought in: only the text is."


def _blocks(told: Sequence[Paragraph | Table], names: dict[str, str], ours: bool) -> Iterator[ReturnedBlock]:
    """Yield what the document says, in its order."""
    texts = [part.text if isinstance(part, Paragraph) else "" for part in told]
    told = told[without_how_to(texts) :]
    paras = [_para(part, names) for part in told if isinstance(part, Paragraph)]
    # a document of ours has all its times in the table: a paragraph that somebody wrote below it is nothing but words
    style = style_of([] if ours and any(isinstance(part, Table) for part in told) else [p for p in paras if p], False)
    tables = [part for part in told if isinstance(part, Table)]
    columns = {id(table): columns_of(_alike(table, tables)) for table in tables}
    begun = False
    run: list[Para] = []
    for part in told:
        if isinstance(part, Table):
            yield from blocks_of(run, style)
            run = []
            yield from _rows(part, columns[id(part)], names)
            begun = True
            continue
        para = _para(part, names)
        if para and not (names.get(part.style or "") in {"title", "subtitle"} and not begun and not run):
            run.append(para)
    yield from blocks_of(run, style)


def _para(part: Paragraph, names: dict[str, str]) -> Para | None:
    text = without_unseen(part.text)
    if not text.strip() or is_stamp(text):
        return None
    return Para(text, is_heading=_is_heading(part, names))


def _is_heading(part: Paragraph, names: dict[str, str]) -> bool:
    style = names.get(part.style or "", (part.style or "").lower())
    return style.startswith("heading") and len(part.text) <= 300


def _alike(table: Table, tables: Iterable[Table]) -> list[Row]:
    """Return the rows of all tables with as many columns: a short one alone doesn't show which is which."""
    return [row for other in tables if _width(other) == _width(table) for row in other.rows]


def _width(table: Table) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def _rows(table: Table, columns: Columns, names: dict[str, str]) -> Iterator[ReturnedBlock]:
    for i, row in enumerate(table.rows):
        if is_head(row, columns, first=i == 0):
            continue
        if len(row.cells) == 1 or columns.text is None:
            yield from blocks_of(_loose(row, names), _NO_TIMES)
            continue
        cells = {column: [without_unseen(p.text) for p in paras if p.text.strip()] for column, paras in row.cells}
        start, end = _times(cells, columns)
        speaker = " ".join(" ".join(cells.get(columns.speaker, [])).split()) if columns.speaker is not None else ""
        says = columns.speaker is not None and bool(speaker or start is not None)
        known = {columns.text, columns.speaker, columns.start, columns.end, columns.number}
        others = [text for column, parts in sorted(cells.items()) if column not in known for text in parts]
        for n, text in enumerate([*cells.get(columns.text, []), *(others if columns.keeps_others else [])]):
            first = n == 0
            own = None if speaker == NOBODY else speaker.rstrip(":") or None
            yield ReturnedBlock(
                text, own if first else None, start if first else None, end, says_speaker=says and first
            )


_NO_TIMES: Style = style_of([], False)


def _loose(row: Row, names: dict[str, str]) -> Iterator[Para]:
    for _, paragraphs in row.cells:
        yield from (para for part in paragraphs if (para := _para(part, names)))


def _times(cells: dict[int, list[str]], columns: Columns) -> tuple[int | None, int | None]:
    if columns.start is None:
        return None, None
    times = times_of(" ".join(cells.get(columns.start, [])))
    if times is None:
        return None, None
    ending = times_of(" ".join(cells.get(columns.end, []))) if columns.end is not None else None
    return times[0], ending[0] if ending else times[1]
