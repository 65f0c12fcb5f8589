"""Files that are written aside: what they are called, and what they must be before they take their place."""

import hashlib
import re
from pathlib import Path
from secrets import token_hex

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import Outgoing

ASIDE = re.compile(r"\.part-[0-9a-f]{16}")
"""A file that is still on its way. Its name is new each time, so that two publishers never write into the same one."""
CLAIM = ".claim-"


def aside(path: str) -> str:
    """Return a new name beside this path, hidden from web servers that hide what begins with a dot."""
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}.part-{token_hex(8)}"


def sha256(data: bytes) -> str:
    """Return the SHA-256 in hex digits."""
    return hashlib.sha256(data).hexdigest()


def check_source(file: Outgoing, source: Path) -> None:
    """Make sure that the local file is the one that is to go out. Raises TransferError where it is not."""
    try:
        with source.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        size = source.stat().st_size
    except OSError as error:
        raise TransferError(str(source), f"can't be read ({error.strerror})", "Build again, then publish") from error
    if (size, found) != (file.bytes, file.sha256):
        raise TransferError(
            str(source), "was changed since it was made ready to go out", "Build again, then publish again"
        )


def check_arrived(where: str, path: str, expected: int, found: int | None) -> None:
    """Make sure that the file aside is whole. Raises TransferError where it is not."""
    if found != expected:
        arrived = "nothing" if found is None else f"{found} bytes"
        raise TransferError(
            where,
            f"of {path} only {arrived} of {expected} bytes arrived, and nothing was replaced",
            "Try again. If it stays so, look how much room is left there",
            is_broken=True,
        )
