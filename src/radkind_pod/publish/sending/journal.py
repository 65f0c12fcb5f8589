"""What this machine has sent since the destination was last recorded, so that a run after a broken one sends the rest.

A local file. It is believed only while the ledger at the destination is one that a run of this journal wrote: once
another computer has begun to send, its files may stand where ours were. A line that was cut off counts for nothing.
"""

import json
import os
from pathlib import Path
from secrets import token_hex

from radkind_pod.disk import write_whole
from radkind_pod.errors import naming
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.model.plain import parsed


class Journal:
    """The runs that followed each other, and what they sent. `last` is the run that wrote the ledger that is there."""

    def __init__(self, file: Path, last: str) -> None:
        self._file = file
        runs, sent = _read(file)
        self._runs, self._sent = (runs, sent) if last in runs else ([], {})
        self.run = token_hex(8)
        """The name of this run, another one each time: a copy of the project has a copy of its journal as well."""

    def begin(self) -> None:
        """Keep the name of this run, before it stands in the ledger."""
        self._runs.append(self.run)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(line) + "\n" for line in ({"runs": self._runs}, *self._sent.items()))
        write_whole(self._file, "".join(lines).encode())

    def has(self, file: Outgoing) -> bool:
        """Say whether exactly these bytes were sent to this path."""
        return self._sent.get(file.path) == file.sha256

    def note(self, file: Outgoing) -> None:
        """Keep that the file is there, so that it outlives a power cut."""
        with naming(self._file), self._file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(json.dumps([file.path, file.sha256]) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        self._sent[file.path] = file.sha256

    def close(self) -> None:
        """Forget all of it: the destination's own ledger says it now."""
        self._file.unlink(missing_ok=True)


def _read(file: Path) -> tuple[list[str], dict[str, str]]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return [], {}
    whole = [_line(line) for line in lines[:-1]]
    runs = whole[0].get("runs") if whole and isinstance(whole[0], dict) else None
    if not isinstance(runs, list):
        return [], {}
    return runs, {line[0]: line[1] for line in whole[1:] if isinstance(line, list) and len(line) == 2}


def _line(line: str) -> object:
    try:
        return parsed(line)
    except ValueError:
        return None
