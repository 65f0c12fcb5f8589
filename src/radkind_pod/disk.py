"""What every writer waits for: that a name is on the disk, and outlives a power cut."""

import errno
import os
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
