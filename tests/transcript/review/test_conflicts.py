"""Two versions of a passage stay until a person chooses, and what was chosen stays chosen."""

import pytest

from radkind_pod.errors import NeedsPerson, SourceError
from radkind_pod.model.review import Block, Conflict
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.conflicts import add, conflicts, settle, settled
from radkind_pod.transcript.review.folder import ReviewFolder


def conflict(name: str, at: int = 0) -> Conflict:
    here = (Block("Ama", (Word("bus", at, at + 100, 0.5, "cy", ("cut",), estimated=True),), "A title"),)
    return Conflict(name, at, at + 100, here, (Block(None, (Word("us", at, at + 100),)),), None, "Tom")


def test_conflicts_are_kept_whole_once_and_in_order(folder: ReviewFolder) -> None:
    late, early = conflict("c1", 5000), conflict("c2", 100)
    assert add(folder, [late, early, late]) == (late, early)
    assert add(folder, [late]) == ()
    assert conflicts(folder) == (early, late)


def test_one_that_was_settled_is_written_down_and_does_not_come_back(folder: ReviewFolder) -> None:
    add(folder, [conflict("c1"), conflict("c2")])
    assert settle(folder, "c1", "other", "Amina") == conflict("c1")
    assert settle(folder, "c1", "other", "Tom") == conflict("c1")
    assert add(folder, [conflict("c1")]) == ()
    assert conflicts(folder) == (conflict("c2"),)
    assert [(one.conflict.id, one.chose, one.by) for one in settled(folder)] == [("c1", "other", "Amina")]


def test_one_that_is_not_there_or_was_settled_the_other_way_is_told(folder: ReviewFolder) -> None:
    add(folder, [conflict("c1")])
    settle(folder, "c1", "here", "Amina")
    with pytest.raises(NeedsPerson, match="settled the other way, by Amina"):
        settle(folder, "c1", "other", "Tom")
    with pytest.raises(NeedsPerson, match="there are no two versions of a passage with the name 'c9'"):
        settle(folder, "c9", "other", "Tom")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "<<<<<<< HEAD", '{"open": 5}', '{"open": [{"id": 1}]}', "[" * 100_000, "\xff"]
)
def test_a_damaged_file_is_told_and_left_alone(folder: ReviewFolder, text: str) -> None:
    add(folder, [conflict("c1")])
    folder.conflicts.write_bytes(text.encode("latin-1"))
    for work in (lambda: conflicts(folder), lambda: add(folder, [conflict("c2")])):
        with pytest.raises(SourceError, match="this file can't be read any more"):
            work()
    assert folder.conflicts.read_bytes() == text.encode("latin-1")
