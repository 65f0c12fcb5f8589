"""What was decoded is on the disk as soon as it is known, and is read again after any interruption."""

from pathlib import Path

import pytest

from radkind_pod.transcript.listening.decoder import Decoded, Spoken
from radkind_pod.transcript.listening.journal import Journal

ONE = Decoded((Spoken(" Solé,", 0.5, 1.0, 0.9), Spoken(" hello", 1.0, 1.5, 0.25)), -0.25, 0.125, ended=False)
TWO = Decoded((), -1.5, 0.5)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def test_what_was_set_is_there_for_the_next(file: Path) -> None:
    Journal(file, "a").update({"0-10": ONE, "10-20": TWO})
    assert dict(Journal(file, "a")) == {"0-10": ONE, "10-20": TWO}


def test_the_journal_of_something_else_is_begun_anew(file: Path) -> None:
    Journal(file, "a")["0-10"] = ONE
    assert dict(Journal(file, "b")) == {}
    assert dict(Journal(file, "a")) == {}


def test_wherever_it_was_torn_all_whole_entries_are_there_and_it_can_go_on(file: Path) -> None:
    Journal(file, "a").update({"0-10": ONE, "10-20": TWO})
    whole = file.read_bytes()
    first, second = whole.index(b"\n") + 1, whole.index(b"\n", whole.index(b"\n") + 1) + 1
    for end in range(len(whole) + 1):
        file.write_bytes(whole[:end])
        journal = Journal(file, "a")
        assert set(journal) == {*(["0-10"] if end >= second else []), *(["10-20"] if end == len(whole) else [])}
        journal["20-30"] = ONE
        assert Journal(file, "a")["20-30"] == ONE
    assert first < second


@pytest.mark.parametrize(
    "left", [b"\0" * 40 + b"\n", b'"a"\n\0\0\n', b'"a"\n[1]\n', b'"a"\n["0-1", {}]\n', b"\xff\n", b"\n"]
)
def test_what_a_lost_disk_left_is_begun_anew(file: Path, left: bytes) -> None:
    file.write_bytes(left)
    assert dict(Journal(file, "a")) == {}
    Journal(file, "a")["0-10"] = ONE
    assert dict(Journal(file, "a")) == {"0-10": ONE}


def test_signs_that_look_like_line_ends_are_only_text(file: Path) -> None:
    odd = Decoded((Spoken(" a\u2028b\x85c\x1cd", 0.0, 1.0, 0.5),), -0.25, 0.0)
    Journal(file, "a")["0-10"] = odd
    assert dict(Journal(file, "a")) == {"0-10": odd}


def test_it_is_gone_at_the_end(file: Path) -> None:
    Journal(file, "a").end()
    assert not file.exists()
