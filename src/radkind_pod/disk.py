"""What every writer waits for: that a name is on the disk, and outlives a power cut."""

import errno
import os
import shutil
from pathlib import Path

_UNKNOWN_HERE = {errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""What network, shared and FUSE drives answer that can't do it for a folder: the file is in its place all the same."""


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


def remove_folder(folder: Path, *, told_as: Path | None = None) -> None:
    """Remove the folder with all that is in it.

    Raises OSError with its name, or the one `told_as`: the system knows what it can't remove by its last name alone.
    """
    try:
        shutil.rmtree(folder)
    except OSError as error:
        error.filename, error.filename2 = str(told_as or folder), None
        raise
