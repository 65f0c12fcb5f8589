"""A folder that is put back as it was again and again, and what is in it, without reading what didn't change."""

import gzip
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

SETTLED_NS = 2_000_000_000
"""A file that was changed so shortly before it was hashed is read again."""
Files = dict[str, str]
"""What is in a folder: the digest of each file by its path, "" for each folder, whose path ends with a slash."""


class Tree:
    """A copy of the folder `start`, which itself stays as it is."""

    def __init__(self, start: Path, top: Path) -> None:
        self.top, self._start = top, start
        self._digests = dict[str, tuple[tuple[int, ...], str]]()
        self._put = dict[str, tuple[int, ...]]()

    def put_back(self) -> None:
        """Let the copy be as `start` is. A file that nobody touched since is left: the system sets its ctime."""
        self.top.mkdir(exist_ok=True)
        there, wanted = dict(_below(self.top)), dict(_below(self._start))
        touched = {name for name, found in there.items() if self._put.get(name) != _mark(found)}
        wrong = {name for name in touched if not (_is_folder(there[name]) and _is_folder(wanted.get(name)))}
        for name in sorted(wrong, reverse=True):
            (self.top / name).rmdir() if _is_folder(there[name]) else (self.top / name).unlink()
        for name, found in wanted.items():
            if _is_folder(found):
                (self.top / name).mkdir(exist_ok=True)
                (self.top / name).chmod(stat.S_IMODE(found.st_mode))
            elif name in wrong or name not in there:
                shutil.copy2(self._start / name, self.top / name)
        self._put = {name: _mark(found) for name, found in _below(self.top)}

    def files(self) -> Files:
        """Return what is in it now."""
        return {name: self._digest(name, found) for name, found in _below(self.top)}

    def _digest(self, name: str, found: os.stat_result) -> str:
        if _is_folder(found):
            return ""
        mark, digest = self._digests.get(name, ((), ""))
        if mark != _mark(found):
            digest = hashlib.sha256(what_counts(name, (self.top / name).read_bytes())).hexdigest()
            self._digests[name] = _mark(found), digest
        return digest


def what_counts(name: str, data: bytes) -> bytes:
    """Return what two runs must agree upon: not how long something took, nor how often a ledger was written."""
    if name.endswith("/manifest.json"):
        return _without(data, "seconds")
    if name.endswith("build/hashes.json") and data.endswith(b"}"):
        return b""  # when each file was changed last
    if name.endswith("/ledger.json.gz"):
        return _without(gzip.decompress(data), "generation")
    return data


def hashes_in(top: Path) -> Files:
    """Return what the remembered hashes say of which file, and whether that is believed: the file is as it was then."""
    found = {}
    for memory in top.glob("*/build/hashes.json"):
        try:
            known = json.loads(memory.read_bytes())
        except ValueError:
            found[str(memory)] = f"torn after {memory.stat().st_size} bytes"
            continue
        for name, (*mark, hashed_ns, digest) in known.items():
            now = _stamp(memory.parents[1] / name)
            found[f"{memory} {name}"] = f"{digest} {mark == now and hashed_ns - now[1] > SETTLED_NS}"
    return found


def _stamp(file: Path) -> list[int]:
    if not file.exists():
        return []
    found = file.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _without(data: bytes, key: str) -> bytes:
    try:
        plain = json.loads(data)
    except ValueError:
        return data
    plain.pop(key, None)
    return json.dumps(plain).encode()


def _below(top: Path, before: str = "") -> Iterator[tuple[str, os.stat_result]]:
    if not (top / before).is_dir():
        return
    with os.scandir(top / before) as entries:
        for entry in entries:
            found = entry.stat(follow_symlinks=False)
            if _is_folder(found):
                yield f"{before}{entry.name}/", found
                yield from _below(top, f"{before}{entry.name}/")
            else:
                yield f"{before}{entry.name}", found


def _is_folder(found: os.stat_result | None) -> bool:
    return found is not None and stat.S_ISDIR(found.st_mode)


def _mark(found: os.stat_result) -> tuple[int, ...]:
    return found.st_ino, found.st_ctime_ns, found.st_size, found.st_mode
