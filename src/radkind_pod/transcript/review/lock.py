"""One writer at a time in a review folder. The system frees the lock of a process that died."""

import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from radkind_pod.disk import made
from radkind_pod.errors import NeedsPerson

MOST_S, WAIT_S = 15.0, 0.02
"""Writing takes a fraction of a second; who holds the lock for longer hangs."""

_UNKNOWN_HERE = {errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOLCK}
"""What a network drive without locks answers."""


class _Held(threading.local):
    """The locks that this thread holds."""

    def __init__(self) -> None:
        self.files: set[Path] = set()


_held = _Held()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock; who holds it already may take it again. Raises NeedsPerson when another process doesn't let go.

    On a drive without locks it does nothing: what is written there is still whole, and never written over unseen
    but in the same instant.
    """
    name = file.absolute()
    if name in _held.files:
        yield
        return
    made(name.parent)
    handle = os.open(name, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait_for(handle, file)
        _held.files.add(name)
        try:
            yield
        finally:
            _held.files.discard(name)
            let_go(handle)
    finally:
        os.close(handle)


def _wait_for(handle: int, file: Path) -> None:
    began = time.monotonic()
    while not taken(handle):
        if time.monotonic() - began > MOST_S:
            raise NeedsPerson(
                file,
                "another radkind-pod has been writing to this review for a while",
                "Wait until it is done, or end it, then try again",
            )
        time.sleep(WAIT_S)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def taken(handle: int) -> bool:
        """Take the lock of an open file for this process; say whether it is ours, or the drive knows no locks."""
        try:
            _lock(handle)
        except OSError as error:
            return error.errno in _UNKNOWN_HERE
        return True

    def let_go(handle: int) -> None:
        """Let it go."""
        with suppress(OSError):  # there was no lock to take
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def taken(handle: int) -> bool:
        """Take the lock of an open file for this process; say whether it is ours, or the drive knows no locks."""
        try:
            _lock(handle)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _UNKNOWN_HERE:
                raise
        return True

    def let_go(handle: int) -> None:
        """Let it go."""
        with suppress(OSError):  # there was no lock to take
            fcntl.flock(handle, fcntl.LOCK_UN)


def is_kept(handle: int) -> bool:
    """Say of an open file that is taken whether the drive keeps its lock, rather than knowing none."""
    try:
        _lock(handle)
    except OSError as error:
        return error.errno not in _UNKNOWN_HERE
    return True
