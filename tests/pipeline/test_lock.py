"""One command at a time."""

import errno
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from radkind_pod.errors import NeedsPerson
from radkind_pod.pipeline.lock import locked

HOLDS = """
import sys
from pathlib import Path
from radkind_pod.pipeline.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(file: Path, pid: int, host: str = "") -> None:
    holder = {"pid": pid, "host": host or socket.gethostname(), "since": "2026-01-01 10:00:00"}
    file.write_text(json.dumps(holder), encoding="utf-8")


@pytest.fixture
def other(tmp_path: Path):
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_nobody_is_named_in_the_lock_afterwards(tmp_path: Path) -> None:
    with locked(tmp_path / "build" / "lock"):
        assert json.loads((tmp_path / "build" / "lock").read_text(encoding="utf-8"))["pid"] == os.getpid()
    assert (tmp_path / "build" / "lock").read_bytes() == b""


def test_a_living_holder_is_named_with_process_and_time(tmp_path: Path, other: subprocess.Popen) -> None:
    with pytest.raises(NeedsPerson, match=rf"process {other.pid} on .*, since 20"), locked(tmp_path / "lock"):
        pass


def test_the_lock_of_a_process_that_was_killed_is_free_at_once(tmp_path: Path, other: subprocess.Popen) -> None:
    other.kill()
    other.wait()
    assert (tmp_path / "lock").read_bytes() != b""
    with locked(tmp_path / "lock"):
        pass


def test_a_process_that_died_keeps_nobody_away_though_its_computer_had_another_name(tmp_path: Path) -> None:
    """A container has another one each time, a laptop in each network."""
    hold(tmp_path / "lock", 1, host="elsewhere")
    with locked(tmp_path / "lock"):
        assert "elsewhere" not in (tmp_path / "lock").read_text(encoding="utf-8")


def test_another_computers_lock_is_never_cleared_on_a_drive_that_knows_no_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(handle: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("radkind_pod.transcript.review.lock._lock", unknown)
    hold(tmp_path / "lock", 2**22 + 12345, host="elsewhere")
    with pytest.raises(NeedsPerson, match="on elsewhere"), locked(tmp_path / "lock"):
        pass
    assert "elsewhere" in (tmp_path / "lock").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "{", "[]", "\0" * 40])
def test_what_a_crash_left_in_the_file_keeps_nobody_away(tmp_path: Path, text: str) -> None:
    (tmp_path / "lock").write_text(text, encoding="utf-8")
    with locked(tmp_path / "lock"):
        pass


def test_a_lock_that_was_deleted_while_it_was_held_is_made_anew(tmp_path: Path) -> None:
    """`clean` deletes the folder that it is in."""
    file = tmp_path / "build" / "lock"
    with locked(file):
        file.unlink()
        file.parent.rmdir()
    with locked(file):
        assert file.is_file()


def test_a_number_that_another_process_has_by_now_keeps_nobody_away(tmp_path: Path) -> None:
    """Whoever held the lock has died, and the system has given its number again."""
    hold(tmp_path / "lock", os.getpid())
    with locked(tmp_path / "lock"):
        pass


def test_a_copy_of_a_project_is_free_while_the_project_is_not(tmp_path: Path, other: subprocess.Popen) -> None:
    copy = tmp_path / "copy" / "lock"
    copy.parent.mkdir()
    shutil.copy2(tmp_path / "lock", copy)
    assert str(other.pid).encode() in copy.read_bytes()
    with locked(copy):
        pass
    with pytest.raises(NeedsPerson), locked(tmp_path / "lock"):
        pass


def test_a_lock_that_is_held_is_never_taken_however_it_looks(tmp_path: Path, other: subprocess.Popen) -> None:
    """Somebody has emptied the file, or an old backup was copied over it."""
    for text in ("", json.dumps({"pid": 2**22 + 12345, "host": socket.gethostname(), "since": "2020"})):
        (tmp_path / "lock").write_text(text, encoding="utf-8")
        with pytest.raises(NeedsPerson), locked(tmp_path / "lock"):
            pass
    assert other.poll() is None


def test_a_disk_that_takes_nothing_at_the_end_hides_no_other_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with pytest.raises(ValueError, match="what went wrong"), locked(tmp_path / "lock"):  # noqa: PT012
        monkeypatch.setattr("radkind_pod.pipeline.lock._write", refuse)
        raise ValueError("what went wrong")
    monkeypatch.undo()
    with locked(tmp_path / "lock"):
        pass
