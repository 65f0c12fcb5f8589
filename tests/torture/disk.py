"""A disk that loses power: it keeps what was synced, and any part of the rest.

What was written to a file is kept for sure once the file was synced, a name once its folder was. A rename is done or
not. Each call that isn't kept for sure may be on the disk or not, whatever came after it.
"""

import posixpath
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from tests.torture.child import Call

MOST = 10
"""Of so many calls that may be lost every subset is tried; of more, a share."""
SHARE = 150
FOLDER = "/"
"""What stands for a folder in place of a file's number."""


@dataclass
class Step:
    """A call, whose it is, and from which call on it is kept for sure; None: never."""

    name: str
    path: str
    file: str
    call: Call
    old: str = ""
    kept_from: int | None = None


class Recording:
    """What a command did to the files below a folder, call by call."""

    def __init__(self, start: Path, names: Iterable[str], top: Path, calls: list[Call]) -> None:
        self._start, self._top = start, top
        self._names = {name.rstrip("/"): FOLDER if name.endswith("/") else name for name in names}
        self.steps = dict[int, Step]()
        now = dict(self._names)
        for number, call in enumerate(calls):
            path = self._inside(call.path)
            if call.name in ("fsync", "fdatasync"):
                self._sync(number, path, now.get(path, FOLDER))
            elif step := self._step(number, call, path, now):
                self.steps[number] = step

    def leave_out(self, what: Callable[[str], bool]) -> None:
        """Take no notice of these files."""
        self.steps = {number: step for number, step in self.steps.items() if not what(step.path)}

    def all_before(self, call: int) -> dict[str, bytes]:
        """Return what is in the files if everything before this call is kept."""
        return self._played([step for number, step in self.steps.items() if number < call])

    def states(self, before: int, chance: random.Random) -> Iterator[dict[str, bytes]]:
        """Yield what may be on the disk if power goes right before this call: the files by their paths."""
        done = {n: step for n, step in self.steps.items() if n < before}
        sure = {n for n, step in done.items() if step.kept_from is not None and step.kept_from < before}
        for kept in _subsets(sorted(done.keys() - sure), chance):
            yield self._played([step for n, step in done.items() if n in sure or n in kept])

    def _inside(self, path: str) -> str:
        return posixpath.relpath(posixpath.normpath(path), self._top)

    def _step(self, number: int, call: Call, path: str, now: dict[str, str]) -> Step | None:
        old, name = "", call.name
        if name.startswith("open"):
            name = "create" if path not in now else "empty"
            if name == "create":
                now[path] = f"{path} {number}"
            elif not call.number & 0o1000:  # O_TRUNC
                return None
        elif name == "rmdir" and any(one.startswith(f"{path}/") for one in now):
            return None  # the call failed, as it was meant to: something is in there
        elif name == "mkdir":
            now.setdefault(path, FOLDER)
        elif name in ("rename", "link"):
            old = self._inside(call.other)
            if old not in now:
                return None
            now[path] = now[old]
            if name == "rename":
                _move(now, old, path)
        file = now.get(path, "")
        if name in ("unlink", "unlinkat", "rmdir"):
            name = "unlink"
            now.pop(path, None)
        return Step(name, path, file, call, old)

    def _sync(self, number: int, path: str, file: str) -> None:
        for step in self.steps.values():
            is_name = step.name in ("create", "mkdir", "rename", "link", "unlink")
            mine = posixpath.dirname(step.path) == path if is_name else step.file == file != FOLDER
            if mine and step.kept_from is None:
                step.kept_from = number

    def _played(self, steps: list[Step]) -> dict[str, bytes]:
        names, data = dict(self._names), dict[str, bytearray]()
        for step in steps:
            if step.name in ("create", "mkdir", "link"):
                names[step.path] = step.file
            elif step.name == "rename":
                names[step.path] = step.file
                _move(names, step.old, step.path)
            elif step.name == "unlink":
                names.pop(step.path, None)
            elif step.file != FOLDER:
                _change(data.setdefault(step.file, self._first(step.file)), step)
        there = {name for name in names if _is_there(name, names)}
        return {n: bytes(data.get(names[n], self._first(names[n]))) for n in there if names[n] != FOLDER}

    def _first(self, file: str) -> bytearray:
        return bytearray((self._start / file).read_bytes() if file in self._names else b"")


def _subsets(lost: list[int], chance: random.Random) -> Iterator[set[int]]:
    if len(lost) <= MOST:
        yield from (set(kept) for size in range(len(lost) + 1) for kept in combinations(lost, size))
        return
    yield from (set(), set(lost))
    for one in lost:
        yield from ({one}, set(lost) - {one})
    for _ in range(SHARE):
        yield {one for one in lost if chance.random() < 0.5}


def _move(names: dict[str, str], old: str, new: str) -> None:
    names.pop(old, None)
    for name in [name for name in names if name.startswith(f"{old}/")]:
        names[new + name[len(old) :]] = names.pop(name)


def _change(data: bytearray, step: Step) -> None:
    call = step.call
    if step.name.startswith(("write", "pwrite")):
        data.extend(bytes(max(0, call.number - len(data))))
        data[call.number : call.number + len(call.data)] = call.data
    elif "truncate" in step.name:
        data.extend(bytes(max(0, call.number - len(data))))
        del data[call.number :]
    elif step.name == "empty":
        data.clear()


def _is_there(name: str, names: dict[str, str]) -> bool:
    parent = posixpath.dirname(name)
    return not parent or (names.get(parent) == FOLDER and _is_there(parent, names))
