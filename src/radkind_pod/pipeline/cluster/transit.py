"""Files that come to workers through a place that all computers reach, named by a URL (fsspec): s3://, sftp://, file://.

It is transit only. What lies there is told apart by run and project; all of it goes when the run ends, and what a
killed run left goes when the next one begins: these are recordings of people who trust us.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import Empty, LifoQueue
from threading import BoundedSemaphore
from typing import Any, TypeVar
from uuid import uuid4

import fsspec
from fsspec.implementations.sftp import SFTPFileSystem

from radkind_pod.errors import CANT_WRITE, ToolMissing, TransferError, named
from radkind_pod.pipeline.cluster.parcels import Parcel, name_of, names_in
from radkind_pod.present import is_there
from radkind_pod.publish.destinations.address import parsed
from radkind_pod.publish.destinations.sftp_login import connected
from radkind_pod.transcript.checksums import sha256

T = TypeVar("T")
_TRIES = 3
_AT_ONCE = 4
"""So many transfers at the same time; servers let nobody in more often."""
_OPEN = "open"
"""Below the project, a file for each run that goes on, which is removed before what the run put there: so a worker that
was given up either sees that it is over and removes its own, or its own was there in time to be removed."""


class _Environment:
    """Where a worker finds a password."""

    def get(self, name: str) -> str | None:
        return os.environ.get(name)


class _Sftp(SFTPFileSystem):  # type: ignore[misc]  # fsspec has no types
    """As fsspec has it, but only with a server whose key is known, and by the same login as `publish`."""

    cachable = False

    def __init__(self, url: str) -> None:
        self._url = url
        super().__init__(parsed(url).host)

    def _connect(self) -> None:
        self.client = connected(parsed(self._url), _Environment())
        self.ftp = self.client.open_sftp()


class _Here(Exception):
    """This computer's own disk refuses the file."""

    def __init__(self, error: OSError, file: Path) -> None:
        self.error, self.file = error, file
        super().__init__(str(error))


def _always() -> None:
    """Go on whatever happens."""


class Storage:
    """The place that a URL names. Its methods are called from several threads."""

    def __init__(self, url: str) -> None:
        self._url, self._free = url.rstrip("/"), LifoQueue[tuple[Any, str]]()
        self._at_once = BoundedSemaphore(_AT_ONCE)

    def put(self, file: Path, place: str, go_on: Callable[[], None] = _always) -> None:
        """Copy the file to the place below the URL. `go_on` raises when it is this file's turn and nobody wants it."""
        self._do(lambda there, top: _put(there, file, f"{top}/{place}"), go_on)

    def get(self, place: str, file: Path) -> None:
        """Copy what is at the place into the file."""

        def copy(there: Any, top: str) -> None:
            try:
                there.get_file(f"{top}/{place}", str(file))
            except OSError as error:
                if error.errno in CANT_WRITE:  # a server that is read from meets none of them
                    raise _Here(error, file) from error
                raise

        self._do(copy)

    def remove(self, place: str) -> None:
        """Remove everything below the place."""
        self._do(lambda there, top: _remove(there, f"{top}/{place}"))

    def mark(self, place: str) -> None:
        """Put an empty file at the place."""
        self._do(lambda there, top: _mark(there, f"{top}/{place}"))

    def has(self, place: str) -> bool:
        """Say whether there is something at the place."""
        return self._do(lambda there, top: bool(there.exists(f"{top}/{place}")))

    def _do(self, work: Callable[[Any, str], T], go_on: Callable[[], None] = _always) -> T:
        """Do it; a connection that broke is made anew. Raises TransferError."""
        with self._at_once:
            for left in reversed(range(_TRIES)):
                go_on()
                there = None
                try:
                    there = self._opened(is_new=left < _TRIES - 1)  # the others may be as old as the one that broke
                    done = work(*there)
                except (ToolMissing, TransferError):
                    raise
                except _Here as here:
                    raise named(here.error, here.file) from here
                except Exception as error:  # each kind of storage has errors of its own
                    if there and isinstance(there[0], _Sftp):
                        there[0].client.close()
                    if left:
                        continue
                    raise TransferError(
                        self._url,
                        f"files can't go through here ({type(error).__name__}: {error})",
                        "Look at the address, and whether this computer and every worker may read and write there",
                    ) from error
                self._free.put(there)
                return done
        raise AssertionError

    def _opened(self, *, is_new: bool) -> tuple[Any, str]:
        with suppress(Empty):
            if not is_new:
                return self._free.get_nowait()
        if self._url.startswith(("sftp://", "ssh://")):
            return _Sftp(self._url), parsed(self._url).path
        try:
            there, top = fsspec.core.url_to_fs(self._url, skip_instance_cache=True, use_listings_cache=False)
        except ImportError as missing:
            scheme = self._url.partition("://")[0]
            what = f"what opens {scheme}:// is not installed ({missing})"
            if scheme == "s3":
                raise ToolMissing(what, ["pip install s3fs"]) from missing
            raise TransferError(self._url, what, "Bring it here and to every worker, and run this again") from missing
        return there, str(top)


@dataclass(frozen=True, slots=True)
class TransitWay:
    """The storage, the project's folder in it, and the word of this run."""

    url: str
    project: str
    word: str

    @property
    def run(self) -> str:
        """The folder of this run."""
        return f"{self.project}/{self.word}"

    @property
    def open(self) -> str:
        """The file that says that the run goes on."""
        return f"{self.project}/{_OPEN}/{self.word}"

    def room(self, attempt: str, own: Path) -> Path:
        """Return a folder on the worker's own disk."""
        return own / attempt

    def fetch(self, inputs: tuple[Parcel, ...], room: Path) -> dict[Path, Path]:
        """Bring each parcel to this computer, once for the whole run; its name stays."""
        return {Path(parcel.name): self._fetched(parcel, room.parent / "fetched") for parcel in inputs}

    def _fetched(self, parcel: Parcel, kept: Path) -> Path:
        file = kept / parcel.sha256 / Path(parcel.name).name
        if not is_there(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            fetch_whole(storage(self.url), parcel, file)
        return file

    def deliver(self, out: Path, attempt: str) -> tuple[Parcel, ...]:
        """Put each file into a folder of this attempt alone: another one may still be at work on the same stage.

        Raises TransferError, and leaves nothing there, where the run is over by then.
        """
        self._refuse_when_over()
        try:
            return tuple(self._put(out, name, f"{attempt}/{number}") for number, name in enumerate(names_in(out)))
        finally:  # it took minutes, and all that is there may have been removed meanwhile
            self._refuse_when_over(attempt)

    def _put(self, out: Path, name: str, place: str) -> Parcel:
        storage(self.url).put(out / name, f"{self.run}/{place}")
        return Parcel(name, f"{self.run}/{place}", sha256(out / name))

    def _refuse_when_over(self, attempt: str = "") -> None:
        if storage(self.url).has(self.open):
            return
        if attempt:
            storage(self.url).remove(f"{self.run}/{attempt}")
        raise TransferError(self.url, "the run that this stage belongs to is over", "Run the command again")


class Transit:
    """This computer's end."""

    seen = None

    def __init__(self, url: str, project: Path, word: str) -> None:
        self._url, self._way = url, TransitWay(url, name_of(project), word)
        self._places: dict[str, str] = {}
        self._hashes: dict[tuple[Path, int, int], str] = {}
        for killed in (f"{self._way.project}/{_OPEN}", self._way.project):
            storage(url).remove(killed)
        storage(url).mark(self._way.open)

    @property
    def way(self) -> TransitWay:
        """The storage, and the folder of this run in it."""
        return self._way

    def offer(self, files: Iterable[Path], go_on: Callable[[], None]) -> tuple[Parcel, ...]:
        """Put each file there, if the same bytes aren't there already."""
        return tuple(self._offered(file, go_on) for file in files)

    def _offered(self, file: Path, go_on: Callable[[], None]) -> Parcel:
        digest = self._sha256(file)
        if digest not in self._places:
            place = f"{self._way.run}/{uuid4().hex}"
            storage(self._url).put(file, place, go_on)
            self._places[digest] = place
        return Parcel(str(file), self._places[digest], digest)

    def _sha256(self, file: Path) -> str:
        facts = file.stat()
        key = file, facts.st_size, facts.st_mtime_ns
        if key not in self._hashes:
            self._hashes[key] = sha256(file)
        return self._hashes[key]

    def collect(self, parcels: tuple[Parcel, ...], folder: Path) -> None:
        """Fetch what a worker made; the next stage finds it where it lies."""
        for parcel in parcels:
            target = folder / parcel.name
            target.parent.mkdir(parents=True, exist_ok=True)
            fetch_whole(storage(self._url), parcel, target)
            self._places.setdefault(parcel.sha256, parcel.place)

    def clear(self) -> None:
        """Remove all that this run has put there. Another run of the project may have begun."""
        for place in (self._way.open, self._way.run):
            storage(self._url).remove(place)


@cache
def storage(url: str) -> Storage:
    """Return the storage of this URL: one for the whole process."""
    return Storage(url)


def fetch_whole(there: Storage, parcel: Parcel, file: Path) -> None:
    """Fetch it, and keep it only if it is what was sent."""
    part = file.with_name(f".{uuid4().hex}")
    try:
        there.get(parcel.place, part)
        if sha256(part) != parcel.sha256:
            raise TransferError(
                parcel.place,
                "what came is not what was sent",
                "Run the same command again. If it comes back, look at the storage",
            )
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _put(there: Any, file: Path, place: str) -> None:
    there.makedirs(place.rpartition("/")[0], exist_ok=True)
    there.put_file(str(file), place)


def _mark(there: Any, place: str) -> None:
    there.makedirs(place.rpartition("/")[0], exist_ok=True)
    there.pipe_file(place, b"")


def _remove(there: Any, place: str) -> None:
    if there.exists(place):
        there.rm(place, recursive=True)
