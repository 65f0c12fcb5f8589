"""A text file written beside its place and then put there: it is whole, or as it was before."""

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from radkind_pod.errors import NeedsPerson

DAY_S = 86_400


@contextmanager
def written_aside(target: Path, text: str, before: bytes | None) -> Iterator[Path]:
    """Give the written file to look at; it becomes `target`, with its permissions, unless something is raised.

    `before` is what the text was made of: what stands there, None for nothing. Raises NeedsPerson where somebody else
    has changed that meanwhile, and then nothing is changed.
    """
    _clear_old(target)
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")  # two may write at once
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        yield part
        if target.exists():
            shutil.copymode(target, part)
        if standing(target) != before:
            raise NeedsPerson(
                target, "somebody else changed this file just now, so nothing was written to it", "Try the same again"
            )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def standing(file: Path) -> bytes | None:
    """Return what is in the file; None where there is none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _clear_old(target: Path) -> None:
    """Take away what a run left that was killed: nobody writes such a file for a day."""
    for left in target.parent.glob(f".{target.name}.*.part"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > DAY_S:
                left.unlink()
