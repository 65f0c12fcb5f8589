"""Languages with and without spaces in one paragraph: every space is where it was, and no other comes in."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.document import document_of, transcript_of
from radkind_pod.transcript.review.vtt import render_vtt
from radkind_pod.transcript.reviewed import parse_reviewed
from radkind_pod.transcript.wording import joined

FILE = Path("transcript.vtt")
JAPANESE = ["私は", "東京、", "です。", "「そう」", "AI ", "OKな", "iPhone 15 ", "3人", "café "]
ENGLISH = ["peace", "in", "the", "Middle", "East.", "it's", "été", "(so)"]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Japanese with Latin words in it, and words that are marked as English."""
    blocks, at = [], 0
    for _ in range(draw(st.integers(1, 3))):
        words = []
        for _ in range(draw(st.integers(1, 16))):
            language = draw(st.sampled_from([None, "en", "en"]))
            text = draw(st.sampled_from(ENGLISH if language else JAPANESE))
            marks = draw(st.sampled_from([(), (), (), ("redact",), ("unclear",)]))
            words.append(Word(text, at, at + 300, None, language, marks))
            at += 300
        blocks.append(Block("Li", tuple(words)))
        at += 2000
    return document_of(transcript_of(Document("ja", tuple(blocks))))


def read(text: str) -> Document:
    return parse_reviewed(text.encode(), FILE, "ja").document


def said(document: Document) -> list[list[tuple[str, str | None, tuple[str, ...]]]]:
    return [[(word.text, word.language, word.marks) for word in block.words] for block in document.blocks]


@settings(max_examples=200, deadline=None)
@given(documents(), st.booleans())
def test_words_and_their_spaces_come_back_from_the_file(document: Document, is_known: bool) -> None:
    """Wherever a line ends, and whether the words carry their times or the draft knows them."""
    text = render_vtt(document, transcript_of(document) if is_known else None)
    assert said(read(text)) == said(document)


@pytest.mark.parametrize("language", ["ru", "fr"])
def test_a_long_phrase_in_another_language_has_its_spaces_where_the_line_ends(language: str) -> None:
    phrase = "мир вечный всем людям доброй воли во всём мире" if language == "ru" else "été à Évian " * 4
    words = [Word(text, i * 300, i * 300 + 300, None, language) for i, text in enumerate(phrase.split())]
    document = document_of(transcript_of(Document("ja", (Block("Li", (*words, Word("です。", 9000, 9300))),))))
    text = render_vtt(document, transcript_of(document))
    assert "\n<lang" in text
    assert "<00:" not in text  # the draft knows every word
    assert said(read(text)) == said(document)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("A<c.redact>I</c>です", ["AI", "で", "す"], "AIです"),
        ("<c.redact>A</c>Iです", ["AI", "で", "す"], "AIです"),
        ("AI<c.redact>は</c>です", ["AI", "は", "で", "す"], "AIはです"),
        ("AI <c.redact>ML</c> です", ["AI ", "ML ", "で", "す"], "AI ML です"),
        ("machine\nlearning は", ["machine ", "learning ", "は"], "machine learning は"),
        ("machine\n<c.redact>learning</c>", ["machine ", "learning"], "machine learning"),
        ("私\nは", ["私", "は"], "私は"),
        ("AI\nは", ["AI", "は"], "AIは"),
        ("私は<lang en>the</lang>\n<lang en>East</lang>", ["私", "は", "the", "East"], "私はthe East"),
        ("<lang en>the East</lang>\nは", ["the", "East", "は"], "the Eastは"),
        ("<lang en>un<c.redact>seen</c> it</lang>", ["unseen", "it"], "unseen it"),
    ],
)
def test_what_a_person_wrote_has_its_spaces(text: str, words: list[str], line: str) -> None:
    document = read(f"WEBVTT\n\n00:01.000 --> 00:03.000\n{text}\n")
    assert [word.text for word in document.words] == words
    assert joined(document.words, "ja") == line
