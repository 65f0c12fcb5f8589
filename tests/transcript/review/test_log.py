"""The log tells what was done, whatever tore it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.transcript.review.log import Entry, announce, append, confirm, read_log

AT = datetime(2026, 11, 24, 15, 4, 5, tzinfo=UTC)
A, B, C = (Entry(AT, "saved", letter * 64, by="Amina", note='a "note"\n</script>', session="s") for letter in "abc")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.jsonl"


def test_each_entry_is_one_line_of_json(log: Path) -> None:
    append(log, A)
    append(log, Entry(AT, "found", B.version))
    first, second = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    assert (first["at"], first["what"], first["version"], first["by"]) == (
        "2026-11-24T15:04:05Z",
        "saved",
        A.version,
        "Amina",
    )
    assert second == {"at": "2026-11-24T15:04:05Z", "what": "found", "version": B.version, "note": ""}
    assert read_log(log, None) == [A, Entry(AT, "found", B.version)]


def test_what_was_announced_counts_when_the_transcript_says_so(log: Path) -> None:
    append(log, A)
    announce(log, B, A.version)
    assert read_log(log, A.version) == [A]
    assert read_log(log, B.version) == [A, B]
    confirm(log)
    assert read_log(log, A.version) == [A, B]


@pytest.mark.parametrize(("current", "expected"), [(B.version, [A, B, C]), (A.version, [A, C])])
def test_the_next_entry_mends_what_was_announced(log: Path, current: str, expected: list[Entry]) -> None:
    append(log, A)
    announce(log, B, A.version)
    announce(log, C, current)
    confirm(log)
    assert read_log(log, None) == expected


@settings(max_examples=60)
@given(st.integers(0, 400))
def test_a_torn_last_line_is_passed_over_and_mended(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    log = tmp_path_factory.mktemp("torn") / "log.jsonl"
    append(log, A)
    whole = log.stat().st_size
    announce(log, B, A.version)
    log.write_bytes(log.read_bytes()[: max(whole, log.stat().st_size - length)])
    assert read_log(log, A.version)[0] == A
    append(log, C)
    assert read_log(log, None)[0] == A
    assert read_log(log, None)[-1] == C
    assert all(json.loads(line) for line in log.read_bytes().splitlines())


def test_a_last_line_whose_end_an_editor_took_stays(log: Path) -> None:
    append(log, A)
    append(log, B)
    log.write_bytes(log.read_bytes().rstrip())
    append(log, C)
    assert read_log(log, None) == [A, B, C]


@pytest.mark.parametrize(
    "line",
    [
        b"<<<<<<< HEAD",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        b'{"at": 1, "what": 2, "version": 3}',
        b'{"at": "2026-11-24T15:04:05", "what": "saved", "version": "ab"}',
        b"",
    ],
)
def test_lines_that_are_no_entries_are_passed_over(log: Path, line: bytes) -> None:
    append(log, A)
    log.write_bytes(line + b"\n" + log.read_bytes() + line + b"\n")
    append(log, B)
    assert read_log(log, None) == [A, B]
