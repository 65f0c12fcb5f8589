"""Every place in transcript.vtt where a word still stands that is to be taken out everywhere, with its line."""

from pathlib import Path

from radkind_pod.transcript.everywhere import banned
from radkind_pod.transcript.reviewed import parse_reviewed
from radkind_pod.transcript.unmarked import CREDIT, HEADING, LABEL, SAID, SPEAKER, unmarked

FILE = Path("transcript.vtt")


def places(text: str, language: str = "en") -> list[tuple[int, str, str]]:
    data = text.encode()
    read = parse_reviewed(data, FILE, language)
    words = banned(read.document.words, language)
    return [(one.line, one.word.text, one.what) for one in unmarked(data, read.transcript, words)]


def test_all_places_are_told_at_once_each_with_its_line() -> None:
    text = """WEBVTT

NOTE radkind-pod
clock: recording
corrected by: Zed Quill

NOTE chapter
What Zed saw

1
00:01.000 --> 00:03.000
<v Jo>I met <c.redact.everywhere>Zed</c>,
and zed's
brother.

00:04.000 --> 00:06.000
<v Zed Quill>Yes, <c.cut>Zed</c> and <c.redact.with_Zed>Bo</c>,

00:06.000 --> 00:08.000
<v Zed Quill>or <i>Z<b>e</b>d</i>?
"""
    assert places(text) == [
        (5, "zed", CREDIT),
        (8, "zed", HEADING),
        (13, "zed", SAID),
        (17, "zed", LABEL),
        (17, "zed", SPEAKER),
        (20, "zed", SAID),
    ]


def test_line_ends_and_a_tag_over_a_lines_end_do_not_move_the_lines() -> None:
    text = (
        "WEBVTT\r\n\r\n00:01.000 --> 00:03.000\r\n<v\r\nJo>I am\r\n<c.redact.everywhere>Zed</c>\r\n"
        "not <c.yellow\r\n.bold>him</c>\r\nbut Zed.\r\n"
    )
    assert places(text) == [(9, "zed", SAID)]


def test_who_is_heard_in_withheld_words_alone_is_not_named_and_so_no_place() -> None:
    said = "00:01.000 --> 00:03.000\n<v Zed><c.redact.everywhere>Zed</c>\n\n00:04.000 --> 00:05.000\n<v Jo>Hello\n"
    text = f"WEBVTT\n\n{said}"
    assert places(text) == []


def test_a_name_that_goes_from_one_caption_into_the_next_is_found_where_it_begins() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:03.000\n<c.redact.everywhere>Anna-Maria</c> and Anna\n\n"
        "00:03.000 --> 00:04.000\nMaria\n"
    )
    assert places(text) == [(4, "anna maria", SAID)]


def test_without_spaces_the_line_is_that_of_the_captions_first_words() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\n<c.redact.everywhere>李明</c>去了\n\n00:03.000 --> 00:04.000\n是李明。\n"
    assert places(text, "zh") == [(7, "李明", SAID)]
