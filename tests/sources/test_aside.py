"""What a person wrote is written anew only as it was read, and one writer never meets another's unfinished file."""

import errno
import os
import time
from pathlib import Path

import pytest

from radkind_pod.errors import NeedsPerson
from radkind_pod.sources.aside import folder_aside, written_aside


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


def test_a_folder_that_a_killed_run_left_goes_after_a_day(tmp_path: Path) -> None:
    for name, age_s in (("old", 90_000), ("young", 60)):
        left = tmp_path / f".new-{name}-0a1b2c3d"
        (left / "raw").mkdir(parents=True)
        os.utime(left, (time.time() - age_s,) * 2)
    with folder_aside(tmp_path / "second") as folder:
        (folder / "episode.yaml").touch()
    assert sorted(one.name for one in tmp_path.iterdir()) == [".new-young-0a1b2c3d", "second"]


def test_what_is_refused_in_a_folder_is_told_by_its_coming_name(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space") as told, folder_aside(tmp_path / "second") as folder:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder / "raw" / "a.wav"))
    assert told.value.filename == str(tmp_path / "second" / "raw" / "a.wav")
    assert list(tmp_path.iterdir()) == []
