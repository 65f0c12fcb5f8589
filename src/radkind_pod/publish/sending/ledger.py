"""What is at a destination, as the last publisher wrote it there. It holds nothing that isn't public anyway.

`.radkind-pod/ledger.json.gz` beside the public files; a second laptop reads it as well as the first.
"""

import gzip
import json
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from radkind_pod.errors import Refused
from radkind_pod.model.outgoing import PAGE, Outgoing
from radkind_pod.model.plain import from_plain, parsed, to_plain

LEDGER = ".radkind-pod/ledger.json.gz"
LOCK = ".radkind-pod/lock.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """An earlier file that listeners may still be loading. `until` is RFC 3339 text: from then on it is taken away."""

    path: str
    until: str
    sha256: str = ""
    """Of media alone."""


@dataclass(frozen=True, slots=True)
class Known:
    """An episode that stands in the feed. `withheld` is its Release's digest of what was taken out."""

    guid: str
    slug: str
    withheld: str
    earlier: tuple[str, ...] = ()
    """The slugs that it had before, as long as files of them are kept: what is taken back is taken from there too."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is there: the files of the show, earlier ones that are still kept, and the episodes of the feed.

    `feeds` are the SHA-256 of what may stand as feed.xml: two of them while a publisher is at that step.
    """

    generation: int = 0
    run: str = ""
    """While files go up: a random name of the run that sends them. "": no run is under way, or none came that far."""
    files: tuple[Outgoing, ...] = ()
    kept: tuple[Kept, ...] = ()
    episodes: tuple[Known, ...] = ()
    feeds: tuple[str, ...] = ()
    recalled: tuple[str, ...] = ()
    """The SHA-256 of sounds and texts that were taken away at once. They say nothing of what that was or whose."""


def write_ledger(ledger: Ledger) -> bytes:
    """Return the ledger as the destination keeps it; the same ledger gives the same bytes."""
    text = json.dumps({"schema": 1, **to_plain(ledger)}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def read_ledger(data: bytes | None, where: str) -> Ledger:
    """Return what the destination keeps, an empty ledger where nothing was published yet. Raises Refused."""
    if data is None:
        return Ledger()
    try:
        plain: Any = parsed(gzip.decompress(data))
        if plain.pop("schema") == 1:
            return from_plain(Ledger, plain)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        pass
    raise Refused(
        f"{where}: {LEDGER} is damaged, or a newer radkind-pod wrote it, so nobody knows what is published",
        "Bring the file back from a backup of the server, or use the newer version",
    )


def digest_of(data: bytes | None) -> str | None:
    """Return the SHA-256 of bytes, None for none."""
    return None if data is None else sha256(data).hexdigest()


def as_file(path: str, data: bytes, media_type: str) -> Outgoing:
    """Return small bytes as a file to be replaced."""
    return Outgoing(path, PAGE, media_type, len(data), sha256(data).hexdigest())
