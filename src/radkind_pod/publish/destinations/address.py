"""The address of a destination, taken apart."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from radkind_pod.errors import TransferError


@dataclass(frozen=True, slots=True)
class Address:
    """Where to publish, by its parts. `path` begins with a slash and ends without one; "" is the top."""

    text: str
    """As a person may read it: it holds no secret."""
    scheme: str
    host: str
    path: str
    user: str | None = None
    port: int | None = None
    options: dict[str, str] = field(default_factory=dict)

    @property
    def around(self) -> str:
        """The folder around the destination's own, as a person writes it: `/`, `/var/www`, `~`, `~/web`."""
        around = self.path.rpartition("/")[0]
        return around.removeprefix("/") if f"{around}/".startswith("/~/") else around or "/"

    def at(self, path: str) -> str:
        """Return where this path of the destination is on the server."""
        return f"{self.path}/{inside(path)}"


def parsed(text: str) -> Address:
    """Take an address apart. Raises TransferError where it may hold a password or is none: then it isn't told."""
    rest = text.partition("://")[2]
    if "#" in rest or "@" in re.split(r"[/?]", rest, maxsplit=1)[-1]:
        raise TransferError(
            "publish",
            "the address has an @ or # behind the host's name, as a password would that isn't in its place",
            "Take a password out, change it, and give the new one in RADKIND_POD_PASSWORD or the keyring. An @ or # of "
            "the path is written %40 or %23",
        )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise TransferError("publish", "the address has a port or host that can't be", "Correct it") from None
    if parts.password is not None:
        raise TransferError(
            f"{parts.scheme}://{parts.hostname}",
            "the address holds a password, which everybody who reads the file would know",
            "Take it out, change that password, and give the new one in RADKIND_POD_PASSWORD or the keyring",
        )
    if not parts.hostname:
        raise TransferError(text, "the address names no host", "Write it like sftp://user@example.org/var/www/podcast")
    user = unquote(parts.username) if parts.username else None
    options = dict(parse_qsl(parts.query))
    path = unquote(parts.path).rstrip("/")
    return Address(text.rstrip("/"), parts.scheme, parts.hostname, path, user, port, options)


def inside(path: str) -> str:
    """Return the path itself. Raises ValueError where it would lead out of the destination: that is a bug."""
    if not path or path.startswith("/") or "\\" in path or {"", ".", ".."} & set(path.split("/")):
        raise ValueError(path)
    return path


def parents(path: str) -> list[str]:
    """Return the folders of a relative path, the outermost first: `a`, `a/b` for `a/b/c.mp3`."""
    parts = inside(path).split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def is_hidden(path: str) -> bool:
    """Say whether the path leads through something that begins with a dot: the lock and the ledger lie there.

    Who doesn't hold the lock may be writing there, so nothing is cleared or tidied up when such a file is deleted.
    """
    return any(part.startswith(".") for part in inside(path).split("/"))


def may_be_empty(path: str) -> list[str]:
    """Return the folders that may be empty without this file, the innermost first: `a/b`, `a` for `a/b/c.mp3`."""
    return [] if is_hidden(path) else parents(path)[::-1]
