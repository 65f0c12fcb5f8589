"""One command at a time."""

import json
import os
import socket
from pathlib import Path

import pytest

from radkind_pod.errors import NeedsPerson
from radkind_pod.pipeline.lock import _holder, locked


def hold(file: Path, pid: int, host: str = "") -> None:
    holder = {"pid": pid, "host": host or socket.gethostname(), "since": "2026-01-01 10:00:00"}
    file.write_text(json.dumps(holder), encoding="utf-8")


def test_the_lock_is_gone_afterwards(tmp_path: Path) -> None:
    with locked(tmp_path / "build" / "lock"):
        assert (tmp_path / "build" / "lock").is_file()
    assert not (tmp_path / "build" / "lock").exists()


def test_a_living_holder_is_named_with_process_and_time(tmp_path: Path) -> None:
    hold(tmp_path / "lock", os.getppid())
    with (
        pytest.raises(NeedsPerson, match=rf"process {os.getppid()} on .*, since 2026-01-01 10:00:00"),
        locked(tmp_path / "lock"),
    ):
        pass
    assert (tmp_path / "lock").is_file()


def test_a_dead_holders_lock_is_cleared(tmp_path: Path) -> None:
    hold(tmp_path / "lock", 2**22 + 12345)
    with locked(tmp_path / "lock"):
        pass


def test_another_computers_lock_is_never_cleared(tmp_path: Path) -> None:
    hold(tmp_path / "lock", 2**22 + 12345, host="elsewhere")
    with pytest.raises(NeedsPerson, match="on elsewhere"), locked(tmp_path / "lock"):
        pass


def test_a_lock_without_words_is_cleared_after_a_moment(tmp_path: Path) -> None:
    """Its holder was killed between making the file and writing into it."""
    (tmp_path / "lock").touch()
    with locked(tmp_path / "lock"):
        assert _holder(tmp_path / "lock")["pid"] == os.getpid()
