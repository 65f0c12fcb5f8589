"""What disks and networks report, in plain words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from radkind_pod.errors import TransferError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ESHUTDOWN}
"""What a network folder or a stick reports when it is no longer there."""


def full(where: str) -> TransferError:
    """The disk or the quota is used up."""
    return TransferError(
        where, "there is no room left: the disk or your quota is full", "Make room there, then try again"
    )


def denied(where: str, what: str) -> TransferError:
    """The login is right but may not do this."""
    return TransferError(where, f"{what} is not allowed to you", "Ask those who look after the server for the right")


def no_folder(where: str, folder: str) -> TransferError:
    """A folder that must be there is not."""
    return TransferError(
        where,
        f"the folder {folder} is not there",
        "Look at the path in the address: servers often begin it elsewhere than you see it. If it is right, make that "
        "folder there first",
    )


def broken(where: str, why: object) -> TransferError:
    """The connection broke, or there is none."""
    return TransferError(
        where,
        f"the connection broke ({why})",
        "Look whether the network is there, and try again: publishing sends only what is missing",
        is_broken=True,
    )


def unreachable(where: str, why: object) -> TransferError:
    """No connection could be made."""
    return TransferError(
        where,
        f"can't be reached ({why})",
        "Look whether the network is there and the address is right, and try again",
        is_broken=True,
    )


def left_empty(folder: str, why: object) -> str:
    """What to remark where an empty folder stays: its name may be that of somebody who took their consent back."""
    return f"the empty folder {folder} can't be taken away ({why}), so its name can still be read. Delete it by hand"


@contextmanager
def disk(where: str) -> Iterator[None]:
    """Turn what a disk reports into a TransferError."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise full(where) from error
        if error.errno in DENIED:
            raise TransferError(
                where,
                "writing or reading there is not allowed to you",
                "Give yourself the right (its owner or an administrator can), or name another folder in config.yaml, "
                "as `to:` under `publish:`",
            ) from error
        if error.errno in GONE:
            raise broken(where, error.strerror) from error
        raise TransferError(
            where, f"the disk or network folder says: {error.strerror}", "Mend that, then try again"
        ) from error
