"""Chapters from the namespace's JSON, and from times in the notes."""

import json

import pytest

from radkind_pod.model.release import Chapter
from radkind_pod.sources.feed_import.chapter_files import (
    chapters_in_json,
    listed_chapters,
    pictures_in_json,
    told_of_json,
)


def test_silent_and_broken_chapters_are_passed_over() -> None:
    listed = [
        {"startTime": 60.5, "title": "B", "url": "https://b.example"},
        {"startTime": 0, "title": "A", "img": "https://b.example/a.jpg"},
        {"startTime": 30, "title": "silent", "toc": False},
        {"startTime": "soon", "title": "x"},
        {"startTime": 40},
    ]
    data = json.dumps({"version": "1.2.0", "chapters": listed}).encode()
    assert chapters_in_json(data) == (Chapter(0, "A"), Chapter(60_500, "B", "https://b.example"))
    assert pictures_in_json(data) == 1


@pytest.mark.parametrize("data", [b"", b"[]", b'{"chapters": 1}', b'{"chapters": [1]}', b"\xff", b"[" * 100_000])
def test_what_is_no_chapters_file_is_none(data: bytes) -> None:
    assert chapters_in_json(data) is None


def test_times_in_notes_are_chapters() -> None:
    text = "About\n00:00 Welcome\n(12:30) How it began\n1:02:03.5 - Tea\nBye"
    assert listed_chapters(text) == (Chapter(0, "Welcome"), Chapter(750_000, "How it began"), Chapter(3_723_500, "Tea"))


@pytest.mark.parametrize("text", ["0:00 a\n1:00 b", "0:10 a\n1:00 b\n2:00 c", "0:00 a\n2:00 b\n1:00 c", ""])
def test_too_few_times_or_a_late_beginning_or_disorder_is_no_list(text: str) -> None:
    assert listed_chapters(text) == ()


def test_times_written_as_text_are_read_and_the_rest_is_told() -> None:
    listed = [
        {"startTime": "0", "title": "A", "url": "javascript:x"},
        {"startTime": "1:30", "title": "B" * 300},
        {"startTime": "soon", "title": "C"},
    ]
    data = json.dumps({"chapters": listed}).encode()
    assert [chapter.start_ms for chapter in chapters_in_json(data) or ()] == [0, 90_000]
    told = " ".join(told_of_json(data))
    assert [word for word in ("1 entries", "1 titles", "javascript:x") if word not in told] == []


@pytest.mark.parametrize(
    "shape",
    ["{t} {n}", "- {t} {n}", "\u2022 {t} - {n}", "{n} {t}", "\u2022 {n} ({t})", "\u3010{t}\u3011{n}", "{t}~ {n}"],
)
def test_lists_of_chapters_have_many_shapes(shape: str) -> None:
    text = "\n".join(shape.format(t=time, n=name) for time, name in (("0:00", "a"), ("1:00", "b"), ("1:02:00", "c")))
    assert listed_chapters(text) == (Chapter(0, "a"), Chapter(60_000, "b"), Chapter(3_720_000, "c"))
