"""What comes back late, or from two copies of one file, comes in whole."""

import shutil
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from tests.transcript.review.cases import all_that_is_kept, begun, machine, receive, sent, updated, with_words

from radkind_pod.errors import NeedsPerson
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.confirmed import confirmed
from radkind_pod.transcript.review.conflicts import conflicts
from radkind_pod.transcript.review.document import document_of, transcript_of
from radkind_pod.transcript.review.saving import history
from radkind_pod.transcript.review.versions import is_kept

COPIES = ("a" * 16, "b" * 16, "c" * 16)


def text(case: Case) -> str:
    return case.folder.transcript.read_text(encoding="utf-8")


def forked(case: Case, version: str, one: dict[int, str], two: dict[int, str]) -> list[bytes]:
    """A file, and what two places made of it that both opened it: each goes on as a copy of its own."""
    changes = ({1: "first"}, {1: "first"} | one, {1: "first"} | two)
    return [
        sent(case, version, changed, "Ama", copy=copy, revision=revision)
        for changed, copy, revision in zip(changes, COPIES, (3, 9, 4), strict=True)
    ]


def autosave(case: Case, version: str, expected: str | None, number: int) -> str:
    """One of the savings of somebody who types in the editor."""
    document = case.given(version).document
    first, *others = document.words
    now = with_words(document, [replace(first, text=f"typed{number}"), *others])
    return case.save(version, now, expected, "Bo", "sitting")


@pytest.mark.parametrize("order", [(1, 2), (2, 1), *permutations(range(3))])
def test_two_copies_of_one_file_that_went_on_differently_both_come_in(tmp_path: Path, order: tuple[int, ...]) -> None:
    """Neither is taken for an older state of the other, whichever has more changes and whichever comes first."""
    case = begun(tmp_path, machine())
    files = forked(case, case.begin().version, {6: "one"}, {11: "two"})
    for number in order:
        receive(case, files[number])
    assert [word for word in ("first", "one", "two") if text(case).count(word) != 1] == []
    assert conflicts(case.folder) == ()


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_two_copies_that_changed_the_same_word_are_both_kept(tmp_path: Path, order: tuple[int, int]) -> None:
    case = begun(tmp_path, machine())
    files = forked(case, case.begin().version, {2: "one"}, {2: "two"})
    for number in order:
        receive(case, files[number])
    (conflict,) = conflicts(case.folder)
    here, other = (" ".join(w.text for b in blocks for w in b.words) for blocks in (conflict.here, conflict.other))
    assert {"one", "two"} == {name for name in ("one", "two") if f"first {name}" in f"{here} {other}"}
    assert here in " ".join(text(case).split())


def test_an_autosave_from_which_a_pack_was_made_is_never_forgotten(tmp_path: Path) -> None:
    """Of autosaves close to each other only some are kept: that one is, however many come after it."""
    case = begun(tmp_path, machine())
    version = case.begin().version
    saved = autosave(case, version, None, 0)
    for number in range(1, 4):
        saved = autosave(case, version, saved, number)
    packed = case.begin().version
    assert packed == saved
    data = sent(case, packed, {20: "late"}, "Ama")
    for number in range(4, 9):
        saved = autosave(case, version, saved, number)
    assert not all(is_kept(case.folder, entry.version) for entry in history(case.folder))
    for step in range(2):
        updated(case, step)
    receive(case, data)
    assert [word for word in ("late", "typed8") if word not in all_that_is_kept(case)] == []


def test_corrections_of_the_draft_come_in_while_either_it_or_the_kept_version_is_there(tmp_path: Path) -> None:
    case = begun(tmp_path, machine())
    version = case.begin().version
    one, two = sent(case, version, {1: "one"}, "Ama"), sent(case, version, {20: "two"}, "Bo")
    shutil.rmtree(case.folder.versions)
    receive(case, one)
    receive(Case(case.folder, "en"), two)
    assert "one" in text(case)
    assert "two" in text(case)
    shutil.rmtree(case.folder.versions)
    with pytest.raises(NeedsPerson, match="from which this was made"):
        receive(Case(case.folder, "en"), sent(case, version, {30: "three"}, "Cy"))


def test_only_places_that_were_shown_are_taken_as_right(tmp_path: Path) -> None:
    """An id that stands for no place of the version that was given is passed over, and the rest comes in."""
    heard = machine()
    words = [replace(w, probability=0.2 if w.text in ("word012", "word213") else 0.9) for w in document_of(heard).words]
    case = begun(tmp_path, transcript_of(with_words(document_of(heard), words)))
    given = case.begin()
    first, second = (place.id for place in case.places(given.reviewed.document))
    receive(case, sent(case, given.version, {1: "typed"}, "Ama", confirmed=[second, "nowhere", first[::-1]]))
    assert [(place.id, place.text) for place in confirmed(case.folder)] == [(second, "word213")]
    assert "typed" in text(case)
