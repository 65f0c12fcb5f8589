"""The old feed, fetched or read from a file."""

import re
from dataclasses import dataclass
from errno import EIO
from pathlib import Path
from urllib.parse import urlsplit

from radkind_pod.errors import Problem, SourceError, TransferError
from radkind_pod.present import is_file
from radkind_pod.progress import Progress
from radkind_pod.sources.feed_import.addresses import NotFetched, host_of
from radkind_pod.sources.feed_import.fetching import Fetcher
from radkind_pod.sources.feed_import.old import OldFeed
from radkind_pod.sources.feed_import.reading import read_old_feed
from radkind_pod.sources.feed_import.tree import MOST_BYTES, too_large
from radkind_pod.sources.text import shown

NAME = "feed.xml"
_AS_APPS_WRITE = re.compile(r"^(?:feed|itpc|pcast|podcast):(?://)?(?:https?:/?/?)?(?=[a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """An old feed and its bytes. `trusted` is the host that the person typed, "" for a file."""

    feed: OldFeed
    data: bytes
    trusted: str


def open_source(source: str, feed_url: str, progress: Progress) -> Opened:
    """Return the feed at this address, or in this file. `feed_url` is its true address, where the person says it.

    Raises SourceError where it is no feed that can be read, TransferError where the address can't be fetched.
    """
    address = _AS_APPS_WRITE.sub("https://", source, count=1)
    if not is_address(address):
        file = shown(Path(source))
        return Opened(read_old_feed(data := _read(file), file, feed_url), data, "")
    _refuse_what_cant_be_named(address)
    trusted = host_of(address)
    try:
        data, _ = Fetcher(trusted, progress).read(address, MOST_BYTES)
    except (NotFetched, ValueError) as error:
        remedy = "Try the address in a browser; or save the feed there as a file, and import the file"
        raise TransferError(address, f"the feed can't be fetched: {error}", remedy) from error
    return Opened(read_old_feed(data, Path(NAME), feed_url or address), data, trusted)


def _refuse_what_cant_be_named(address: str) -> None:
    """Raise SourceError where an address is none, or holds what must not stand in the project."""
    try:
        parts = urlsplit(address)
        names_a_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        message = f"{address[:200]!r} is not a web address. Copy it out of the browser's address line"
        raise SourceError([Problem(Path(NAME), None, message)]) from None
    if not names_a_host:
        message = f"{address[:200]!r} names no host. Write the feed's whole address"
        raise SourceError([Problem(Path(NAME), None, message)])
    if "@" in parts.netloc:
        what = "password" if parts.password else "user name"
        message = (
            f"the address holds a {what}, which would stand in the project. Save the feed as a file, and import that"
        )
        raise SourceError([Problem(Path(NAME), None, message)])


def is_address(source: str) -> bool:
    """Say whether this is a web address, and not the name of a file."""
    return re.match(r"https?://", _AS_APPS_WRITE.sub("https://", source, count=1), re.IGNORECASE) is not None


def _read(file: Path) -> bytes:
    try:
        if is_file(file) and file.stat().st_size > MOST_BYTES:
            raise too_large(file)
        return file.read_bytes()
    except FileNotFoundError:
        message = "is not there. Name the feed's file, or write its whole address, with https:// in front"
        raise SourceError([Problem(file, None, message)]) from None
    except OSError as error:
        if error.errno == EIO:  # the disk fails, and no other file is meant
            raise
        message = f"can't be read: {error.strerror or error}. Name the feed's file"
        raise SourceError([Problem(file, None, message)]) from error
