"""Corrections from outside: read as if they were meant to do harm, and put in without losing a word."""

import json
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.errors import SourceError
from radkind_pod.model.review import CUT, PLACEHOLDER, Block, Document
from radkind_pod.model.transcript import Credit, Word
from radkind_pod.transcript.review.applying import apply, credited
from radkind_pod.transcript.review.corrections import read_corrections
from radkind_pod.transcript.review.provenance import text_hash
from radkind_pod.transcript.review.sent import Corrections
from radkind_pod.transcript.review.withheld import restored, view

FILE = Path("corrections-hope.json")
PLAIN: dict[str, Any] = {
    "format": "radkind-pod corrections",
    "schema": 1,
    "episode": "hope",
    "version": "ab" * 32,
    "pack": "0123456789abcdef",
    "part": None,
    "withheld": True,
    "copy": "fedcba9876543210",
    "revision": 17,
    "saved": "2026-11-24T15:04:05Z",
    "by": "Amina",
    "regions": [],
    "confirmed": ["a1b2"],
    "settled": [{"id": "c3", "chose": "other"}],
    "finished": False,
    "checked": False,
}


def read(**values: Any) -> Corrections:
    return read_corrections(json.dumps(PLAIN | values).encode(), FILE)


def region(first: int, last: int, *blocks: Any) -> dict[str, Any]:
    return {"from": first, "to": last, "blocks": [{"s": name, "h": None, "w": items} for name, *items in blocks]}


def fault(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_corrections(data, FILE)
    (problem,) = caught.value.problems
    assert problem.file == FILE
    return problem.message


def said(*texts: str, at: int = 0) -> tuple[Word, ...]:
    return tuple(Word(text, at + i * 1000, at + i * 1000 + 500, 0.9) for i, text in enumerate(texts))


BASE = Document(
    "en",
    (
        Block("Ama", said("The", "bus", "came."), "A start"),
        Block("Bo", said("It", "never", "did.", at=3000)),
        Block("Ama", said("So", "I", "walked.", at=6000)),
    ),
    sources=("cd" * 32,),
    draft="0123",
)


def shown(document: Document) -> list[tuple[str | None, str]]:
    return [(b.speaker, " ".join(w.text for w in b.words)) for b in document.blocks]


def test_what_a_page_saves_is_read() -> None:
    found = read(part=2, regions=[region(0, 3, ("Ama", 0, {"i": 1, "m": [], "l": "cy"}, {"t": "left.", "m": ["cut"]}))])
    assert (found.episode, found.version, found.pack, found.part) == ("hope", "ab" * 32, "0123456789abcdef", 2)
    assert (found.withheld, found.copy, found.revision, found.by) == (True, "fedcba9876543210", 17, "Amina")
    assert (found.saved.isoformat(), found.confirmed) == ("2026-11-24T15:04:05+00:00", ("a1b2",))
    assert [(one.id, one.chose) for one in found.settled] == [("c3", "other")]
    assert read_corrections(b"\xef\xbb\xbf" + json.dumps(PLAIN).encode(), FILE) == read()


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "it is not whole, or no JSON"),
        (json.dumps(PLAIN).encode()[:-9], "it is not whole, or no JSON"),
        (b"PK\x03\x04 a zip", "no JSON"),
        (b'{"by": "Si\xe2n"}', "not UTF-8"),
        (b" " * 10_000_001, "10 MB"),
        (b"[" * 9_999_999, "too deep"),
        (b'{"a":' * 1_999_999, "too deep"),
        (b"[]", "no JSON object"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": -Infinity}', "-Infinity is no number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a number in it is too long"),
        (b"{}", "this is no file of corrections"),
        (b'{"format": ["radkind-pod corrections"]}', "this is no file of corrections"),
        (json.dumps(PLAIN | {"schema": 2}).encode(), "made by a newer radkind-pod"),
        (json.dumps(PLAIN | {"schema": 0}).encode(), "'schema' must be 1"),
    ],
)
def test_what_is_no_corrections_is_told_with_what_to_do(data: bytes, part: str) -> None:
    message = fault(data)
    assert part in message
    assert ": choose " in message or ". Ask for the file again" in message or ": bring " in message


@pytest.mark.parametrize("name", list(PLAIN))
def test_every_value_must_be_there_and_of_its_type(name: str) -> None:
    for wrong in (None, 1.5, True, -1, [None], {"a": 1}, "\x00", 2**60, "x" * 300):
        if name == "part" and wrong is None:
            continue
        if name in ("withheld", "finished", "checked") and wrong is True:
            continue
        if name in ("episode", "by") and wrong == "\x00":
            continue
        assert fault(json.dumps(PLAIN | {name: wrong}).encode())
    if name != "part":
        assert fault(json.dumps({key: value for key, value in PLAIN.items() if key != name}).encode())


WORD = "region 1, paragraph 1, word 1"


@pytest.mark.parametrize(
    ("item", "part"),
    [
        (True, f"{WORD}: this is no word"),
        (-1, "this is no word"),
        (1.0, "this is no word"),
        ("bus", "this is no word"),
        (None, "this is no word"),
        ({}, "'t' must be text"),
        ({"t": 5}, "'t' must be text"),
        ({"t": "x" * 20_001}, "at most 20000 letters"),
        ({"t": "a", "i": 1, "m": [], "l": None}, "'t' is not known here"),
        ({"t": "a", "x": 1}, "'x' is not known here"),
        ({"i": True, "m": [], "l": None}, "'i' must be a whole number"),
        ({"i": 1, "l": None}, "'m' must be a list"),
        ({"t": "a", "m": ["withheld"]}, "a list of the marks"),
        ({"t": "a", "m": ["bold"]}, "a list of the marks"),
        ({"t": "a", "m": ["cut:x"]}, "a list of the marks"),
        ({"t": "a", "m": [["cut"]]}, "a list of the marks"),
        ({"t": "a", "m": ["redact:" + "x" * 101]}, "a list of the marks"),
        ({"t": "a", "m": ["everywhere:" + "x" * 101]}, "a list of the marks"),
        ({"t": "a", "m": ["everywheres"]}, "a list of the marks cut, redact, everywhere, sound and unclear"),
        ({"t": "a", "m": ["cut"] * 9}, "at most 8 marks"),
        ({"t": "a", "m": "cut"}, "'m' must be a list"),
        ({"t": "a", "l": "c"}, "a language such as"),
        ({"t": "a", "l": "en gb"}, "a language such as"),
        ({"t": "a", "l": "cy\n"}, "a language such as"),
        ({"t": "a", "l": "aa-" + "b-" * 40 + "c"}, "a language such as"),
        ({"t": "a", "l": 1}, "a language such as"),
    ],
)
def test_a_word_that_cannot_be_is_told_with_its_place(item: Any, part: str) -> None:
    message = fault(json.dumps(PLAIN | {"regions": [region(0, 3, ("Ama", item))]}).encode())
    assert part in message
    assert WORD in message


@pytest.mark.parametrize(
    "regions",
    [
        [5],
        [{}],
        [{"from": 0, "to": 3}],
        [region(0, 3) | {"more": 1}],
        [{"from": 0, "to": 3, "blocks": [{"s": "Ama", "h": None}]}],
        [{"from": 0, "to": 3, "blocks": [{"s": 5, "h": None, "w": []}]}],
        [{"from": 0, "to": 3, "blocks": [{"s": "x" * 201, "h": None, "w": []}]}],
        [{"from": 0, "to": 3, "blocks": [{"s": None, "h": "x" * 501, "w": []}]}],
        [region(-3, 3)],
        [region(3, 0)],
        [region(3, 6), region(0, 3)],
        [region(0, 6), region(3, 9)],
        [region(0, 3), region(3, 3)],
        [region(0, 3, ("Ama", *([{"t": "x" * 20_000}] * 101)))],
    ],
)
def test_regions_that_cannot_be_are_told(regions: Any) -> None:
    assert fault(json.dumps(PLAIN | {"regions": regions}).encode()).endswith("as the review page saved it")


def test_text_is_only_text_on_one_line() -> None:
    nasty = '<script>alert("x")</script>\r\n\x00\x1b[31m\u2028-->\ud800'
    found = read(
        by=f" {nasty} ", regions=[{"from": 0, "to": 3, "blocks": [{"s": nasty, "h": nasty, "w": [{"t": nasty}]}]}]
    )
    clean = '<script>alert("x")</script> [31m -->\ufffd'
    block = found.regions[0].blocks[0]
    assert (found.by, block.speaker, block.heading) == (clean, clean, clean)
    assert shown(apply(BASE, found))[0] == (clean, clean)


@settings(max_examples=200)
@given(st.data())
def test_whatever_stands_in_the_file_it_is_read_or_told(data: st.DataObject) -> None:
    """Any value in any place: never another error than SourceError, and what is read can be put in or is told."""
    values = st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=5)
        | st.sampled_from(["cut", "redact:"]),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["s", "h", "w", "i", "t", "m", "l", "from", "to", "blocks"]), inner, max_size=4
            )
        ),
        max_leaves=8,
    )
    whole: Any = json.loads(json.dumps(PLAIN | {"regions": [region(0, 3, ("Ama", 0, {"t": "a", "m": [], "l": None}))]}))
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            places.append((value, key))
            if isinstance(value[key], dict | list):
                walk(value[key])

    walk(whole)
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(values)
    with suppress(SourceError):
        apply(BASE, read_corrections(json.dumps(whole).encode(), FILE))


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
