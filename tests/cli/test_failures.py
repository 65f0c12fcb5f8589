"""What a disk refuses is told with the file and what it needs."""

import errno
import os
from pathlib import Path

import pytest

from radkind_pod.cli.failures import DISK, explain
from radkind_pod.errors import naming


def refused(file: Path, code: int) -> OSError:
    try:
        file.exists()
        raise OSError(code, os.strerror(code))  # as read and write do: without a name
    except OSError as error:
        return error


@pytest.mark.parametrize("code", sorted(DISK))
def test_a_refusal_names_the_file_and_says_what_to_do(code: int, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    failure = explain(refused(file, code), tmp_path)
    assert (failure.exit, failure.message) == (5, f"{file}: {DISK[code]}")


def test_two_bugs_in_one_second_leave_two_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.strftime", lambda _: "20261130-060000")
    told = [explain(kind(), tmp_path).message for kind in (KeyError, ValueError)]
    reports = sorted(tmp_path.glob("crash-20261130-060000-*.txt"))
    assert len(reports) == 2
    assert all(any(str(report) in line for line in told) for report in reports)


def test_what_lies_aside_is_told_by_the_name_that_people_know(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    with pytest.raises(OSError, match="config") as caught, naming(file):
        raise OSError(errno.ENOSPC, "No space left", str(tmp_path / ".config.yaml.part"))
    assert caught.value.filename == str(file)
