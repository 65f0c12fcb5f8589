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


def test_it_is_gone_at_the_end(file: Path) -> None:
    Journal(file, "a").end()
    assert not file.exists()
