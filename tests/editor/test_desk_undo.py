"""What is undone at the desk is undone on the disk, and an answer that was lost does nothing twice."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.editor.samples import body, region, said, save, texts

from radkind_pod.editor.desk import Desk
from radkind_pod.model.plain import to_json
from radkind_pod.model.review import Block, Conflict
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.confirmed import confirmed
from radkind_pod.transcript.review.conflicts import add, conflicts, settle, settled
from radkind_pod.transcript.review.saving import ChangedUnderneath, history
from radkind_pod.transcript.stages import Draft

AS_IT_WAS = "So it rained </script><b> all day."


@pytest.fixture
def draft_only(case: Case, material: Any, facts: Any, tmp_path: Path) -> Desk:
    """The same review, when nobody has saved anything yet."""
    draft = Draft(tmp_path / "draft.json", tmp_path / "draft.vtt")
    draft.record.write_text(to_json(material.machine), encoding="utf-8", newline="\n")
    case.folder.transcript.rename(draft.vtt)
    return Desk(replace(case, draft=draft), facts)


@pytest.mark.parametrize("kind", ["desk", "draft_only"])
def test_what_is_undone_after_a_lost_answer_is_taken_back_once(
    kind: str, request: pytest.FixtureRequest, case: Case
) -> None:
    desk = request.getfixturevalue(kind)
    state = desk.open()
    assert (state["disk_version"] is None) == (kind == "draft_only")
    save(desk, state, state["disk_version"], regions=[region(state, 3, 13, "snowed", 14, 15)])
    told = save(desk, state, state["disk_version"], revision=2)
    assert texts(case)[3] == AS_IT_WAS
    assert told == desk.open()["disk_version"]
    save(desk, state, told, regions=[region(state, 3, 13, "poured", 15)], revision=3)
    assert texts(case)[3] == "So poured rained"


def test_a_change_that_was_sent_again_is_there_once(desk: Desk, case: Case) -> None:
    state = desk.open()
    changed = [region(state, 3, 13, "snowed", 14, 15)]
    versions = {save(desk, state, state["disk_version"], regions=changed) for _ in range(3)}
    assert texts(case)[3] == "So snowed it rained"
    assert len(versions) == 1


def test_putting_together_twice_is_as_good_as_once(desk: Desk, case: Case) -> None:
    state = desk.open()
    save(desk, state, state["disk_version"], regions=[region(state, 3, "Theirs.")], copy="f" * 16)
    changed = [region(state, 1, 8, "indeed", 9, 10), region(state, 3, "Mine.")]
    sent = desk.read(body(state, state["disk_version"], regions=changed))
    first, second = desk.merge(sent), desk.merge(sent)
    assert (first.version, texts(case)[1]) == (second.version, "Well, indeed that unrepeatable")
    assert len(conflicts(case.folder)) == 1


def test_an_undo_after_a_lost_answer_and_a_change_by_another_is_put_together_with_it(desk: Desk, case: Case) -> None:
    """What the page and the disk had in common last is what the page saved, though it was never told so."""
    state = desk.open()
    save(desk, state, state["disk_version"], regions=[region(state, 3, "Mine.")])
    other = desk.open()
    save(desk, other, other["disk_version"], regions=[region(other, 1, "Theirs.")], copy="f" * 16)
    with pytest.raises(ChangedUnderneath):
        save(desk, state, state["disk_version"], revision=2)
    desk.merge(desk.read(body(state, state["disk_version"], revision=2)))
    assert (texts(case)[1], texts(case)[3]) == ("Theirs.", AS_IT_WAS)


@pytest.mark.parametrize("more", [{}, {"regions": 1}])
def test_it_is_right_can_be_undone_on_the_disk(unsure: Desk, case: Case, more: dict[str, Any]) -> None:
    """Whether anything else was changed too or not."""
    state = unsure.open()
    (place,) = state["places"]
    changed = {"regions": [region(state, 1, "Else.")]} if more else {}
    version = save(unsure, state, state["disk_version"], confirmed=[place["id"]], **changed)
    assert [one.id for one in confirmed(case.folder)] == [place["id"]]
    save(unsure, state, version, revision=2, **changed)
    assert confirmed(case.folder) == ()
    assert unsure.open()["confirmed"] == []


def test_a_choice_between_two_versions_can_be_undone_on_the_disk_and_made_anew(desk: Desk, case: Case) -> None:
    """What somebody else chose meanwhile stays chosen."""
    here, other = (Block("Ama Mensah", said(text, 30_000)) for text in ("So it rained", "So it poured"))
    two = [Conflict(name, 30_000, 31_400, (here,), (other,)) for name in ("c1", "c2")]
    add(case.folder, two)
    state = desk.open()
    version = save(desk, state, state["disk_version"], settled=[{"id": "c1", "chose": "here"}])
    settle(case.folder, "c2", "other", "Tom")
    version = save(desk, state, version, revision=2)
    assert ([one.id for one in conflicts(case.folder)], [one.by for one in settled(case.folder)]) == (["c1"], ["Tom"])
    save(desk, state, version, settled=[{"id": "c1", "chose": "other"}], revision=3)
    assert [(one.conflict.id, one.chose) for one in settled(case.folder)] == [("c2", "other"), ("c1", "other")]


def test_a_name_that_is_typed_last_is_saved(desk: Desk, case: Case) -> None:
    """Nothing else is new: the words were saved without a name."""
    state = desk.open()
    changed = [region(state, 3, "Mine.")]
    version = save(desk, state, state["disk_version"], regions=changed, by="")
    save(desk, state, version, regions=changed, by="Amina", revision=2)
    document = case.read(case.folder.transcript.read_bytes()).document
    assert [(credit.kind, credit.name) for credit in document.credits] == [("editing", "Amina")]
    assert [e.by for e in history(case.folder) if e.what == "saved"] == ["Amina", None]
