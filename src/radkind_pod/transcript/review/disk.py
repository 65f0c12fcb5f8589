"""Files that are whole at every moment, and on the disk when the call returns. Writers hold the review's lock."""

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from radkind_pod.disk import sync_folder
from radkind_pod.errors import naming

TRIES, WAIT_S = 20, 0.1
"""On Windows a file that a virus scanner or a player has open just now can't be replaced; a moment later it can."""

DAY_S = 86_400

_BINARY = getattr(os, "O_BINARY", 0)


def made(folder: Path) -> Path:
    """Return the folder; it is there, and on the disk."""
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)
    return folder


def write(target: Path, data: bytes) -> None:
    """Write the file, in place of the one that may be there."""
    with naming(target):
        put_in_place(set_aside(target, data), target)


def write_alone(target: Path, data: bytes) -> None:
    """Write the file likewise, where no lock keeps others from writing to its folder."""
    with naming(target):
        put_in_place(set_aside(target, data, aside_of(target)), target)


def aside_of(target: Path) -> Path:
    """Return a place beside the target where nobody else writes. What a killed process left there a day ago goes."""
    folder = Path(os.path.realpath(target)).parent
    for left in folder.glob(".new-review-*"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > DAY_S:
                left.unlink()
    return folder / f".new-review-{secrets.token_hex(8)}.part"


def set_aside(target: Path, data: bytes, aside: Path | None = None) -> Path:
    """Write the data beside the target, and return where. What a killed process left there goes."""
    aside = aside or Path(os.path.realpath(target)).with_name(".review.part")
    aside.unlink(missing_ok=True)
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        try:
            write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        if target.exists():
            aside.chmod(target.stat().st_mode & 0o7777)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside


def put_in_place(aside: Path, target: Path) -> None:
    """Let what was set aside become the target."""
    real = Path(os.path.realpath(target))
    try:
        _replace(aside, real)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(real.parent)


def sync_file(file: Path) -> None:
    """Wait until the file and its name are on the disk."""
    handle = os.open(file, os.O_RDWR | _BINARY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(Path(os.path.realpath(file)).parent)


def write_all(handle: int, data: bytes) -> None:
    """Write all of the data: one call may take only a part of it."""
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _replace(aside: Path, target: Path) -> None:
    for _ in range(TRIES if os.name == "nt" else 0):
        try:
            return os.replace(aside, target)  # noqa: PTH105 - the tests make each step of the disk fail, by its name
        except PermissionError:
            time.sleep(WAIT_S)
    return os.replace(aside, target)  # noqa: PTH105 - as above
