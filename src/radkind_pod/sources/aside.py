"""Files and folders that are made aside: what a person wrote is written anew only as it was read."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from radkind_pod.disk import clear_old, put_in_place_of, set_aside, sync_name
from radkind_pod.errors import NeedsPerson, named

_NEW = ".new-"


@contextmanager
def folder_aside(target: Path) -> Iterator[Path]:
    """Give a hidden folder to fill; it becomes `target` when all went well, and vanishes when not."""
    clear_old(target.parent, f"{_NEW}*")
    folder = target.parent / f"{_NEW}{target.name}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True)
        yield folder
        folder.rename(target)
        sync_name(target)
    except OSError as error:
        if error.filename and error.errno:  # told as what it was about to be
            raise named(error, Path(str(error.filename).replace(folder.name, target.name))) from error.__cause__
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def written_aside(target: Path, data: str | bytes, before: bytes | None) -> Iterator[Path]:
    """Give the written file to look at; it becomes `target`, with its permissions, unless something is raised.

    `before` is what the text was made of: what stands there, None for nothing. Raises NeedsPerson where somebody else
    has changed that meanwhile, and then nothing is changed.
    """
    part = set_aside(target, data if isinstance(data, bytes) else data.encode())
    try:
        yield part
        if not put_in_place_of(before, part, target):
            what = "somebody else changed this file just now, so nothing was written to it"
            raise NeedsPerson(target, what, "Try the same again")
    finally:
        with suppress(OSError):  # what went wrong first is what is told
            part.unlink(missing_ok=True)
