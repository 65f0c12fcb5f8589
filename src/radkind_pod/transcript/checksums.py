"""SHA-256 of large files, remembered so that gigabytes are not read at every build."""

import hashlib
import json
import time
from pathlib import Path

from radkind_pod.disk import write_whole
from radkind_pod.errors import naming
from radkind_pod.model.plain import parsed

_BLOCK = 1 << 20
_SETTLED_NS = 2_000_000_000


def sha256_remembered(file: Path, memory: Path) -> str:
    """Return the file's SHA-256, from `memory` where the file has not been touched since it was hashed.

    `memory` is a JSON file: path -> [size, mtime_ns, ctime_ns, inode, SHA-256]. A file that changed less than two
    seconds ago is not remembered, since it could change again within the clock's grain.
    """
    known = _recall(memory)
    key, stamp = str(file.resolve()), _stamp(file)
    if key in known and known[key][:-1] == stamp:
        return str(known[key][-1])
    digest = sha256(file)
    if time.time_ns() - file.stat().st_mtime_ns > _SETTLED_NS and _stamp(file) == stamp:
        memory.parent.mkdir(parents=True, exist_ok=True)
        write_whole(memory, json.dumps({**known, key: [*stamp, digest]}, indent=1).encode())
    return digest


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with naming(file), file.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _stamp(file: Path) -> list[int]:
    facts = file.stat()
    return [facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino]


def _recall(memory: Path) -> dict[str, list[int | str]]:
    try:
        known = parsed(memory.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
