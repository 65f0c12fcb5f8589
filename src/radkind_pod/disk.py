"""The one way in which files are written: whole or not at all, on the disk when it returns, refused by a known name."""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from radkind_pod.errors import named, naming
from radkind_pod.present import is_folder, is_there, matching

TRIES, WAIT_S = 20, 0.1
"""On Windows a file that a virus scanner or a player has open just now can't be replaced; a moment later it can."""
DAY_S = 86_400
_UNKNOWN_HERE = {errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""What network, shared and FUSE drives answer that can't do it for a folder: the file is in its place all the same."""
_SHOWN_OF_A_NAME = 40
"""So many characters of a file's name stand in that of its aside, which has to be a name too: at most 255 bytes."""
_ASIDES = f".new-*-{'[0-9a-f]' * 8}.part"
"""Ours alone: people let a file be exported to where other programs write as well."""
_BLOCK = 1 << 20
_BINARY = getattr(os, "O_BINARY", 0)


def write_whole(target: Path, data: bytes) -> None:
    """Write the file; where it is there with the same bytes, it isn't touched."""
    if standing(target) == data:
        sync_name(target)  # who put it there may have been killed before
    else:
        put_in_place(set_aside(target, data), target)


def write_over(before: bytes | None, target: Path, data: bytes) -> bool:
    """Write the file if there still is `before` (None: nothing); return whether the data stands there."""
    stands = standing(target)
    if stands == data:
        sync_name(target)
        return True
    return stands == before and put_in_place_of(before, set_aside(target, data), target)


def standing(file: Path) -> bytes | None:
    """Return what is in the file; None where there is none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def aside_of(target: Path) -> Path:
    """Return a place beside the target where nobody else writes. What a killed process left there a day ago goes."""
    folder = Path(os.path.realpath(target)).parent
    with refused_as(target):
        clear_old(folder, _ASIDES)
    return folder / f".new-{target.name[:_SHOWN_OF_A_NAME]}-{secrets.token_hex(4)}.part"


def set_aside(target: Path, data: bytes) -> Path:
    """Write the data beside the target, with its permissions, and return where."""
    aside = aside_of(target)
    with refused_as(target), _gone_unless_done(aside):
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        try:
            write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_there(target):
            aside.chmod(target.stat().st_mode & 0o7777)
    return aside


def put_in_place(aside: Path, target: Path) -> None:
    """Let what was set aside become the target."""
    real = Path(os.path.realpath(target))
    with refused_as(target), _gone_unless_done(aside):
        _replace(aside, real)
    sync_name(target)


def put_in_place_of(before: bytes | None, aside: Path, target: Path) -> bool:
    """Let what was set aside become the target if there is still `before` (None: nothing); return whether it did.

    If not, what was set aside is gone. The rename follows the look at once: no system lets a program say: replace this
    if it is still what I saw.
    """
    real = Path(os.path.realpath(target))
    with refused_as(target), _gone_unless_done(aside):
        if standing(real) != before:
            aside.unlink()
            return False
        _replace(aside, real)
    sync_name(target)
    return True


def copy_file(source: Path, target: Path, *, told_as: Path | None = None) -> None:
    """Copy the file to where none is, and wait until it is on the disk.

    Raises OSError with the name of the one that failed, `told_as` for the target: a full disk must not be taken for
    that of the recorder.
    """
    name = told_as or target
    with naming(source), source.open("rb") as data:
        with naming(name):
            copy = target.open("xb")
        with copy:
            while block := data.read(_BLOCK):
                with naming(name):
                    copy.write(block)
            with naming(name):
                copy.flush()
                os.fsync(copy.fileno())


def sync_file(file: Path) -> None:
    """Wait until the file and its name are on the disk."""
    with refused_as(file):
        handle = os.open(file, os.O_RDWR | _BINARY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    sync_name(file)


def sync_name(path: Path) -> None:
    """Wait until the name of the file or folder is on the disk, or that it is gone."""
    with refused_as(path):
        sync_folder(Path(os.path.realpath(path)).parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in the folder are on the disk, where that disk can tell."""
    if os.name == "nt":
        return  # there, a folder can't be opened, and its entries are written with the file
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNKNOWN_HERE:
            raise
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write all of the data: one call may take only a part of it."""
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def made(folder: Path) -> Path:
    """Return the folder; it is there, and on the disk."""
    folder.mkdir(exist_ok=True)
    sync_name(folder)
    return folder


def remove_folder(folder: Path, *, told_as: Path | None = None) -> None:
    """Remove the folder with all that is in it.

    Raises OSError with its name, or the one `told_as`: the system knows what it can't remove by its last name alone.
    """
    try:
        shutil.rmtree(folder)
    except OSError as error:
        error.filename, error.filename2 = str(told_as or folder), None
        raise


def clear_old(folder: Path, pattern: str, age_s: float = DAY_S) -> None:
    """Take away what runs left there that were killed: nobody needs a day to write a file or to copy recordings."""
    for left in matching(folder, pattern):
        with suppress(OSError):  # its owner puts it in place just now, or it is somebody else's
            if time.time() - left.stat().st_mtime >= age_s:
                shutil.rmtree(left, ignore_errors=True) if is_folder(left) else left.unlink()


@contextmanager
def refused_as(file: Path) -> Iterator[None]:
    """Let whatever a disk refuses be told with this file's name: that of an aside or a folder says nothing."""
    try:
        yield
    except OSError as error:
        raise named(error, file) from error.__cause__


@contextmanager
def _gone_unless_done(aside: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):  # what went wrong first is what is told
            aside.unlink(missing_ok=True)
        raise


def _replace(aside: Path, target: Path) -> None:
    for _ in range(TRIES if os.name == "nt" else 0):
        try:
            return os.replace(aside, target)  # noqa: PTH105 - the tests make each step of the disk fail, by its name
        except PermissionError:
            time.sleep(WAIT_S)
    return os.replace(aside, target)  # noqa: PTH105 - as above
