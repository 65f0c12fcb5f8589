"""One command at a time works on a project."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from radkind_pod.errors import NeedsPerson
from radkind_pod.model.plain import parsed
from radkind_pod.transcript.review.lock import is_kept, let_go, taken

MOST_BYTES = 4096


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the project's lock. Raises NeedsPerson with who holds it since when.

    The system frees the lock of a process that died, whatever its computer was called. On a drive that several
    computers share and that knows no locks, the holder's name in the file keeps the others away; that of a computer
    that died there a person has to delete.
    """
    handle = _take(file)
    try:
        other = _holder(handle)
        if other.get("host", socket.gethostname()) != socket.gethostname() and not is_kept(handle):
            raise _busy(file, other)
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
        _write(handle, json.dumps(holder).encode())
        try:
            yield
        finally:
            with suppress(OSError):  # a disk that takes nothing; what went wrong there was told already
                _write(handle, b"")
            let_go(handle)
    finally:
        os.close(handle)


def _take(file: Path) -> int:
    """Return the open lock file, which this process holds alone."""
    while True:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
        if not taken(handle):
            other = _holder(handle)
            os.close(handle)
            raise _busy(file, other)
        if _is_same(handle, file):
            return handle
        os.close(handle)  # whoever had it has deleted the file meanwhile: a lock on that keeps nobody away


def _is_same(handle: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


def _busy(file: Path, holder: dict[str, Any]) -> NeedsPerson:
    return NeedsPerson(
        file,
        f"another radkind-pod works on this project (process {holder.get('pid', '?')} on "
        f"{holder.get('host', '?')}, since {holder.get('since', '?')})",
        "Wait until it is done. If you are sure that nothing runs any more, delete this file",
    )


def _holder(handle: int) -> dict[str, Any]:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        holder = parsed(os.read(handle, MOST_BYTES) or b"{}")
    except (ValueError, OSError):  # Windows lets nobody read a file that another one has locked
        return {}
    return holder if isinstance(holder, dict) else {}


def _write(handle: int, data: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, data)
    os.ftruncate(handle, len(data))
