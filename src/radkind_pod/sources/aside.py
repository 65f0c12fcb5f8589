"""Files written beside their place and then put there: each is whole, or as it was before, also after a power cut."""

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from radkind_pod.disk import sync_folder
from radkind_pod.errors import NeedsPerson, naming

DAY_S = 86_400


@contextmanager
def written_aside(target: Path, data: str | bytes, before: bytes | None) -> Iterator[Path]:
    """Give the written file to look at; it becomes `target`, with its permissions, unless something is raised.

    `before` is what the text was made of: what stands there, None for nothing. Raises NeedsPerson where somebody else
    has changed that meanwhile, and then nothing is changed.
    """
    clear_old(target.parent, f".new-{target.name}-*")
    part = target.with_name(f".new-{target.name}-{uuid.uuid4().hex[:8]}.part")  # another one may write just now
    with naming(target):
        try:
            part.write_bytes(data if isinstance(data, bytes) else data.encode())
            to_disk(part)
            yield part
            if target.exists():
                shutil.copymode(target, part)
            if standing(target) != before:
                what = "somebody else changed this file just now, so nothing was written to it"
                raise NeedsPerson(target, what, "Try the same again")
            part.replace(target)
            to_disk(target.parent)
        finally:
            part.unlink(missing_ok=True)


def write_whole(target: Path, data: bytes) -> None:
    """Write the file, in place of the one that may be there."""
    with written_aside(target, data, standing(target)):
        pass


def standing(file: Path) -> bytes | None:
    """Return what is in the file; None where there is none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def clear_old(folder: Path, pattern: str) -> None:
    """Take away what runs left there that were killed: nobody needs a day to write a file or to copy recordings."""
    for left in folder.glob(pattern):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > DAY_S:
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()


def to_disk(path: Path) -> None:
    """Wait until what is in the file, or the names in the folder, are on the disk."""
    if path.is_dir():
        return sync_folder(path)
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
