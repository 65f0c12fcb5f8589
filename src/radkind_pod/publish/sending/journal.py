"""What this machine has sent since the destination was last recorded, so that a run after a broken one sends the rest.

A local file, one line for each file that is whole at the destination; a line that was cut off counts for nothing.
"""

import json
import os
from pathlib import Path

from radkind_pod.model.outgoing import Outgoing


class Journal:
    """The lines for one state of one destination; another state begins an empty one."""

    def __init__(self, file: Path, where: str, generation: int) -> None:
        self._file, self._head = file, {"where": where, "generation": generation}
        self._sent = _read(file, self._head)
        self._begun = bool(self._sent)

    def has(self, file: Outgoing) -> bool:
        """Say whether exactly these bytes were sent to this path."""
        return self._sent.get(file.path) == file.sha256

    def note(self, file: Outgoing) -> None:
        """Keep that the file is there, so that it outlives a power cut."""
        if not self._begun:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(self._head) + "\n", encoding="utf-8", newline="\n")
            self._begun = True
        with self._file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(json.dumps([file.path, file.sha256]) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        self._sent[file.path] = file.sha256

    def close(self) -> None:
        """Forget all of it: the destination's own ledger says it now."""
        self._file.unlink(missing_ok=True)


def _read(file: Path, head: dict[str, object]) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return {}
    whole = [_line(line) for line in lines[:-1]]
    if not whole or whole[0] != head:
        return {}
    return {line[0]: line[1] for line in whole[1:] if isinstance(line, list) and len(line) == 2}


def _line(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None
