"""Files written beside their place and then put there: each is whole, or as it was before, also after a power cut."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from radkind_pod.errors import naming


@contextmanager
def written_aside(target: Path, data: str | bytes) -> Iterator[Path]:
    """Give the written file to look at; it becomes `target`, with its permissions, unless something is raised."""
    part = target.with_name(f".{target.name}.part")
    with naming(target):
        try:
            part.write_bytes(data if isinstance(data, bytes) else data.encode())
            to_disk(part)
            yield part
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
            to_disk(target.parent)
        finally:
            part.unlink(missing_ok=True)


def write_whole(target: Path, data: bytes) -> None:
    """Write the file, in place of the one that may be there."""
    with written_aside(target, data):
        pass


def to_disk(path: Path) -> None:
    """Wait until what is in the file, or the names in the folder, are on the disk."""
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":
        return  # there, a folder can't be opened, and its entries are written with the file
    handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
