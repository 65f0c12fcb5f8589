"""Files of other programs and services are read for what they say; what can't be read is named, with what to do."""

import codecs
from pathlib import Path

import pytest
from tests.transcript.exchange.samples import TALK, exported, returned, talk

from radkind_pod.errors import SourceError
from radkind_pod.transcript.exchange import Returned, as_document, read_returned

SAID = [("Ama Mensah", 3000, "Good morning to you."), ("Ben Okri", 65_000, "Thank you. It is 10:30 now.")]


def said(file: Returned) -> list[tuple[str | None, int | None, str]]:
    return [(block.speaker, block.start_ms, " ".join(block.text.split())) for block in file.blocks]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:03] Ama Mensah: Good morning to you.\n\n[00:01:05] Ben Okri: Thank you. It is 10:30 now.\n",
        "00:00:03 Ama Mensah\nGood morning to you.\n\n00:01:05 Ben Okri\nThank you. It is 10:30 now.\n",
        "00:00:03 Ama Mensah\n\nGood morning to you.\n\n00:01:05 Ben Okri\n\nThank you. It is 10:30 now.\n",
        "Ama Mensah 0:03\nGood morning to you.\n\nBen Okri 1:05\nThank you. It is 10:30 now.\n",
        "Ama Mensah (00:03):\nGood morning to you.\n\nBen Okri (01:05):\nThank you. It is 10:30 now.\n",
        "Ama Mensah: [00:00:03] Good morning to you.\nBen Okri: [00:01:05] Thank you. It is 10:30 now.\n",
        "00:00:03\nAma Mensah\nGood morning to you.\n00:01:05\nBen Okri\nThank you. It is 10:30 now.\n",
        "0:03\tAma Mensah\tGood morning to you.\n1:05\tBen Okri\tThank you. It is 10:30 now.\n",
        "(00:00:03) Ama Mensah: Good morning to you.\r\n(00:01:05) Ben Okri: Thank you. It is 10:30 now.\r\n",
        "00:03 - 00:09 Ama Mensah: Good morning to you.\n01:05 - 01:09 Ben Okri: Thank you. It is 10:30 now.\n",
    ],
)
def test_times_and_names_are_read_as_services_write_them(text: str) -> None:
    assert said(returned(text, "txt")) == SAID


def test_names_in_lines_of_their_own_are_names() -> None:
    text = "Ama Mensah:\nGood morning to you.\n\nBen Okri:\nThank you. It is 10:30 now.\n"
    assert [(name, words) for name, _, words in said(returned(text, "txt"))] == [(n, w) for n, _, w in SAID]


def test_words_that_look_like_times_stay_words() -> None:
    text = "10:30 is when we met.\n\nIt was a Monday, and nobody was there.\n\nWe left again."
    assert said(returned(text, "txt"))[0] == (None, None, "10:30 is when we met.")


def test_markdown_of_other_programs_loses_its_signs_and_no_words() -> None:
    text = (
        "# Talk\n\n## One\n\n**Ama Mensah**: Good *morning* to [you](https://a.example).\n\n"
        "> __Ben:__ 2 * 3 is <b>6</b>  \nor so\n"
    )
    file = returned(text, "md")
    assert [(b.speaker, " ".join(b.text.split()), b.heading) for b in file.blocks] == [
        ("Ama Mensah", "Good morning to you.", "One"),
        ("Ben", "2 * 3 is 6 or so", None),
    ]


def test_subrip_of_other_programs_is_read() -> None:
    text = (
        "\ufeff1\r\n00:00:03,000 --> 00:00:05.50\r\n{\\an8}<i>Good morning</i>\r\n<font color='red'>to you.</font>\r\n"
        "\r\n"
        "7\r\n0:01:05,000 --> 0:01:07,000 X1:40\r\nBen Okri: It&apos;s\r\n\r\n42\r\n\r\n"
        "8\r\n00:01:08,000 --> 00:01:09,000\r\n- Yes?\r\n- No.\r\n"
    )
    assert said(returned(text, "srt")) == [
        (None, 3000, "Good morning to you."),
        ("Ben Okri", 65_000, "It's 42"),
        (None, 68_000, "Yes? No."),
    ]


def test_webvtt_of_other_programs_is_read() -> None:
    text = (
        "WEBVTT - made elsewhere\nKind: captions\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnothing\n\n"
        "one\n00:03.000 --> 00:05.000 align:start position:0%\n"
        "<v.loud Ama Mensah>Good &amp; morning</v> <v Ben>to <b>you</b>\n\n"
        "two\n00:02.000 --> 00:06.000\n<v Ben>Sorry\n"
    )
    assert said(returned(text, "vtt")) == [
        ("Ama Mensah", 3000, "Good & morning"),
        ("Ben", 3000, "to you"),
        ("Ben", 2000, "Sorry"),
    ]


def test_captions_that_roll_up_say_each_line_once() -> None:
    text = (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n \ngood<00:00:00.500><c> morning</c><00:00:01.000><c> to</c>\n\n"
        "00:00:02.000 --> 00:00:02.010\ngood morning to\n \n\n"
        "00:00:02.010 --> 00:00:04.000\ngood morning to\nyou<00:00:02.500><c> all</c>\n\n"
        "00:00:04.000 --> 00:00:04.010\nyou all\n \n"
    )
    assert " ".join(" ".join(block.text.split()) for block in returned(text, "vtt").blocks) == "good morning to you all"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Adé — “so”".encode("cp1252"), "Adé — “so”"),
        ("Adé — so".encode("utf-16"), "Adé — so"),
        (codecs.BOM_UTF16_BE + "Adé — so".encode("utf-16-be"), "Adé — so"),
        ("Adé is here, and so are you, and everybody else whom we know from before".encode("utf-16-le"), None),
        (codecs.BOM_UTF8 + "Adé".encode(), "Adé"),
    ],
)
def test_text_is_read_in_the_encodings_of_windows(data: bytes, expected: str | None) -> None:
    text = returned(data, "txt").blocks[0].text
    assert text == expected if expected else text.startswith("Adé is here")


def test_a_guessed_encoding_is_told() -> None:
    assert "Windows-1252" in returned("Adé".encode("cp1252"), "txt").notes[0]


def test_lines_that_a_mail_program_has_broken_are_put_together() -> None:
    long = talk(*((name, "This is what somebody said at some length for once and for all. " * 4) for name in "ABC"))
    text = exported(long, "txt").decode()
    broken = "\n\n".join(_folded(part) for part in text.split("\n\n"))
    assert as_document(returned(broken, "txt"), long) == long


def _folded(text: str) -> str:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > 70:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "files that end with .doc can't be read"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument" * 9, "an old Word"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        ("a.docx", b"%PDF-1.7 ...", "a PDF"),
        ("a.docx", rb"{\rtf1 Hello}", "RTF"),
        ("a.docx", b"Hello, I am text", "no Word document"),
        ("a.docx", b"PK\x03\x04" + b"\1" * 100, "damaged"),
        ("a.txt", b"PK\x03\x04" + b"\1" * 100, "Name it .docx"),
        ("a.txt", b"Hello\0\1\2\3 there, what is this, and who are you, then?", "no text file"),
        ("a.txt", b"x" * 2_000_001, "far more than any transcript"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n \xef\xbb\xbf ", "no text in it"),
        ("a.txt", b"\x81\x8d\xe9", "UTF-8"),
        ("a.srt", b"Hello there", "no times like"),
        ("a.srt", b"1\n00:0x:01,000 --> 00:00:02,000\nHello\n", "should hold two times"),
        ("a.srt", b"Hello you\nthere\n\n1\n00:00:01,000 --> 00:00:02,000\nHello\n", "no times above it"),
        ("a.json", b"{}", "files that end with .json"),
        ("a", b"Hello", "files without an ending"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(name: str, data: bytes, message: str) -> None:
    with pytest.raises(SourceError) as raised:
        read_returned(name, data, Path(name))
    assert message in str(raised.value)
    assert str(raised.value).startswith(name)


def test_a_broken_time_is_named_with_its_line() -> None:
    with pytest.raises(SourceError) as raised:
        returned("1\n00:00:01,000 --> 00:00:02,000\nYes\n\n2\n00:00:03,000 --> soon\nNo\n", "srt")
    assert raised.value.line == 6


def test_a_title_is_no_chapter_and_a_stamp_no_text() -> None:
    file = returned(exported(TALK, "md"), "md")
    assert file.blocks[0].heading == "A kitchen for forty"
    assert "radkind-pod" not in file.blocks[-1].text


@pytest.mark.parametrize("kind", ["txt", "md", "srt", "vtt"])
@pytest.mark.parametrize("sign", [" ", "*a ", "[a](", "<!--", "<v ", "[", "a: ", "- ", "radkind-pod "])
def test_no_run_of_signs_takes_long_to_read(kind: str, sign: str) -> None:
    """Of patterns that go back and forth, one would take minutes here."""
    top = "1\n00:00:01,000 --> 00:00:02,000\nx" if kind in {"srt", "vtt"} else "x"
    assert returned(top + sign * (60_000 // len(sign)) + "x", kind).blocks
