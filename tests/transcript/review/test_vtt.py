"""The reviewed transcript as a file: everything that people said about it survives, and words keep their times."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.transcript.review.strategies import documents, machine_of

from radkind_pod.errors import SourceError
from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Credit, Word
from radkind_pod.transcript.review.document import document_of, transcript_of
from radkind_pod.transcript.review.vtt import render_vtt
from radkind_pod.transcript.reviewed import parse_reviewed
from radkind_pod.transcript.webvtt import escaped, voice_tag

FILE = Path("transcript.vtt")


def read(text: str, draft: Document | None = None, language: str = "en") -> Document:
    machine = transcript_of(draft) if draft else None
    return parse_reviewed(text.encode(), FILE, language, machine).document


def written(document: Document, draft: Document | None = None) -> str:
    return render_vtt(document, transcript_of(draft) if draft else None)


def without_times(document: Document) -> Document:
    def bare(word: Word) -> Word:
        return Word(word.text, 0, 0, None, word.language, word.marks)

    return replace(document, blocks=tuple(replace(b, words=tuple(map(bare, b.words))) for b in document.blocks))


def cleaned(document: Document) -> Document:
    """What a NOTE can't hold is written with another arrow."""
    return replace(
        document,
        blocks=tuple(replace(b, heading=b.heading.replace("-->", "→") if b.heading else None) for b in document.blocks),
    )


@settings(max_examples=150, deadline=None)
@given(documents())
def test_all_that_people_said_survives_the_file(document: Document) -> None:
    assert without_times(read(written(document))) == without_times(cleaned(document))


@pytest.mark.parametrize("name", ["a---", "Jo --", "-->", "a-->b", "<v>", "Jo &amp; Al"])
def test_no_name_makes_a_time_or_a_tag_of_its_line(name: str) -> None:
    """In WebVTT, --> anywhere in a line makes times of it."""
    text = f"WEBVTT\n\n00:00.000 --> 00:01.000\n{voice_tag(name)}{escaped('so -->')}\n"
    assert [(block.speaker, block.words[-1].text) for block in read(text).blocks] == [(name, "-->")]


@settings(max_examples=150, deadline=None)
@given(documents())
def test_words_of_the_draft_keep_their_times_to_the_millisecond(document: Document) -> None:
    machine = machine_of(document)
    again = read(written(document, machine), machine)
    assert [(w.start_ms, w.end_ms, w.estimated) for w in again.words] == [
        (w.start_ms, w.end_ms, w.estimated) for w in document.words
    ]


@settings(max_examples=100, deadline=None)
@given(documents(), st.data())
def test_a_changed_word_moves_no_other(document: Document, data: st.DataObject) -> None:
    machine = machine_of(document)
    number = data.draw(st.integers(0, len(document.words) - 1))
    changed = _with_text(document, number, "corrected")
    again = read(written(changed, machine), machine)
    pairs = list(zip(again.words, document.words, strict=True))
    moved = [i for i, (now, then) in enumerate(pairs) if (now.start_ms, now.end_ms) != (then.start_ms, then.end_ms)]
    assert set(moved) <= {number}
    assert again.words[number].text == "corrected"


@settings(max_examples=100, deadline=None)
@given(documents())
def test_writing_what_was_read_changes_nothing(document: Document) -> None:
    """Whatever the first file lost of estimated times, the second is the same as the first."""
    machine = machine_of(document)
    first = written(_with_text(document, 0, "corrected"), machine)
    again = parse_reviewed(first.encode(), FILE, "en", transcript_of(machine))
    assert render_vtt(again.document, transcript_of(machine), again.transcript) == first


def _with_text(document: Document, number: int, text: str) -> Document:
    blocks, first = [], 0
    for block in document.blocks:
        words = list(block.words)
        if first <= number < first + len(words):
            old = words[number - first]
            words[number - first] = replace(old, text=text, probability=None, estimated=True)
        first += len(words)
        blocks.append(replace(block, words=tuple(words)))
    return replace(document, blocks=tuple(blocks))


def test_the_file_is_one_that_a_person_can_read() -> None:
    words = [Word("My", 400, 600), Word("name", 600, 900), Word("is", 900, 1000), Word("Siân.", 1000, 1600)]
    block = Block("Ama", (*words[:3], replace(words[3], marks=("redact",))), "Who she is")
    text = written(Document("en", (block,), (Credit("corrected", "Tom"),), ("ab" * 32,), "0123456789ab"), None)
    assert text.split("\n\n")[2:] == [
        "NOTE chapter\nWho she is",
        "paragraph 1\n00:00:00.400 --> 00:00:01.900\n"
        "<v Ama>My <00:00:00.600>name <00:00:00.900>is <c.redact><00:00:01.000>Siân.</c><00:00:01.600>\n",
    ]
    assert "corrected by: Tom\n" in text
    assert f"sha256: {'ab' * 32}\ndraft: 0123456789ab\n" in text


def test_placed_words_that_the_draft_lacks_carry_their_times() -> None:
    machine = Document(
        "en", (Block("Ama", tuple(Word(t, i * 500, i * 500 + 400) for i, t in enumerate(["a", "b", "c", "d"]))),)
    )
    words = list(machine.words)
    words[1] = Word("Siân", 520, 880)
    text = written(replace(machine, blocks=(Block("Ama", tuple(words)),)), machine)
    assert "<v Ama>a <00:00:00.520>Siân <00:00:00.880>c d" in text
    assert read(text, machine).words[1] == Word("Siân", 520, 880)


def test_half_a_word_that_is_withheld_withholds_all_of_it() -> None:
    said = "<c.redact>Siân</c>'s un<c.cut>cle</c> <c.yellow.unclear>Bo</c> <c.loud>!</c>"
    text = f"WEBVTT\n\n00:01.000 --> 00:03.000\n{said}"
    assert [word.marks for word in read(text).words] == [("redact",), ("cut",), ("unclear",), ()]


@pytest.mark.parametrize("language", ["ja", "th"])
def test_languages_without_spaces_come_back_whole(language: str) -> None:
    words = tuple(
        Word(t, i * 300, i * 300 + 300, marks=m)
        for i, (t, m) in enumerate([("私は", ()), ("李", ("redact",)), ("です。", ())])
    )
    heard = transcript_of(Document(language, (Block("Li", words),)))
    document = document_of(heard)
    again = parse_reviewed(render_vtt(document, heard).encode(), FILE, language, heard).document
    assert [w.text for w in again.words] == ["私", "は", "李", "で", "す。"]
    assert again.blocks == document.blocks


def test_a_paragraph_that_nobody_touched_keeps_its_cues() -> None:
    hand_made = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nOne of\n\n00:02.500 --> 00:04.000\nmy own cues.\n\n"
        "00:09.000 --> 00:10.000\nAnother\n"
    )
    reviewed = parse_reviewed(hand_made.encode(), FILE, "en")
    assert len(document_of(reviewed.transcript).blocks) == 2
    changed = _with_text(reviewed.document, 5, "Changed")
    text = render_vtt(changed, None, reviewed.transcript)
    assert "00:00:01.000 --> 00:00:02.000\nOne of\n\n00:00:02.500 --> 00:00:04.000\nmy own cues.\n" in text
    assert "Changed" in text


def test_a_huge_cue_is_read_at_once_and_a_huge_file_is_refused() -> None:
    """A minute goes into 60,000 words where each looks at all of them."""
    cue = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n"
    began = time.process_time()
    assert len(read(cue + "x " * 60_000).words) == 60_000
    assert time.process_time() - began < 10
    with pytest.raises(SourceError, match="is larger than 20 MB"):
        read(cue + "x" * 20_000_000)
    with pytest.raises(SourceError, match=r"'9{60}' is not a time") as caught:
        read(cue.replace("00:00:01.000", "9" * 100_000))
    assert len(str(caught.value)) < 500
