"""Kill a command before each call that changes something, run it again, and see that nothing was torn or lost."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.torture.child import Act, Ended, run
from tests.torture.scenes import Scene, make_show

KILL = 0
FAILURES = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EDQUOT": errno.EDQUOT, "EROFS": errno.EROFS}
SIGKILLED = -9
GROWS = ("publishing.log", "ledger.json.gz", "review/log.jsonl")
"""Files that are written several times in one run; each has a test of its own."""
LEFT = "/.new-"
"""Copies of recordings for an episode that wasn't there yet: the next `new` takes them away after a day."""
KEPT = "/review/"
"""Versions that people made: more of them is no fault, one less is."""


@dataclass(frozen=True)
class Fault:
    """What went wrong: at which call of which scene."""

    scene: str
    how: str
    point: int
    call: str
    what: str


class Stage:
    """A scene ready to be played: the state before it, and what it comes to when nothing goes wrong."""

    def __init__(self, scene: Scene, room: Path) -> None:
        self.scene, self._room = scene, room
        self._start, self._there = room / "start", room / "there"
        _clear(self._start)
        make_show(self._start)
        for step in scene.before:
            if callable(step):
                step(self._start)
            else:
                ended = run(self._start, act(step))
                assert ended.code == 0, (step, ended.said)
        self._before = digests(self._start)
        self._put()
        self.ended = run(self._there, act(scene.command))
        self._after = digests(self._there)

    @property
    def calls(self) -> int:
        """How many calls change something when nothing goes wrong."""
        return self.ended.calls

    def kill(self, point: int) -> Iterator[str]:
        """Kill it there and run it again; yield what is wrong then."""
        ended = self._strike(point, KILL)
        if ended.code != SIGKILLED:
            yield f"was not killed but ended with {ended.code}"
        yield from self._torn()
        yield from self._again()

    def fail(self, point: int, code: int) -> Iterator[str]:
        """Let the call there and all after it fail, then run it again; yield what is wrong then."""
        ended = self._strike(point, code)
        self.last = ended.last
        if "bug in radkind-pod" in ended.said or "Traceback" in ended.said:
            yield f"ended in a traceback: {ended.said[-600:]}"
        if ended.code == 0 and digests(self._there) != self._after:
            yield "ended as if all was well"
        yield from self._torn()
        yield from self._again()

    def _strike(self, point: int, code: int) -> Ended:
        self._put()
        ended = run(self._there, act(self.scene.command), at=point, code=code, stays=bool(code))
        self.last = ended.last
        return ended

    def _torn(self) -> Iterator[str]:
        for name, digest in digests(self._there).items():
            is_whole = digest in (self._before.get(name), self._after.get(name))
            if not is_whole and not name.endswith(GROWS) and not _is_unfinished(name):
                yield f"{name} is neither old nor new"
        for name in self._before:
            if name in self._after and not (self._there / name).exists():
                yield f"{name} is lost until the next run"

    def _again(self) -> Iterator[str]:
        ended = run(self._there, act(self.scene.command))
        if ended.code != self.ended.code:
            yield f"run again, it ended with {ended.code}: {ended.said[-600:]}"
        now = digests(self._there)
        names = sorted(name for name in {*now, *self._after} if now.get(name) != self._after.get(name))
        names = [name for name in names if LEFT not in name]
        if wrong := [name for name in names if not name.endswith(GROWS) and (KEPT not in name or name not in now)]:
            yield f"run again, it came to something else: {', '.join(wrong[:5])}"

    def _put(self) -> None:
        _clear(self._there)
        shutil.copytree(self._start, self._there, symlinks=True)


def act(command: tuple[str, ...] | Act) -> Act:
    """Return what gives this command."""
    if callable(command):
        return command

    def give() -> int:
        from radkind_pod.cli import main

        return main(list(command))

    return give


def digests(top: Path) -> dict[str, str]:
    """Return the SHA-256 of each file below, by its path; what builds keep for themselves is left out."""
    found = {}
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if Path(folder, name) != top / "show/build"]
        for name in files:
            file = Path(folder, name)
            found[file.relative_to(top).as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def _is_unfinished(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.startswith(".") or ".part" in last or "/." in name


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
