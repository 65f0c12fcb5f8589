"""What a person wrote is written anew only as it was read, and one writer never meets another's unfinished file."""

import os
from pathlib import Path

import pytest

from radkind_pod.errors import NeedsPerson
from radkind_pod.sources.aside import DAY_S, written_aside


def test_what_somebody_writes_meanwhile_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "episode.yaml"
    file.write_bytes(b"old")
    with (
        pytest.raises(NeedsPerson, match="somebody else changed this file just now"),
        written_aside(file, "new", b"old"),
    ):
        file.write_bytes(b"by hand")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("episode.yaml", b"by hand")]


def test_what_somebody_makes_meanwhile_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "people.yaml"
    with pytest.raises(NeedsPerson), written_aside(file, "new", None):
        file.write_bytes(b"by hand")
    assert file.read_bytes() == b"by hand"


def test_two_who_write_at_once_have_a_file_each(tmp_path: Path) -> None:
    file = tmp_path / "trim.txt"
    with pytest.raises(NeedsPerson), written_aside(file, "first", None), written_aside(file, "second", None):
        pass
    assert file.read_bytes() == b"second"


def test_what_a_killed_run_left_goes_after_a_day(tmp_path: Path) -> None:
    left, fresh = tmp_path / ".new-trim.txt-00000000.part", tmp_path / ".new-trim.txt-11111111.part"
    for file in (left, fresh):
        file.touch()
    os.utime(left, (fresh.stat().st_mtime - 2 * DAY_S,) * 2)
    with written_aside(tmp_path / "trim.txt", "text", None):
        pass
    assert sorted(file.name for file in tmp_path.iterdir()) == [fresh.name, "trim.txt"]
