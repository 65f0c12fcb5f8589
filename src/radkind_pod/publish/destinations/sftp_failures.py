"""What an SFTP server reports, in plain words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import paramiko

from radkind_pod.errors import TransferError
from radkind_pod.publish.destinations.failures import broken, denied, no_folder


@contextmanager
def told(where: str, path: str, folder: str) -> Iterator[None]:
    """Raise TransferError for what goes wrong inside, of this path in this folder of the server."""
    try:
        yield
    except (EOFError, TimeoutError, ConnectionError, paramiko.SSHException, paramiko.SFTPError) as error:
        raise broken(where, error or type(error).__name__) from error
    except OSError as error:
        if "ocket is closed" in str(error):
            raise broken(where, error) from error
        if error.errno == errno.EACCES:
            raise denied(where, f"writing or reading {path}") from error
        if error.errno == errno.ENOENT:
            raise no_folder(where, folder) from error
        raise TransferError(
            where,
            f"the server refuses {path}, and says only: {error}",
            "Most often its disk or your quota is full. Make room there, then try again",
        ) from error
