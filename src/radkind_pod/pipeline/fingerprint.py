"""What a request depends on, as plain values, and the hashes of the files it names."""

import dataclasses
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any, get_args, get_type_hints

from radkind_pod.disk import write_whole
from radkind_pod.errors import naming
from radkind_pod.model.plain import parsed, to_plain
from radkind_pod.present import is_file

SETTLED_NS = 2_000_000_000
"""A file changed this shortly before it was hashed is read again: some disks keep times in steps of two seconds."""

_MOST_SHOWN = 5
"""An hour has a thousand turns: a person wants to know that they changed, not each one."""
_FIELDS = 6
"""Size, two times, inode, when it was hashed, SHA-256."""


class Hashes:
    """The SHA-256 of files, remembered by path, size, times and inode as git's index does.

    Kept in one JSON file; a missing or damaged one only costs time. Several threads may ask for the same file: one
    reads it.
    """

    def __init__(self, file: Path, root: Path) -> None:
        self._file, self._root = file, root
        self._below = "" if root == Path() else f"{root.as_posix()}/"
        self._known: dict[str, tuple[Any, ...]] = _read_known(file)
        self._changed: set[str] = set()
        self._plain: dict[int, tuple[object, Any]] = {}
        self._turns: dict[str, Lock] = {}

    def of(self, path: Path | str) -> str:
        """Return the SHA-256 of the file's bytes, read only when the file may have changed."""
        key = self._key(path)
        if digest := self._settled(_stamp(path), key):
            return digest
        with self._turns.setdefault(key, Lock()):
            return self._settled(stamp := _stamp(path), key) or self._read(path, stamp, key)

    def _settled(self, stamp: tuple[int, ...], key: str) -> str:
        """Return what is known of the file, "" where it may have changed."""
        known = self._known.get(key)
        return str(known[5]) if known and known[:4] == stamp and known[4] - stamp[1] > SETTLED_NS else ""

    def _read(self, path: Path | str, stamp: tuple[int, ...], key: str) -> str:
        now = time.time_ns()
        with naming(Path(path)), Path(path).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self._known[key] = (*stamp, now, digest)
        self._changed.add(key)
        return digest

    def plain(self, value: object) -> Any:
        """Return as JSON values what names no file; for the same object they are found only once."""
        known = self._plain.get(id(value))
        if known is None:
            known = self._plain[id(value)] = (value, to_plain(value))  # held, so that no other object gets its id
        return known[1]

    def forget(self, files: Iterable[Path]) -> None:
        """Drop what is known of these files."""
        for file in files:
            self._known.pop(self._key(file), None)

    def save(self) -> None:
        """Write what is known, after reading once more what was hashed too soon after it was written."""
        if not self._changed:
            return
        for key in self._changed:
            path = self._root / key
            if key in self._known and is_file(path) and time.time_ns() - path.stat().st_mtime_ns > SETTLED_NS:
                self.of(path)
        write_whole(self._file, json.dumps(self._known).encode())

    def _key(self, path: Path | str) -> str:
        name = os.fspath(path).replace(os.sep, "/")
        is_below = name.startswith(self._below) if self._below else not Path(path).is_absolute()
        if is_below and ".." not in name:
            return name[len(self._below) :]  # as relpath would say, which asks for the working folder each time
        return Path(os.path.relpath(path, self._root)).as_posix()


def fingerprint(request: object, hashes: Hashes) -> Any:
    """Return the request as JSON values in which every path stands as its name and the hash of its bytes."""
    if request is None or isinstance(request, str | int | float):
        return request
    if isinstance(request, Path):
        return f"{request.name} sha256:{hashes.of(request)}"
    if isinstance(request, tuple):
        return [fingerprint(item, hashes) for item in request]
    if dataclasses.is_dataclass(request) and not isinstance(request, type):
        if _is_without_paths(type(request)):
            return hashes.plain(request)
        return {name: fingerprint(getattr(request, name), hashes) for name in _names(type(request))}
    return to_plain(request)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind))


@cache
def _is_without_paths(kind: Any) -> bool:
    """Say whether a value of this type can hold no path, by what its fields say that they hold."""
    if dataclasses.is_dataclass(kind):
        return all(map(_is_without_paths, get_type_hints(kind).values()))
    return kind not in (Path, object, Any) and all(map(_is_without_paths, get_args(kind)))


def paths_in(request: object) -> Iterator[Path]:
    """Yield every path that the request names."""
    if isinstance(request, Path):
        yield request
    elif isinstance(request, tuple):
        for item in request:
            yield from paths_in(item)
    elif dataclasses.is_dataclass(request) and not isinstance(request, type):
        for field in dataclasses.fields(request):
            yield from paths_in(getattr(request, field.name))


def differences(old: Any, new: Any, name: str = "") -> Iterator[str]:
    """Yield in plain words where two fingerprints differ, each with its field name."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*new, *(k for k in old if k not in new)]:
            yield from differences(old.get(key), new.get(key), f"{name}.{key}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True), 1)
        found = [list(differences(*pair, f"{name} {number}")) for number, pair in pairs if pair[0] != pair[1]]
        yield from chain(*found) if len(found) <= _MOST_SHOWN else [f"{name}: {len(found)} of {len(new)} changed"]
    else:
        yield f"{name}: {' -> '.join(_pair(old, new))}" if _is_short(old, new) else f"{name} changed"


def _pair(old: object, new: object) -> tuple[str, str]:
    """Return both as people read them: fractions with two digits where these tell them apart."""
    if isinstance(old, float) and isinstance(new, float) and round(old, 2) != round(new, 2):
        return str(round(old, 2)), str(round(new, 2))
    return _shown(old), _shown(new)


def _shown(value: object) -> str:
    return "none" if value is None else str(value)


def _is_short(*values: object) -> bool:
    return all(v is None or isinstance(v, str | int | float) for v in values) and not any(
        "sha256:" in str(v) or "\n" in str(v) or len(str(v)) > 60 for v in values
    )


def _stamp(path: Path | str) -> tuple[int, ...]:
    status = os.stat(path)  # noqa: PTH116 - called for tens of thousands of files, and Path.stat costs as much again
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _read_known(file: Path) -> dict[str, tuple[Any, ...]]:
    try:
        known = parsed(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {key: tuple(value) for key, value in known.items() if isinstance(value, list) and len(value) == _FIELDS}
