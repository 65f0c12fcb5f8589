"""What a disk refuses is told with the file and what it needs."""

import errno
import os
from pathlib import Path

import av
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


@pytest.mark.parametrize("name", [".", "./"])
def test_the_show_s_own_folder_is_not_told_as_a_dot(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for called in (name, str(tmp_path)):
        assert explain(OSError(errno.EIO, "Input/output error", called), tmp_path).message.startswith(f"{tmp_path}: ")


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


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG])
def test_a_copy_that_finds_no_room_is_not_told_as_its_source(code: int, tmp_path: Path) -> None:
    """A person who reads "make room" must not delete what is on the recorder."""
    with pytest.raises(OSError, match="copy") as caught, naming(tmp_path / "copy.wav"):
        raise OSError(code, "no", "/recorder/x.wav", None, str(tmp_path / ".new-x" / "copy.wav"))
    assert (caught.value.filename, caught.value.filename2) == (str(tmp_path / "copy.wav"), None)


def test_an_error_of_the_decoder_can_be_named_too(tmp_path: Path) -> None:
    """Those of libav have a name that can't be written to."""
    with pytest.raises(OSError, match="raw") as caught, naming(tmp_path / "raw.wav"):
        av.error.err_check(-errno.EIO)
    assert caught.value.filename == str(tmp_path / "raw.wav")


def read(file: Path, folder: Path) -> None:
    if not file.exists():
        raise OSError(errno.EIO, "Input/output error")


def test_what_reading_may_have_met_is_not_told_as_the_folder_that_was_written(tmp_path: Path) -> None:
    stage, aside = tmp_path / "transcribe", tmp_path / ".transcribe.part-7"
    for file, told in ((tmp_path / "replay.json", tmp_path / "replay.json"), (aside / "words.json", stage)):
        with pytest.raises(OSError, match="Input") as caught, naming(stage, written_only=True):
            read(file, aside)
        assert caught.value.filename == str(told)
    with pytest.raises(OSError, match="Input") as caught, naming(stage, written_only=True):
        raise OSError(errno.EIO, "Input/output error", str(aside / "words.json"))
    assert caught.value.filename == str(stage)


@pytest.mark.parametrize("name", ["EFBIG", "ESTALE", "ENODEV", "ENXIO", "ENOTCONN", "EMFILE", "ENFILE"])
def test_a_drive_that_is_gone_or_takes_no_large_file_is_no_bug_of_ours(name: str) -> None:
    assert getattr(errno, name) in DISK
