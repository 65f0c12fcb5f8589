"""The state holds what the page needs, and nothing that is withheld."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from tests.editor.samples import SECONDS, SECRETS, VERSION, said
from tests.transcript.review.strategies import documents

from radkind_pod.editor.hidden import hidden
from radkind_pod.editor.state import Facts, Material, Sound, pack_id, state_of
from radkind_pod.model.review import Block, Conflict, Document, Place, is_withheld
from radkind_pod.model.transcript import CHECKED, CORRECTED, Credit, Cue, Transcript, Word
from radkind_pod.transcript.review.parts import Part, parts
from radkind_pod.transcript.review.provenance import text_hash
from radkind_pod.transcript.review.withheld import view

SOUND = Sound("audio/mpeg")


def words(state: dict, name: str = "blocks") -> list[str]:
    found = [word for block in state["blocks"] for word in block["w"]] if name == "blocks" else state[name]
    return [word[0] for word in found]


def test_all_of_it_for_the_one_who_may_see_it(facts: Facts, material: Material) -> None:
    state = state_of(facts, material, mode="server", sound=SOUND)
    assert (state["mode"], state["withheld"], state["part"], state["version"]) == ("server", False, None, VERSION)
    assert words(state) == [word.text for word in material.document.words]
    assert state["blocks"][0]["w"][3] == ["Zebediah", 1500, 1900, {"m": ["redact"], "p": 0.9}]
    assert (state["blocks"][0]["s"], state["blocks"][0]["h"]) == ("Ama Mensah", "At the market")
    assert len(words(state, "machine")) == 19
    assert [place["id"] for place in state["places"]] == ["b1", "b2", "b3", "b4"]
    assert [conflict["id"] for conflict in state["conflicts"]] == ["c1", "c2", "c3"]
    assert state["glossary"] == list(facts.glossary)
    assert state["speakers"] == ["Ama Mensah", "Tom", "Thaddeus", "Siân"]


def test_flags_are_there_only_where_something_is_said_by_them(facts: Facts) -> None:
    plain = Word("a", 0, 10)
    all_of_it = Word("b", 10, 20, 0.4321, "cy", ("sound", "unclear"), estimated=True)
    document = Document("en-gb", (Block(None, (plain, all_of_it)),))
    state = state_of(facts, Material(document, "0" * 64), mode="server", sound=SOUND)
    flags = {"m": ["sound", "unclear"], "l": "cy", "e": 1, "p": 0.43}
    assert state["blocks"] == [{"s": None, "h": None, "w": [["a", 0, 10], ["b", 10, 20, flags]]}]


def test_nothing_withheld_is_in_it(facts: Facts, material: Material) -> None:
    state = state_of(facts, material, mode="pack", sound=SOUND, withheld=True)
    text = json.dumps(state, ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in text] == []
    assert "Zebadiah" not in text
    assert "cuckoobright" not in text
    assert words(state)[:7] == ["I", "walked", "with", "[name withheld]", "to", "the", "market."]
    assert state["blocks"][0]["w"][3] == ["[name withheld]", 1500, 2400, {"x": 1}]
    assert state["speakers"] == ["Ama Mensah", "Tom", "Siân"]
    assert state["glossary"] == ["market", "Llandudno"]
    assert [conflict["id"] for conflict in state["conflicts"]] == ["c1"]


def test_a_word_to_be_taken_out_everywhere_is_offered_in_no_spelling() -> None:
    """Not as a name to choose, in the glossary, or among the machine's words; of a plain bleep the spelling counts."""
    heard = said("Then Zebédiah's bus rained.", 30_000)
    spoken = Block("Ama Mensah", said("So it rained.", 30_000))
    shown = {}
    for mark in ("redact", "everywhere"):
        marked = Block("Ama Mensah", said("Zebediah", 0, marks=(mark,)))
        material = Material(
            Document("en-gb", (marked, spoken)), VERSION, Transcript("en-gb", (Cue(30_000, 32_000, heard),))
        )
        names = ("Zebediah's brother", "Zebédiah")
        facts = Facts("a", "A", "B", SECONDS * 1000, speakers=("Ama Mensah", *names), glossary=(*names, "Llandudno"))
        state = state_of(facts, material, mode="pack", sound=SOUND, withheld=True)
        shown[mark] = (state["speakers"], state["glossary"], words(state, "machine"))
    assert shown["everywhere"] == (["Ama Mensah"], ["Llandudno"], ["Then", "bus", "rained."])
    assert "Zebédiah's" in shown["redact"][2]


def test_what_is_near_the_withheld_goes_too_in_the_machines_words_only(facts: Facts, material: Material) -> None:
    """A machine's word within 150 ms before or 250 ms after may be a piece of it."""
    state = state_of(facts, material, mode="pack", sound=SOUND, withheld=True)
    assert words(state, "machine") == ["I", "walked", "the", "market.", "So", "it", "rained", "all", "day."]
    assert {"with", "to", "Well,"} <= {*words(state)}


def test_ids_are_those_of_the_view(facts: Facts, material: Material) -> None:
    state = state_of(facts, material, mode="pack", sound=SOUND, withheld=True)
    shown = words(state)
    spans = {place["id"]: shown[place["from"] : place["to"]] for place in state["places"]}
    assert spans == {"b2": ["to"], "b3": ["So", "it"], "b4": []}
    (conflict,) = state["conflicts"]
    assert shown[conflict["from"] : conflict["to"]] == ["So", "it", "rained"]
    assert (conflict["here"], conflict["other"], conflict["here_by"]) == ("So it rained", "So it poured", "Amina")
    assert conflict["words"][2] == ["poured", 31_000, 31_400, {"p": 0.9}]


def test_of_confirmed_places_only_those_that_are_shown_are_told(facts: Facts, material: Material) -> None:
    """A place in withheld words isn't shown without them, one of another part isn't either."""
    all_of_them = replace(material, confirmed=("b1", "b2", "b3", "gone"))

    def told(**how: Any) -> list[str]:
        state = state_of(facts, all_of_them, mode="pack", sound=SOUND, **how)
        assert {*state["confirmed"]} <= {place["id"] for place in state["places"]}
        return list(state["confirmed"])

    assert told() == ["b1", "b2", "b3"]
    assert told(withheld=True) == ["b2", "b3"]
    assert told(withheld=True, part=Part(2, 2, 3, 4, 29_500, 33_000)) == ["b3"]


def test_of_a_paragraph_that_is_wholly_withheld_neither_speaker_nor_heading_is_told(
    facts: Facts, material: Material
) -> None:
    *blocks, last = material.document.blocks
    blocks[2] = replace(blocks[2], heading="Where it was")
    document = replace(material.document, blocks=(*blocks, last))
    state = state_of(facts, replace(material, document=document), mode="pack", sound=SOUND, withheld=True)
    assert (state["blocks"][2]["s"], state["blocks"][2]["h"]) == (None, None)
    assert "Where it was" not in json.dumps(state)
    assert state["blocks"][0]["h"] == "At the market"


def test_a_part_has_its_own_ids_and_only_its_own(facts: Facts, material: Material) -> None:
    part = Part(2, 2, 3, 4, 29_500, 33_000)
    state = state_of(facts, material, mode="pack", sound=Sound("audio/mpeg", 28_500), part=part, withheld=True)
    assert state["part"] == {"number": 2, "of": 2, "start_ms": 29_500, "end_ms": 33_000}
    assert words(state) == ["So", "it", "rained", "</script><b>", "all", "day."]
    assert words(state, "machine") == ["So", "it", "rained", "all", "day."]
    assert [(place["id"], place["from"], place["to"]) for place in state["places"]] == [("b3", 0, 2), ("b4", 0, 0)]
    assert [(c["from"], c["to"]) for c in state["conflicts"]] == [(0, 3)]
    first = state_of(facts, material, mode="pack", sound=SOUND, part=Part(1, 2, 0, 3, 0, 29_500))
    assert [place["id"] for place in first["places"]] == ["b1", "b2"]
    assert [conflict["id"] for conflict in first["conflicts"]] == ["c3"]


def test_a_gap_at_the_very_end_belongs_to_the_last_part(facts: Facts) -> None:
    blocks = tuple(Block(None, said("a b", at)) for at in (0, 400_000))
    gap = Place("b9", 4, 4, 402_000, 410_000, ("sound-without-words",))
    material = Material(Document("en", blocks), "0" * 64, places=(gap,))
    first, last = (
        state_of(facts, material, mode="pack", sound=SOUND, part=part)["places"]
        for part in (Part(1, 2, 0, 1, 0, 400_000), Part(2, 2, 1, 2, 400_000, 401_000))
    )
    assert (first, [(place["from"], place["to"]) for place in last]) == ([], [(2, 2)])


def test_words_without_known_times_hide_all_the_sound_between_their_neighbours(document: Document) -> None:
    blocks = (
        Block("A", (*said("one", 1000), *said("secret", 5000, marks=("redact",), estimated=True), *said("two", 9000))),
        Block("A", said("end", 20_000, marks=("cut",), estimated=True)),
    )
    spans = hidden(Document("en", blocks), 30_000).spans
    assert spans == ((1400 - 150, 30_000 + 250),)


def test_a_check_counts_while_the_text_is_the_one_that_was_checked(facts: Facts, document: Document) -> None:
    good, old = Credit(CHECKED, "Amina", text_hash(document)), Credit(CHECKED, "Tom", "0" * 12)
    checked = replace(document, credits=(Credit(CORRECTED, "Tom"), good, old))
    state = state_of(facts, Material(checked, "0" * 64), mode="server", sound=SOUND)
    assert state["credits"] == [
        {"kind": "corrected", "name": "Tom", "current": True},
        {"kind": "checked", "name": "Amina", "current": True},
        {"kind": "checked", "name": "Tom", "current": False},
    ]


def test_a_conflict_whose_words_were_changed_since_is_where_its_time_is(facts: Facts, document: Document) -> None:
    here, other = (Block("Ama Mensah", said(text, 30_000)) for text in ("So it snowed", "So it poured"))
    conflict = Conflict("c1", 30_000, 31_400, (here,), (other,))
    state = state_of(facts, Material(document, "0" * 64, conflicts=(conflict,)), mode="server", sound=SOUND)
    assert [(c["from"], c["to"], c["here"]) for c in state["conflicts"]] == [(13, 16, "So it rained")]


def test_the_identity_of_a_pack_tells_what_is_in_it() -> None:
    part = Part(1, 2, 0, 1, 0, 10)
    names = [
        pack_id("a", "0" * 64, None, False),
        pack_id("b", "0" * 64, None, False),
        pack_id("a", "1" * 64, None, False),
        pack_id("a", "0" * 64, part, False),
        pack_id("a", "0" * 64, None, True),
    ]
    assert len({*names}) == 5
    assert all(len(name) == 16 and int(name, 16) >= 0 for name in names)


def test_an_empty_transcript_is_a_page_too(facts: Facts) -> None:
    state = state_of(facts, Material(Document("en", ()), "0" * 64), mode="server", sound=SOUND, withheld=True)
    assert (state["blocks"], state["machine"], state["places"]) == ([], [], [])


@given(documents())
def test_whatever_the_transcript_no_word_that_is_withheld_alone_is_in_it(document: Document) -> None:
    """And each word that may be seen is there once, whether the transcript comes whole or in parts."""
    facts = Facts("a", "", "", 100_000)
    for part in (None, *parts(view(document))):
        state = state_of(facts, Material(document, VERSION), mode="pack", sound=SOUND, part=part, withheld=True)
        seen = [word[0] for block in state["blocks"] for word in block["w"] if "x" not in (word[3:] or [{}])[0]]
        blocks = document.blocks[part.first : part.last] if part else document.blocks
        assert seen == [word.text for block in blocks for word in block.words if not is_withheld(word)]
