"""One command at a time works on a project."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from radkind_pod.errors import NeedsPerson

WAITS, WAIT_S = 20, 0.1
"""A lock without a holder's name is about to get it, or was left by one who was killed just then."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the project's lock. Raises NeedsPerson with who holds it since when; a dead holder's lock is cleared."""
    file.parent.mkdir(parents=True, exist_ok=True)
    _clear_if_dead(file)
    _take(file)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _take(file: Path) -> None:
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(json.dumps(holder))
    except FileExistsError:
        other = _holder(file) or {}
        raise NeedsPerson(
            file,
            f"another radkind-pod works on this project (process {other.get('pid', '?')} on "
            f"{other.get('host', '?')}, since {other.get('since', '?')})",
            "Wait until it is done. If you are sure that nothing runs any more, delete this file",
        ) from None


def _clear_if_dead(file: Path) -> None:
    holder = _holder(file)
    for _ in range(WAITS):
        if holder is not None or not file.exists():
            break
        time.sleep(WAIT_S)
        holder = _holder(file)
    if holder is None or (holder.get("host") == socket.gethostname() and not _lives(int(holder["pid"]))):
        file.unlink(missing_ok=True)


def _holder(file: Path) -> dict[str, str] | None:
    try:
        holder = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return holder if isinstance(holder, dict) and isinstance(holder.get("pid"), int) else None


def _lives(pid: int) -> bool:
    if pid == os.getpid():
        return False  # a number used again: this process has not taken the lock yet
    if os.name == "nt":
        return True  # there, asking with signal 0 would end the process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
