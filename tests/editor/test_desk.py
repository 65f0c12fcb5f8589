"""What a person does at the desk reaches the transcript, and nothing that another one did is lost."""

import json
from typing import Any

import pytest
from tests.editor.samples import body, corrections, region, said, save, texts

from radkind_pod.editor.desk import Desk
from radkind_pod.errors import PodError, Refused, SourceError
from radkind_pod.model.review import Block, Conflict
from radkind_pod.transcript.review.confirmed import confirmed
from radkind_pod.transcript.review.conflicts import add, conflicts, settled
from radkind_pod.transcript.review.saving import ChangedUnderneath, history
from radkind_pod.transcript.wording import joined


def test_a_correction_is_in_the_transcript_with_who_made_it(desk: Desk, case: Any) -> None:
    state = desk.open()
    version = save(desk, state, state["disk_version"], regions=[region(state, 3, 13, "snowed", 15)])
    assert texts(case)[3] == "So snowed rained"
    document = case.read(case.folder.transcript.read_bytes()).document
    assert [(credit.kind, credit.name) for credit in document.credits] == [("editing", "Amina")]
    again = desk.open()
    assert (again["version"], again["disk_version"]) == (version, version)
    assert [(e.what, e.by) for e in history(case.folder) if e.what != "given"] == [("saved", "Amina"), ("found", None)]


def test_each_save_is_relative_to_the_page_and_takes_back_what_the_page_took_back(desk: Desk, case: Any) -> None:
    state = desk.open()
    first = save(desk, state, state["disk_version"], regions=[region(state, 3, "One")])
    second = save(desk, state, first, regions=[region(state, 1, "Two")], revision=2)
    assert texts(case)[1:] == ["Two", "In Kirkcudbright,", "So it rained </script><b> all day."]
    save(desk, state, second, revision=3)
    assert texts(case)[1] == "Well, that unrepeatable"


def test_a_page_without_changes_writes_nothing(desk: Desk, case: Any) -> None:
    before = case.folder.transcript.read_bytes()
    state = desk.open()
    assert save(desk, state, state["disk_version"]) == state["disk_version"]
    assert case.folder.transcript.read_bytes() == before


def test_what_somebody_else_saved_is_not_written_over(desk: Desk, case: Any) -> None:
    state = desk.open()
    theirs = save(desk, state, state["disk_version"], regions=[region(state, 1, "Theirs")], copy="f" * 16)
    with pytest.raises(ChangedUnderneath) as caught:
        save(desk, state, state["disk_version"], regions=[region(state, 3, "Mine")])
    assert caught.value.current == theirs
    assert texts(case)[1] == "Theirs"


def test_two_pages_are_put_together(desk: Desk, case: Any) -> None:
    state = desk.open()
    save(desk, state, state["disk_version"], regions=[region(state, 1, "Theirs")], copy="f" * 16)
    sent = desk.read(body(state, state["disk_version"], regions=[region(state, 3, "Mine")]))
    merged = desk.merge(sent)
    assert (texts(case)[1], texts(case)[3], merged.conflicts) == ("Theirs", "Mine", 0)
    assert desk.open()["disk_version"] == merged.version


def test_the_same_sentence_changed_twice_is_there_in_both_versions(desk: Desk, case: Any) -> None:
    state = desk.open()
    save(desk, state, state["disk_version"], regions=[region(state, 3, "Theirs.")], copy="f" * 16, by="Tom")
    merged = desk.merge(desk.read(body(state, state["disk_version"], regions=[region(state, 3, "Mine.")])))
    assert (texts(case)[3], merged.conflicts) == ("Theirs.", 1)
    (conflict,) = desk.open()["conflicts"]
    assert (conflict["here"], conflict["other"], conflict["other_by"]) == ("Theirs.", "Mine.", "Amina")


def test_what_the_page_had_saved_and_took_back_since_is_taken_back_by_a_merge(desk: Desk, case: Any) -> None:
    """The last version in common is the one that this page saved, even if another program wrote over it."""
    state = desk.open()
    saved = save(desk, state, state["disk_version"], regions=[region(state, 3, "First thought.")])
    text = case.folder.transcript.read_text(encoding="utf-8").replace("market", "station")
    case.folder.transcript.write_text(text, encoding="utf-8", newline="\n")
    merged = desk.merge(desk.read(body(state, saved, revision=2, regions=[region(state, 1, "Well.")])))
    assert texts(case)[0].endswith("to the station.")
    assert (texts(case)[1], texts(case)[3]) == ("Well.", "So it rained </script><b> all day.")
    assert merged.conflicts == 0


def test_who_never_got_the_answer_may_go_on_saving(desk: Desk, case: Any) -> None:
    """Its own last saving is no change by somebody else."""
    state = desk.open()
    save(desk, state, state["disk_version"], regions=[region(state, 3, "One")])
    save(desk, state, state["disk_version"], regions=[region(state, 3, "One", "two")], revision=2)
    assert texts(case)[3] == "One two"


def test_confirmed_places_and_settled_conflicts_are_written_down(desk: Desk, case: Any) -> None:
    here, other = (Block("Ama Mensah", said(text, 30_000)) for text in ("So it rained", "So it poured"))
    add(case.folder, [Conflict("c1", 30_000, 31_400, (here,), (other,))])
    state = desk.open()
    assert state["places"] == []
    version = save(
        desk, state, state["disk_version"], settled=[{"id": "c1", "chose": "here"}, {"id": "gone", "chose": "other"}]
    )
    assert (conflicts(case.folder), [one.chose for one in settled(case.folder)]) == ((), ["here"])
    save(desk, state, version, settled=[{"id": "c1", "chose": "other"}], revision=2, confirmed=["nowhere"])
    assert [one.chose for one in settled(case.folder)] == ["here"]
    assert confirmed(case.folder) == ()


def test_a_place_that_is_confirmed_is_remembered(unsure: Desk, case: Any) -> None:
    """A person finds the doubted word right, and the next page says so."""
    state = unsure.open()
    (place,) = state["places"]
    assert (place["from"], place["to"], state["confirmed"]) == (15, 16, [])
    save(unsure, state, state["disk_version"], confirmed=[place["id"]])
    assert [(one.id, one.text, one.by) for one in confirmed(case.folder)] == [(place["id"], "rained", "Amina")]
    assert unsure.open()["confirmed"] == [place["id"]]


def hostile(state: dict[str, Any]) -> dict[str, bytes]:
    version = state["disk_version"]

    def wrong(**changed: Any) -> bytes:
        return body(state, version, **changed)

    sent = corrections(state)
    return {
        "nothing": b"",
        "no object": b"[]",
        "null": b"null",
        "no JSON": b"\xff\xfe",
        "half": body(state, version)[:-9],
        "deep": b'{"expected":' + b"[" * 100_000,
        "long number": b'{"expected":' + b"9" * 100_000 + b"}",
        "infinity": b'{"expected":NaN,"corrections":{}}',
        "twice": b'{"expected":null,"expected":null}',
        "no corrections": json.dumps({"expected": version}).encode(),
        "a list of corrections": json.dumps({"expected": version, "corrections": [sent]}).encode(),
        "more": json.dumps({"expected": version, "corrections": sent, "path": "/etc/passwd"}).encode(),
        "expected is a path": json.dumps({"expected": "../" * 20 + "etc/passwd", "corrections": sent}).encode(),
        "expected is a number": json.dumps({"expected": 5, "corrections": sent}).encode(),
        "too large": b" " * 10_000_001,
        "another episode": wrong(episode="another"),
        "a path as episode": wrong(episode="../../etc"),
        "another pack": wrong(pack="0" * 16),
        "another version": wrong(version="0" * 64),
        "a version with a path": wrong(version="../" + "0" * 61),
        "a part": wrong(part=1),
        "withheld": wrong(withheld=True),
        "another format": wrong(format="something"),
        "a newer schema": wrong(schema=2),
        "a region inside of a paragraph": wrong(regions=[{"from": 1, "to": 2, "blocks": []}]),
        "a region after the end": wrong(regions=[{"from": 10_000, "to": 10_001, "blocks": []}]),
        "a negative region": wrong(regions=[{"from": -1, "to": 8, "blocks": []}]),
        "regions over each other": wrong(regions=[region(state, 0), region(state, 0)]),
        "words that aren't there": wrong(regions=[region(state, 0, 99_999)]),
        "a true word": wrong(regions=[region(state, 0, {"i": True, "m": []})]),
        "a mark that isn't there": wrong(regions=[region(state, 0, {"t": "a", "m": ["shout"]})]),
        "a language that is markup": wrong(regions=[region(state, 0, {"t": "a", "l": "<b>"})]),
        "a very long word": wrong(regions=[region(state, 0, "a" * 20_001)]),
        "a long name": wrong(by="a" * 10_000),
        "no time": wrong(saved="yesterday"),
        "a copy that is no number": wrong(copy="<script>"),
        "confirmed is no list": wrong(confirmed={"a": 1}),
        "settled is no choice": wrong(settled=[{"id": "c1", "chose": "both"}]),
    }


def test_nothing_hostile_changes_anything(desk: Desk, case: Any) -> None:
    state = desk.open()
    before = case.folder.transcript.read_bytes()
    for name, sent in hostile(state).items():
        with pytest.raises(PodError) as caught:
            desk.save(desk.read(sent))
        assert isinstance(caught.value, SourceError | Refused), name
        assert case.folder.transcript.read_bytes() == before, name


def test_hostile_text_is_text(desk: Desk, case: Any) -> None:
    state = desk.open()
    words = ["-->", "<v", "Eve>", "\u202e\0", "&lt;c.redact&gt;", "NOTE", "WEBVTT", "\ud800", "00:00.000"]
    own = region(state, 3, *words)
    own["blocks"][0] |= {"s": "Eve\n\n1\n00:00 --> 00:01\nx", "h": "a --> b\n\nc"}
    save(desk, state, state["disk_version"], regions=[own])
    document = case.read(case.folder.transcript.read_bytes()).document
    assert len(document.blocks) == 4
    assert [block.speaker for block in document.blocks[:3]] == ["Ama Mensah", "Tom", "Thaddeus"]
    assert not any(word.marks for word in document.blocks[3].words)
    assert "<v Eve>" in joined(document.blocks[3].words, "en-gb")
