"""Where a show can be published. Each destination is a module of its own, opened by the scheme of its address.

To add one: write a class that does what Destination says, and name it in `open_destination`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class There:
    """A file at the destination. `tag` is another one when the bytes are (an ETag), None where none is given."""

    bytes: int
    tag: str | None = None


Tell = Callable[[int], None]
"""Told how many bytes of a file have gone up. Calls may come often, and from other threads."""


def untold(_: int) -> None:
    """Tell nobody."""


class Destination(Protocol):
    """A folder somewhere. Paths are relative to it, with forward slashes. Every method raises TransferError."""

    @property
    def name(self) -> str:
        """The address as a person may read it: without any secret."""

    @property
    def remarks(self) -> list[str]:
        """What a person should know about this destination; it grows while work is done there."""

    def stat(self, path: str) -> There | None:
        """Return how large the file is; None where there is none."""

    def read(self, path: str) -> bytes | None:
        """Return a small file; None where there is none."""

    def put(self, file: Outgoing, source: Path, tell: Tell = untold) -> None:
        """Bring the whole file to its path, which shows nothing or the old bytes until it shows all the new ones.

        `tell` is told again and again how many bytes of it have gone, where the destination can know.
        """

    def swap(self, file: Outgoing, data: bytes, expected: str | None) -> None:
        """Replace a small file at once, only if its bytes are those with the SHA-256 `expected` (None: it isn't there).

        Raises Raced where somebody else has replaced it. Destinations that can't compare and replace in one step look
        just before they do it; the lock keeps others away then.
        """

    def create(self, path: str, data: bytes) -> bool:
        """Make a small file unless it is there; say whether this call made it.

        `data` is another one for everybody who calls this: that is how some destinations know whose file it is. Who
        reads the file while it is being made, or after its maker was killed right then, may find it empty.
        """

    def delete(self, path: str) -> None:
        """Take the file away, what interrupted runs left beside it, and then the folders that are empty without it.

        All of them may be gone already. Only who holds the lock calls this, but for files whose path has a part that
        begins with a dot, such as the lock itself: others may be writing beside those, so nothing else goes there.
        """


class Raced(Exception):
    """Somebody else has changed the file meanwhile."""


def open_destination(address: str, root: Path, secrets: "Secrets") -> AbstractContextManager[Destination]:
    """Return the destination of this address, connected while it is open; a folder's path counts from `root`.

    Raises TransferError where it can't be reached, ToolMissing where an extra or program is needed.
    """
    from radkind_pod.publish.destinations.address import parsed

    if "://" not in address:
        from radkind_pod.publish.destinations import folder

        return folder.opened(address, root)
    there = parsed(address)
    match there.scheme:
        case "sftp":
            from radkind_pod.publish.destinations import sftp

            return sftp.opened(there, secrets)
        case "s3":
            from radkind_pod.publish.destinations import s3

            return s3.opened(there, secrets)
        case "dav" | "davs":
            from radkind_pod.publish.destinations import dav

            return dav.opened(there, secrets)
        case "rsync":
            from radkind_pod.publish.destinations import rsync

            return rsync.opened(there)
    raise TransferError(there.text, "this kind of address is not known", "Write sftp://, s3://, davs:// or rsync://")


class Secrets(Protocol):
    """Where passwords and keys come from: the environment or the keyring, never a file."""

    def get(self, name: str) -> str | None:
        """Return the secret of this name, such as RADKIND_POD_PASSWORD; None where nobody gave it."""
