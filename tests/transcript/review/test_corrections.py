"""Corrections from outside are read as if they were meant to do harm."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.transcript.review.saved_corrections import BASE, FILE, PLAIN, read, region, shown

from radkind_pod.errors import SourceError
from radkind_pod.transcript.review.applying import apply
from radkind_pod.transcript.review.corrections import read_corrections


def fault(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_corrections(data, FILE)
    (problem,) = caught.value.problems
    assert problem.file == FILE
    return problem.message


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
