"""A publisher that is killed, or whose connection is cut, in the middle: listeners see the old file or the new one."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.publish.destinations.behaviour import is_told, send
from tests.system.destinations.conftest import ALL, KINDS
from tests.system.destinations.reach import Reach
from tests.system.servers import Cutter

from radkind_pod.errors import TransferError

pytestmark = pytest.mark.system
KILLS = int(os.environ.get("POD_KILLS", "8"))
CUTS = int(os.environ.get("POD_CUTS", "4"))
SIZE = 20 << 20
"""Enough for several parts at S3, and for a moment to be killed in."""
GAPPED = {"rclone-dav", "rclone-sftp"}
"""rclone takes the old file away before it moves the new one to its place, so it may be missing for a moment."""


class Watcher:
    """Reads one path again and again, as listeners do, and keeps what was seen that is neither old nor new."""

    def __init__(self, reach: Reach, path: str, *whole: bytes | None) -> None:
        self.broken: list[int] = []
        self.missing = self.looks = 0
        self._reach, self._path, self._whole = reach, path, whole
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Watcher":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def look(self) -> None:
        found = self._reach.look(self._path)
        self.looks += 1
        if found is None and None not in self._whole:
            self.missing += 1
        elif found not in self._whole:
            self.broken.append(-1 if found is None else len(found))

    def _watch(self) -> None:
        while not self._stop.is_set():
            self.look()
            time.sleep(0.01)


def contents() -> tuple[bytes, bytes]:
    chance = random.Random(7)
    return chance.randbytes(SIZE), chance.randbytes(SIZE)


@pytest.mark.parametrize("reach", ALL, indirect=True)
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "replaced"])
def test_a_killed_publisher_leaves_the_old_file_or_the_new_one(reach: Reach, is_new: bool, tmp_path: Path) -> None:
    """Killed at random moments of an upload; what it left aside is gone after the next run, which is whole."""
    old, new = contents()
    path, source = "media/episode.mp3", tmp_path / "new"
    source.write_bytes(new)
    with reach.open() as there:
        start = time.monotonic()
        send(there, "media/other.mp3", old, tmp_path)
        took = time.monotonic() - start
        if not is_new:
            send(there, path, old, tmp_path)
    chance = random.Random(is_new)
    with Watcher(reach, path, None if is_new else old, new) as watcher:
        for _ in range(KILLS):
            put_and_kill(reach, path, source, chance.uniform(0, took))
    with reach.open() as there:
        send(there, path, new, tmp_path)
    watcher.look()
    assert watcher.broken == []
    assert watcher.missing == 0 or reach.kind in GAPPED
    assert reach.look(path) == new
    assert reach.left() == ["media/episode.mp3", "media/other.mp3"]
    assert watcher.looks > KILLS


def put_and_kill(reach: Reach, path: str, source: Path, after_s: float) -> None:
    client = reach.client()
    assert client.stdout
    assert client.stdout.readline() == "open\n"
    client.stdin.write(f"put {path} {source}\n")
    client.stdin.flush()
    time.sleep(after_s)
    client.send_signal(signal.SIGKILL)
    client.communicate()


@pytest.mark.parametrize("reach", ALL, indirect=True)
def test_of_a_killed_upload_nothing_is_left_once_its_file_is_deleted(reach: Reach, tmp_path: Path) -> None:
    """The episode is withdrawn, and nothing is ever put into its folder again."""
    path, source = "episodes/gone/gone-1a2b.mp3", tmp_path / "new"
    source.write_bytes(contents()[0])
    with reach.open() as there:
        start = time.monotonic()
        send(there, "other.mp3", source.read_bytes(), tmp_path)
        took = time.monotonic() - start
    chance = random.Random(5)
    for _ in range(KILLS):
        put_and_kill(reach, path, source, chance.uniform(0, took))
    time.sleep(2)  # a server needs a moment to see that nobody is there any more
    with reach.open() as there:
        there.create(".pod/lock", b"x")
        there.delete(path)
        assert reach.left() == [".pod/lock", "other.mp3"]
        assert reach.folders() == [] or is_told(there)


@contextmanager
def cutter(reach: Reach) -> Iterator[tuple[Reach, Cutter]]:
    proxy = Cutter(reach.port)
    if reach.kind in {"sftp", "rclone-sftp", "rsync"}:
        home = Path(reach.environment["HOME"])
        known = (home / ".ssh/known_hosts").read_text(encoding="utf-8").splitlines()[0].split(maxsplit=1)[1]
        with (home / ".ssh/known_hosts").open("a", encoding="utf-8") as file:
            file.write(f"[127.0.0.1]:{proxy.port} {known}\n")
    try:
        yield reach.by(proxy.port), proxy
    finally:
        proxy.close()


@pytest.mark.parametrize("reach", KINDS, indirect=True)
def test_a_connection_that_is_cut_leaves_the_old_file_and_says_so(reach: Reach, tmp_path: Path) -> None:
    """Cut after some bytes of an upload: a TransferError that may be tried again, and trying again works."""
    old, new = contents()
    path = "media/episode.mp3"
    with reach.open() as there:
        send(there, path, old, tmp_path)
    chance = random.Random(3)
    with cutter(reach) as (through, proxy), Watcher(reach, path, old, new) as watcher:
        for _ in range(CUTS):
            proxy.cut_after(float("inf"))
            with through.open() as there:
                proxy.cut_after(chance.uniform(1000, SIZE * 0.95))
                with pytest.raises(TransferError) as told:
                    send(there, path, new, tmp_path)
            assert told.value.is_broken, str(told.value)
            assert reach.look(path) == old
        proxy.cut_after(float("inf"))
        with through.open() as there:
            send(there, path, new, tmp_path)
    assert watcher.broken == []
    assert watcher.missing == 0 or reach.kind in GAPPED
    assert reach.look(path) == new
    for _ in range(75):  # a server that has not heard of the end clears up after its own time-out, which is 60 s
        if reach.left() == [path]:
            break
        time.sleep(1)
    assert reach.left() == [path]
