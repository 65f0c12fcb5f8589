"""A destination in memory that can be killed at any step, a listener who looks at it after each, and runs to it."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from radkind_pod.errors import NeedsPerson, TransferError
from radkind_pod.model.outgoing import FEED, MEDIA, PAGE, Outgoing
from radkind_pod.progress import Silent
from radkind_pod.publish.destinations import Raced, Tell, There, untold
from radkind_pod.publish.sending.compare import FEED_PATH, Changes, Wanted, as_found, compare
from radkind_pod.publish.sending.journal import Journal
from radkind_pod.publish.sending.ledger import LEDGER, LOCK, Known, digest_of, read_ledger
from radkind_pod.publish.sending.lock import Clock, Hold, drop_left_over, held
from radkind_pod.publish.sending.send import Load, send

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD = {"one": "hello", "two": "hello"}
NEW = {"one": "hello, mended", "two": "hello", "three": "new"}


class Killed(BaseException):
    """The process is gone."""


class Watch:
    """A clock that goes on only while somebody sleeps, or when it is told to. `naps` are how long they slept."""

    def __init__(self) -> None:
        self.at_s = 0.0
        self.naps: list[float] = []
        self.while_asleep: Callable[[], None] = lambda: None
        self.clock = Clock(lambda: (self.at_s,), self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.at_s += seconds
        self.naps.append(seconds)
        self.while_asleep()


class Shelf:
    """Holds files. `kill_at` counts the steps that change something; `looks` are asked after each of them."""

    name = "memory"

    def __init__(self) -> None:
        self.remarks: list[str] = []
        self.files: dict[str, bytes] = {}
        self.steps = 0
        self.kill_at: int | None = None
        self.kill_before = True
        self.breaks: set[int] = set()
        self.puts: list[str] = []
        self.look: Callable[[], None] = lambda: None

    def __enter__(self) -> "Shelf":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def stat(self, path: str) -> There | None:
        return There(len(self.files[path])) if path in self.files else None

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def put(self, file: Outgoing, source: Path, tell: Tell = untold) -> None:
        def act() -> None:
            tell(file.bytes // 2)
            self.files[file.path] = source.read_bytes()
            self.puts.append(file.path)

        self._step(act)

    def swap(self, file: Outgoing, data: bytes, expected: str | None) -> None:
        def act() -> None:
            standing = self.files.get(file.path)
            if (sha256(standing).hexdigest() if standing is not None else None) != expected:
                raise Raced
            self.files[file.path] = data
            self.puts.append(file.path)

        self._step(act)

    def create(self, path: str, data: bytes) -> bool:
        if path in self.files:
            return False
        self._step(lambda: self.files.__setitem__(path, data))
        return True

    def delete(self, path: str) -> None:
        self._step(lambda: self.files.pop(path, None))

    def _step(self, act: Callable[[], object]) -> None:
        self.steps += 1
        is_last = self.steps == self.kill_at
        if is_last and self.kill_before:
            raise Killed
        if self.steps in self.breaks:
            raise TransferError(self.name, "the connection broke", "Try again", is_broken=True)
        act()
        self.look()
        if is_last:
            raise Killed


def holding(shelf: Shelf) -> Hold:
    """Return a lock that is held, as if nobody else were there."""
    shelf.files[LOCK] = b"{}"
    return Hold(shelf, b"{}", Watch().clock)


def left_by(shelf: Shelf, token: Path, now: datetime = NOW) -> bytes:
    """Leave a lock as a run does that is killed; return it."""
    with held(shelf, token, now, Watch().clock):
        left = shelf.files[LOCK]
    shelf.files[LOCK] = left
    return left


def is_open(shelf: Shelf, token: Path, now: datetime = NOW, watch: Watch | None = None) -> bool:
    """Say whether somebody gets the lock."""
    with suppress(NeedsPerson), held(shelf, token, now, (watch or Watch()).clock):
        return True
    return False


def show(
    folder: Path,
    episodes: dict[str, str],
    withheld: dict[str, str] | None = None,
    guids: dict[str, str] | None = None,
) -> tuple[Wanted, dict[str, Path]]:
    """Return a show of these episodes (slug to what its sound says) as files on disk.

    An episode's guid is made of its slug unless `guids` has another one.
    """
    contents: dict[str, tuple[str, bytes]] = {}
    named = []
    for slug, sound in episodes.items():
        data = f"sound of {slug}: {sound}".encode() * 3
        path = f"episodes/{slug}/{slug}-{sha256(data).hexdigest()[:12]}.mp3"
        contents[path] = (MEDIA, data)
        contents[f"episodes/{slug}/index.html"] = (PAGE, f"page of {slug}, {sound}".encode())
        named.append(path)
    contents["index.html"] = (PAGE, json.dumps(sorted(episodes)).encode())
    contents["feed.xml"] = (FEED, json.dumps(named).encode())
    files, sources = [], {}
    for path, (kind, data) in contents.items():
        file = folder / sha256(data).hexdigest()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        sources[path] = file
        files.append(Outgoing(path, kind, "text/plain", len(data), sha256(data).hexdigest()))
    known = tuple(
        Known((guids or {}).get(slug, f"guid-{slug}"), slug, (withheld or {}).get(slug, "")) for slug in episodes
    )
    return Wanted(tuple(sorted(files, key=lambda file: file.path)), known), sources


def run(
    shelf: Shelf,
    wanted: Wanted,
    sources: Mapping[str, Path],
    machine: Path,
    now: datetime = NOW,
    watch: Watch | None = None,
    **wishes: bool,
) -> Changes:
    """Do what a publish does, from a machine of its own folder."""
    data = shelf.read(LEDGER)
    ledger = as_found(read_ledger(data, shelf.name), digest_of(shelf.read(FEED_PATH)))
    changes = compare(ledger, wanted, now, **wishes)
    if not changes.is_none:
        with held(shelf, machine / "token", now, (watch or Watch()).clock) as hold:
            load = Load(wanted, changes, sources, ledger, digest_of(data), hold)
            send(shelf, load, Journal(machine / "journal", ledger.run), lambda _: (), now, Silent())
    else:
        drop_left_over(shelf, machine / "token")
    return changes


def watched(shelf: Shelf, *allowed: bytes | None) -> None:
    """Look at the shelf as a listener does, after every step."""

    def look() -> None:
        feed = shelf.files.get(FEED_PATH)
        assert feed in allowed
        for path in json.loads(feed) if feed else []:
            assert shelf.files[path].startswith(b"sound of "), path

    shelf.look = look


def public(shelf: Shelf) -> set[str]:
    return {path for path in shelf.files if not path.startswith(".radkind-pod/")}
