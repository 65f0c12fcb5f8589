"""Word documents: ours come back from any word processor, those of services are read by what their columns hold."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml
from tests.transcript.exchange.samples import TALK, VERSION, exported, returned, texts

from radkind_pod.errors import SourceError
from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.exchange import EXPORTS, Returned, Stamp, as_document, read_returned

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(file: docx.document.Document) -> bytes:
    packed = io.BytesIO()
    file.save(packed)
    return packed.getvalue()


def changed(change: Callable[[docx.document.Document], None], document: Document = TALK) -> Document:
    """The document as it comes back after something was done to its file."""
    file = docx.Document(io.BytesIO(exported(document, "docx")))
    change(file)
    return as_document(returned(saved(file), "docx"), document)


def table(*rows: tuple[str, ...]) -> Returned:
    file = docx.Document()
    made = file.add_table(len(rows), len(rows[0]))
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return returned(saved(file), "docx")


def said(file: Returned) -> list[tuple[str | None, int | None, str]]:
    return [(block.speaker, block.start_ms, block.text) for block in file.blocks]


def test_the_file_is_what_a_person_can_work_with() -> None:
    file = docx.Document(io.BytesIO(exported(TALK, "docx")))
    assert [p.style.name for p in file.paragraphs] == ["Title", "Small print", "Heading 1", "Small print"]
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows[:2] == [
        ["Time", "Speaker", "Text"],
        ["0:00:00", "Ama Mensah", "Good morning, and welcome to the programme about kindness in hard times."],
    ]
    assert VERSION in file.paragraphs[-1].text
    assert VERSION in file.core_properties.identifier


def test_the_language_is_set_for_the_spelling_checker() -> None:
    data = exported(Document("cy-gb", TALK.blocks), "docx")
    assert b'w:val="cy-GB"' in zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml")


def test_a_new_paragraph_inside_a_cell_is_a_new_paragraph() -> None:
    def change(file: docx.document.Document) -> None:
        cell = file.tables[0].rows[1].cells[2]
        cell.text = "Good morning, and welcome"
        cell.add_paragraph("to the programme about kindness in hard times.")

    document = changed(change)
    assert [len(block.words) for block in document.blocks][:2] == [4, 8]
    assert [block.speaker for block in document.blocks][:2] == ["Ama Mensah", "Ama Mensah"]
    assert document.words == TALK.words


def test_single_words_that_look_like_times_are_words() -> None:
    blocks = tuple(Block("Ama", (Word(text, at, at + 400),)) for text, at in (("0:05", 0), ("1:30", 900), ("12", 2000)))
    document = Document("en", blocks)
    assert as_document(returned(exported(document, "docx"), "docx"), document) == document


def test_a_row_that_was_added_belongs_to_the_speaker_before() -> None:
    def change(file: docx.document.Document) -> None:
        rows = file.tables[0].rows
        new = file.tables[0].add_row()
        new.cells[2].text = "And something new."
        rows[1]._tr.addnext(new._tr)

    document = changed(change)
    assert (document.blocks[1].speaker, [w.text for w in document.blocks[1].words]) == (
        "Ama Mensah",
        ["And", "something", "new."],
    )


def test_a_name_that_was_taken_out_is_nobody_s() -> None:
    document = changed(lambda file: setattr(file.tables[0].rows[1].cells[1], "text", ""))
    assert [block.speaker for block in document.blocks] == [None, "Ben Okri", "Ama Mensah", "Ben Okri"]


def test_words_below_the_table_are_not_lost() -> None:
    document = changed(lambda file: file.paragraphs[-1].insert_paragraph_before("10:30 it is, goodbye."))
    assert texts(document)[-4:] == ["10:30", "it", "is,", "goodbye."]


def test_tracked_changes_are_accepted_and_told() -> None:
    def change(file: docx.document.Document) -> None:
        paragraph = file.tables[0].rows[4].cells[2].paragraphs[0]._p
        for run in list(paragraph):
            paragraph.remove(run)
        for part in (
            f'<w:r {W}><w:t xml:space="preserve">Nobody </w:t></w:r>',
            f'<w:del {W} w:id="1" w:author="A"><w:r><w:delText>pays.</w:delText></w:r></w:del>',
            f'<w:ins {W} w:id="2" w:author="A"><w:r><w:t>paid.</w:t></w:r></w:ins>',
            f'<w:r {W}><w:t xml:space="preserve"> Everybody cooks, and everybody eats.</w:t></w:r>',
        ):
            paragraph.append(parse_xml(part))

    document = changed(change)
    assert texts(document)[-7:] == ["Nobody", "paid.", "Everybody", "cooks,", "and", "everybody", "eats."]
    file = docx.Document(io.BytesIO(exported(TALK, "docx")))
    change(file)
    assert "1 insertion and 1 deletion" in returned(saved(file), "docx").notes[0]


@pytest.mark.parametrize(
    "rows",
    [
        (
            ("Speaker", "Timecode", "Transcript"),
            ("Ama", "00:03", "Good morning to you."),
            ("Ben", "01:05", "Yes, thanks."),
        ),
        (("00:03", "Ama", "Good morning to you."), ("01:05", "Ben", "Yes, thanks.")),
        (
            ("#", "Start", "End", "Dialogue", "Who"),
            ("1", "00:00:03.00", "00:00:05.00", "Good morning to you.", "Ama"),
            ("2", "00:01:05.00", "00:01:07.00", "Yes, thanks.", "Ben"),
        ),
    ],
)
def test_columns_are_told_by_what_they_hold(rows: tuple[tuple[str, ...], ...]) -> None:
    assert said(table(*rows)) == [("Ama", 3000, "Good morning to you."), ("Ben", 65_000, "Yes, thanks.")]


def test_paragraphs_with_times_are_read_like_plain_text() -> None:
    file = docx.Document()
    file.add_heading("One", 1)
    for text in ("00:00:03 Ama Mensah", "Good morning.", "And again.", "00:01:05 Ben Okri", "Yes, thanks."):
        file.add_paragraph(text)
    assert [(b.speaker, b.start_ms, b.text, b.heading) for b in returned(saved(file), "docx").blocks] == [
        ("Ama Mensah", 3000, "Good morning.", "One"),
        ("Ama Mensah", None, "And again.", None),
        ("Ben Okri", 65_000, "Yes, thanks.", None),
    ]


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return made.getvalue()


BODY = "word/document.xml"
BOMB = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>&b;</w:p></w:document>'
)


def headed(*, version: int = 20, flags: int = 0) -> bytes:
    """Return a packed file whose headers ask for a newer program, or say how it is encrypted."""
    data = packed(**{BODY: b"<x/>"})
    for mark, at in ((b"PK\x03\x04", 4), (b"PK\x01\x02", 6)):
        place = data.index(mark) + at
        data = data[:place] + version.to_bytes(2, "little") + flags.to_bytes(2, "little") + data[place + 4 :]
    return data


def broken(data: bytes) -> bytes:
    """Return a packed file whose first byte of packed text is another."""
    at = data.index(BODY.encode()) + len(BODY)
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (broken(packed(**{BODY: b"<x/>" * 99})), "damaged"),
        (packed(**{BODY: b"<x/>"}).replace(b"\x08\0", b"\x0e\0"), "damaged"),
        (headed(version=255), "damaged"),
        (headed(flags=64), "damaged"),
        (headed(flags=32), "damaged"),
        (packed(**{BODY: bytes(70_000_000)}), "unpacks to far more"),
        (packed(**{f"x{i}": b"" for i in range(5001)}), "unpacks to far more"),
        (packed(**{BODY: BOMB}), "damaged"),
        (packed(**{BODY: BOMB.decode().encode("utf-16")}), "damaged"),
        (packed(**{BODY: b"<not xml"}), "damaged"),
        (packed(**{BODY: b"<w>" * 200_000}), "damaged"),
        (packed(**{"xl/workbook.xml": b"<x/>"}), "no Word document"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.text"), "no Word document"),
        (b"PK\x03\x04" + bytes(50_000_001), "far more than any transcript"),
    ],
    ids=[
        "broken inside",
        "packed by another method",
        "a newer version",
        "strong encryption",
        "patched data",
        "zip bomb",
        "many files",
        "entities",
        "hidden entities",
        "no xml",
        "deep",
        "workbook",
        "odt",
        "huge",
    ],
)
def test_hostile_documents_are_refused_at_once(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_returned("a.docx", data, Path("a.docx"))


def test_long_titles_and_headings_from_right_to_left_are_written() -> None:
    stamp = Stamp("s" * 250, "t" * 300, VERSION)
    document = Document("ar", (Block("أمينة", (Word("نعم", 0, 1),), "الفصل"),))
    data = EXPORTS["docx"](document, stamp)
    assert returned(data, "docx").version == VERSION
    assert as_document(returned(data, "docx"), document) == document
