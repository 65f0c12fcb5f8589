"""Texts as programs write them, read back."""

from base64 import b64encode

import pytest

from radkind_pod.publish.gate.encodings import hidden_bytes, texts_in, unescaped


@pytest.mark.parametrize(
    "written",
    [
        "Zo&euml;",
        "Zo&amp;#235;",
        "Zo%C3%AB",
        "Zo%25C3%25AB",
        r"Zo\u00eb",
        r"Zo\xeb",
        r"Zo\u{eb}",
        r"Zo\eb ",
        "Zo=C3=AB",
        "ZoÃ«",
        "Zo\\u00c3\\u00ab",
    ],
)
def test_every_writing_is_read(written: str) -> None:
    assert any("Zo\xeb" in reading for reading in unescaped(written))


def test_a_text_without_escapes_is_read_once() -> None:
    assert unescaped("It is 20 % of a < b & c.") == ["It is 20 % of a < b & c."]


def test_only_lines_that_differ_are_read_again() -> None:
    best, other = unescaped("one\ntwo\nthree %41\nfour\nfive")
    assert best == "one\ntwo\nthree A\nfour\nfive"
    assert other == "\ntwo\nthree %41\nfour\n"


@pytest.mark.parametrize("ahead", ["", "x", "xy", "xyz"])
def test_base64_is_read_wherever_it_begins(ahead: str) -> None:
    runs = hidden_bytes(ahead + b64encode(b"Hello there").decode())
    assert any("Hello there" in text for _, raw in runs for text, _ in texts_in(raw))


def test_broken_lines_of_base64_are_one() -> None:
    packed = b64encode(b"x" * 55 + b"Hello there" + b"y" * 20).decode()
    text = f"{packed[:76]}\n{packed[76:]}"
    assert any(b"Hello there" in raw for _, raw in hidden_bytes(text))


def test_words_are_not_taken_for_base64() -> None:
    assert list(hidden_bytes("Some words, CAPITALS and Hyphenated-words.")) == []
