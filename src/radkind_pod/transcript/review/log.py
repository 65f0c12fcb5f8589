"""The review's log: what was done, when and by whom. Lines are only ever added.

An entry is first announced: its line ends with a space where the line's end will be. What it tells of is done then, and
the space becomes the line's end. Killed in between, the transcript itself says whether it was done.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from radkind_pod.disk import sync_name, write_all
from radkind_pod.errors import naming
from radkind_pod.model.plain import parsed
from radkind_pod.present import is_there

What = Literal["started", "saved", "imported", "restored", "updated", "found", "given"]

_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. `version` is the transcript after it; `session` the sitting of an autosave."""

    at: datetime
    what: str
    version: str
    by: str | None = None
    note: str = ""
    session: str | None = None


def now() -> datetime:
    """Return the time to the second, for the log."""
    return datetime.now(UTC).replace(microsecond=0)


def read_log(file: Path, current: str | None) -> list[Entry]:
    """Return all entries, the oldest first. `current` is the transcript's version, which says if the last was done.

    Lines that can't be read, as a merge by git may leave them, are passed over: the versions themselves don't hang on
    them.
    """
    try:
        lines = file.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    last = lines.pop()
    found = [entry for line in lines if (entry := _entry(line))]
    open_end = _entry(last)
    if open_end and not _is_undone(last, open_end, current):
        found.append(open_end)
    return found


def append(file: Path, entry: Entry) -> None:
    """Add an entry of something that is done."""
    announce(file, entry, entry.version)
    confirm(file)


def announce(file: Path, entry: Entry, current: str | None) -> None:
    """Write down what is about to be done, and mend what was torn before. `current` is the transcript's version now."""
    data = file.read_bytes() if is_there(file) else b""
    head, _, last = data.rpartition(b"\n")
    whole = len(head) + 1 if last != data else 0
    open_end = _entry(last)
    done = open_end is not None and not _is_undone(last, open_end, current)
    line = (last.rstrip() + b"\n" if done else b"") + _line(entry)
    with naming(file):
        handle = os.open(file, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
        try:
            os.lseek(handle, whole, os.SEEK_SET)
            write_all(handle, line)
            os.ftruncate(handle, whole + len(line))
            os.fsync(handle)
        finally:
            os.close(handle)
    sync_name(file)


def confirm(file: Path) -> None:
    """Let the entry that was announced last count. Needs no more room on the disk than it has."""
    with naming(file):
        handle = os.open(file, os.O_RDWR | _BINARY)
        try:
            os.lseek(handle, -1, os.SEEK_END)
            write_all(handle, b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_undone(line: bytes, entry: Entry, current: str | None) -> bool:
    """Say whether this last line is an announcement of what was never done. A person's editor leaves no space there."""
    return line.endswith(b" ") and entry.version != current


def _line(entry: Entry) -> bytes:
    values = {name: value for name, value in asdict(entry).items() if value is not None}
    values["at"] = entry.at.isoformat().replace("+00:00", "Z")
    return json.dumps(values, ensure_ascii=False).encode() + b" "


def _entry(line: bytes) -> Entry | None:
    try:
        values = parsed(line)
        at = datetime.fromisoformat(values["at"])
        texts = {name: _text(values, name) for name in ("what", "version", "by", "note", "session")}
    except (ValueError, TypeError, KeyError):
        return None
    what, version = texts["what"], texts["version"]
    if not what or not version or at.tzinfo is None:
        return None
    return Entry(at, what, version, texts["by"], texts["note"] or "", texts["session"])


def _text(values: Any, name: str) -> str | None:
    value = values.get(name)
    if value is not None and not isinstance(value, str):
        msg = f"{name} is no text"
        raise TypeError(msg)
    return value
