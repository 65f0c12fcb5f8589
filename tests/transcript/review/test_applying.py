"""Corrections are put in without losing a word, and whoever made them is credited."""

import json
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.transcript.review.saved_corrections import BASE, FILE, PLAIN, read, region, said, shown

from radkind_pod.errors import SourceError
from radkind_pod.model.review import CUT, PLACEHOLDER, Block, Document
from radkind_pod.model.transcript import Credit, Word
from radkind_pod.transcript.review.applying import apply, credited
from radkind_pod.transcript.review.corrections import read_corrections
from radkind_pod.transcript.review.provenance import text_hash
from radkind_pod.transcript.review.withheld import restored, view


def test_no_regions_change_nothing_but_the_credit() -> None:
    assert apply(BASE, read(by="")) == BASE
    assert apply(BASE, read(regions=[region(3, 6, ("Bo", 3, 4, 5))], by="")) == BASE


def test_words_are_replaced_remarked_and_added_and_others_stay_the_same() -> None:
    late = {"i": 2, "m": ["unclear", "cut", "redact: the line "], "l": "cy"}
    found = apply(BASE, read(regions=[region(0, 3, ("Amina", {"t": "That"}, 1, late, {"t": "Late. Very"}))])).blocks
    assert shown(Document("en", found)) == [
        ("Amina", "That bus came. Late. Very"),
        ("Bo", "It never did."),
        ("Ama", "So I walked."),
    ]
    assert found[0].words == (
        Word("That", 0, 500, marks=(), estimated=True),
        BASE.words[1],
        Word("came.", 2000, 2500, 0.9, "cy", ("cut", "redact:the line", "unclear")),
        Word("Late.", 2500, 2777, estimated=True),
        Word("Very", 2777, 3000, estimated=True),
    )
    assert found[1:] == BASE.blocks[1:]


def test_paragraphs_are_divided_joined_deleted_and_rewritten() -> None:
    regions = [
        region(0, 6, ("Ama", 0, 1, 2, 3), ("Bo", 4), ("Cy", 5)),
        region(6, 9),
    ]
    assert shown(apply(BASE, read(regions=regions))) == [("Ama", "The bus came. It"), ("Bo", "never"), ("Cy", "did.")]
    assert apply(BASE, read(regions=[region(0, 9)])).blocks == ()


def test_words_that_went_into_the_next_region_stay_the_same_words() -> None:
    found = apply(BASE, read(regions=[region(0, 3), region(3, 6, ("Bo", 2, 3, 4, 5))]))
    assert found.blocks[0].words == BASE.words[2:6]


def test_a_word_that_was_moved_or_is_there_twice_is_a_new_one_with_its_text() -> None:
    found = apply(BASE, read(regions=[region(0, 3, ("Ama", 1, 1, 0, 8, 2))]))
    assert shown(found)[0] == ("Ama", "bus bus The walked. came.")
    assert [word.estimated for word in found.blocks[0].words] == [False, True, True, True, False]


def test_text_without_spaces_between_its_words_is_divided_as_it_is_written() -> None:
    base = Document("ja", (Block(None, (Word("は", 0, 100), Word("い。", 100, 400))),))
    new = {"t": "Radkind はい。"}
    found = apply(
        base, read(regions=[region(0, 2, (None, 0, new, {"t": "two words", "l": "en"}, {"t": " ", "l": "ja"}))])
    )
    assert [(word.text, word.language) for word in found.words] == [
        ("は", None),
        ("Radkind ", None),
        ("は", None),
        ("い。", None),
        ("two", "en"),
        ("words", "en"),
    ]


def test_the_documents_own_language_is_written_at_no_word() -> None:
    found = apply(BASE, read(regions=[region(0, 3, ("Ama", {"i": 0, "m": [], "l": "EN"}, {"t": "a", "l": "en"}))]))
    assert [word.language for word in found.blocks[0].words] == [None, None]


def test_a_language_tag_is_the_same_in_capitals() -> None:
    base = Document("en-GB", (Block("Ama", (Word("你好", 0, 100, 0.9, "zh-Hant"), Word("bus", 100, 200, 0.9))),))
    same = [{"i": 0, "m": [], "l": "zh-Hant"}, {"i": 1, "m": [], "l": "en-GB"}]
    assert apply(base, read(regions=[region(0, 2, ("Ama", *same))], by="")) == base


def test_corrections_of_a_transcript_without_words_begin_one() -> None:
    found = apply(Document("en", ()), read(regions=[region(0, 0, ("Ama", {"t": "Hello."}))]))
    assert found.blocks == (Block("Ama", (Word("Hello.", 0, 490, estimated=True),)),)


@pytest.mark.parametrize(
    ("regions", "part"),
    [
        ([region(0, 2, ("Ama", 0))], "region 1 doesn't begin and end with paragraphs"),
        ([region(0, 3), region(4, 6)], "region 2 doesn't begin and end with paragraphs"),
        ([region(0, 12)], "region 1 doesn't begin and end with paragraphs"),
        ([region(0, 0, ("Ama", {"t": "a"}))], "region 1 doesn't begin and end with paragraphs"),
        ([region(0, 3, ("Ama", 9))], "region 1 speaks of words that aren't there"),
        ([region(0, 3, ("Ama", {"i": 9, "m": [], "l": None}))], "region 1 speaks of words that aren't there"),
        ([region(0, 3, ("Ama", {"t": "x" * 501}))], "a word has more than 500 letters"),
    ],
)
def test_corrections_that_do_not_fit_are_told(regions: Any, part: str) -> None:
    with pytest.raises(SourceError, match=part):
        apply(BASE, read(regions=regions))


ITEMS = st.integers(0, 8) | st.builds(lambda i: {"i": i, "m": ["cut"], "l": None}, st.integers(0, 8))
NEW = st.builds(lambda t: {"t": t}, st.sampled_from(["a", "well,", "two words", " ", "extraordinary"]))


def texts_of(item: Any) -> list[str]:
    if isinstance(item, dict) and "t" in item:
        return str(item["t"]).split()
    return [BASE.words[item if isinstance(item, int) else item["i"]].text]


@settings(max_examples=200)
@given(st.data())
def test_any_corrections_give_words_in_order_of_time_and_nothing_typed_is_lost(data: st.DataObject) -> None:
    edges = data.draw(st.lists(st.sampled_from([0, 3, 6, 9]), min_size=2, max_size=4, unique=True).map(sorted))
    blocks = st.lists(st.lists(ITEMS | NEW, max_size=6).map(lambda items: ("Ama", *items)), max_size=3)
    regions = [region(first, last, *data.draw(blocks)) for first, last in pairwise(edges)]
    found = apply(BASE, read(regions=regions))
    assert all(left.start_ms <= right.start_ms for left, right in pairwise(found.words))
    assert all(0 <= word.start_ms < word.end_ms for word in found.words)
    assert all(block.words for block in found.blocks)
    sent = [text for r in regions for b in r["blocks"] for item in b["w"] for text in texts_of(item)]
    kept = [word.text for i, word in enumerate(BASE.words) if not edges[0] <= i < edges[-1]]
    assert sorted(word.text for word in found.words) == sorted(sent + kept)


def test_a_part_keeps_new_words_inside_itself() -> None:
    regions = [region(0, 3, ("Ama", {"t": "well,"}, 0, 1, 2))]
    part = Document("en", (Block("Ama", said("The", "bus", "came.", at=10_000)),))
    found = apply(part, read(regions=regions, part=2), (9_900, 20_000))
    assert (found.words[0].start_ms, found.words[0].end_ms) == (9_900, 10_000)


CHANGE = [region(0, 3, ("Ama", 0, 1))]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"regions": CHANGE}, ["editing"]),
        ({"regions": [], "confirmed": [], "settled": []}, []),
        ({"regions": CHANGE, "finished": True}, ["corrected"]),
        ({"regions": CHANGE, "checked": True}, ["checked"]),
        ({"finished": True, "checked": True}, ["corrected", "checked"]),
        ({"finished": True, "checked": True, "by": " "}, []),
    ],
)
def test_the_credit_is_what_the_person_did(values: Any, expected: list[str]) -> None:
    found = apply(BASE, read(**values), (0, 9000))
    assert [credit.kind for credit in found.credits] == expected
    assert {(c.name, c.start_ms, c.end_ms) for c in found.credits} <= {("Amina", 0, 9000)}
    assert [c.text for c in found.credits if c.kind == "checked"] == [text_hash(found)] * expected.count("checked")


def test_a_check_of_a_part_says_what_stood_in_the_part() -> None:
    corrections = read(checked=True, part=1)
    (check,) = credited(BASE, corrections, (0, 5000)).credits
    assert check == Credit("checked", "Amina", text_hash(BASE, (0, 5000)), 0, 5000)
    assert check.text == apply(Document("en", BASE.blocks[:2]), corrections, (0, 5000)).credits[0].text


def test_who_has_finished_is_no_longer_busy() -> None:
    busy = (Credit("editing", "Tom"), Credit("editing", "Amina", None, 0, 9000), Credit("editing", "Amina"))
    base = Document("en", BASE.blocks, busy)
    found = apply(base, read(finished=True), (0, 9000)).credits
    assert found == (busy[0], busy[2], Credit("corrected", "Amina", None, 0, 9000))


def test_corrections_of_a_view_come_home_with_what_was_withheld() -> None:
    secret = Block("Bo", (*said("I'm"), Word("Siân", 1000, 1500, 0.9, None, ("redact",)), *said("you", at=2000)))
    document = Document("en", (secret, *BASE.blocks[1:]))
    edits = [region(0, 3, ("Bo", {"t": "I am"}, {"i": 1, "m": ["cut"], "l": "cy"}, {"i": 2, "m": ["cut"], "l": None}))]
    corrections = read(regions=edits, checked=True)
    edited = apply(view(document), corrections)
    assert edited.words[2].marks == (CUT, PLACEHOLDER)
    home = credited(restored(edited, document), corrections)
    assert shown(home)[0] == ("Bo", "I am Siân you")
    assert home.words[2] == Word("Siân", 1000, 1500, 0.9, None, ("cut", "redact"))
    assert home.credits == (Credit("checked", "Amina", text_hash(home)),)


def test_a_placeholder_that_was_moved_or_doubled_is_one() -> None:
    secret = Block("Bo", (*said("I'm"), Word("Siân", 1000, 1500, 0.9, None, ("redact",)), *said("you", at=2000)))
    document = Document("en", (secret,))
    edited = apply(view(document), read(regions=[region(0, 3, ("Bo", 0, 1, 1, 2, 1))]))
    assert restored(edited, document).blocks == (secret,)


def test_hours_of_speech_take_a_moment() -> None:
    words = said(*["word"] * 30_000)
    base = Document("en", tuple(Block("Ama", words[i : i + 100]) for i in range(0, 30_000, 100)))
    every = [region(i, i + 100, ("Ama", *range(i, i + 50), *[{"t": "new"}] * 50)) for i in range(0, 30_000, 200)]
    data = json.dumps(PLAIN | {"regions": every}).encode()
    began = time.process_time()
    apply(base, read_corrections(data, FILE))
    assert time.process_time() - began < 2
