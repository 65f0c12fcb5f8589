"""Values as JSON and back."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from radkind_pod.model.audio import Loudness, Recording, Track
from radkind_pod.model.episode import EpisodeInfo
from radkind_pod.model.people import Person
from radkind_pod.model.plain import from_plain, from_plain_file, parsed, to_json, to_plain
from radkind_pod.model.transcript import Cue, Transcript, Word

INFO = EpisodeInfo(
    slug="a",
    title="سلام",
    guid="urn:uuid:1",
    published=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    summary="s",
    notes="n",
    number=None,
    season=2,
    type="full",
    explicit=False,
    language="en",
    people=(Person("Ana", "host"),),
    artwork=Path("a/b.png"),
    artwork_alt=None,
)


@pytest.mark.parametrize(
    "value",
    [
        INFO,
        Recording((Track(Path("raw/a b.wav"), "Ana"), Track(Path("c.wav")))),
        Transcript("en", (Cue(0, 900, (Word("Hi,", 0, 400, 0.5), Word("you", 400, 900)), "Ana"),)),
    ],
)
def test_a_value_comes_back_as_it_was(value: object, tmp_path: Path) -> None:
    file = tmp_path / "value.json"
    file.write_text(to_json(value), encoding="utf-8")
    assert from_plain_file(type(value), file) == value


def test_a_whole_number_is_taken_where_a_float_belongs() -> None:
    assert from_plain(Loudness, {"integrated_lufs": -16, "true_peak_dbtp": -1}) == Loudness(-16.0, -1.0)


def test_a_wrong_type_is_refused() -> None:
    with pytest.raises(TypeError, match="expected str, found int"):
        from_plain(Person, {"name": 3, "role": "host"})


def test_what_no_stage_may_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="can't hold set"):
        to_plain({1, 2})


def test_letters_of_any_script_stay_readable() -> None:
    assert json.loads(to_json(INFO))["title"] == "سلام"
    assert "سلام" in to_json(INFO)


@pytest.mark.parametrize("text", [b"", b"[" * 100_000, b'{"a":' * 100_000, b"\xff", b"1" * 5000, b"[1,"])
def test_whatever_is_no_json_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says is for nobody
        parsed(text)
