"""What was decoded already, kept on the disk: a build that was interrupted doesn't hear it all again."""

import json
import os
from collections import UserDict
from pathlib import Path
from threading import Lock

from radkind_pod.model.plain import from_plain, parsed, to_plain
from radkind_pod.present import is_file
from radkind_pod.transcript.listening.decoder import Decoded


class Journal(UserDict[str, Decoded]):
    """A dict whose entries are in a file as soon as they are set. Workers may set them at the same time.

    The file's first line says what it is a journal of; that of anything else is begun anew, and so is one that can't be
    read. A last line that was only half written is not there.
    """

    def __init__(self, file: Path, identity: str) -> None:
        super().__init__()
        self._file, self._lock = file, Lock()
        text = file.read_text(encoding="utf-8", errors="replace") if is_file(file) else ""
        whole = text[: text.rfind("\n") + 1]
        try:
            found, *entries = (parsed(line) for line in whole.split("\n")[:-1])
            known = {key: from_plain(Decoded, decoded) for key, decoded in entries}
        except (ValueError, TypeError, KeyError):  # empty, or a disk that lost power
            found, known = None, {}
        if found != identity:
            whole, known = json.dumps(identity) + "\n", {}
        self.data.update(known)
        if whole != text:
            file.write_text(whole, encoding="utf-8", newline="\n")

    def __setitem__(self, key: str, decoded: Decoded) -> None:
        line = json.dumps([key, to_plain(decoded)], ensure_ascii=False) + "\n"
        with self._lock, self._file.open("a", encoding="utf-8", newline="\n") as out:
            out.write(line)
            out.flush()
            os.fsync(out.fileno())
            self.data[key] = decoded

    def end(self) -> None:
        """Remove the file: the work is done."""
        self._file.unlink()
