"""The last gate, with a memory: a file that passed once passes again as long as it and the rules are the same."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from radkind_pod.disk import write_whole
from radkind_pod.errors import Refused
from radkind_pod.model.consent import Consent, People
from radkind_pod.model.plain import parsed
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.publishing.leaks import told
from radkind_pod.pipeline.publishing.outgoing import LaidOut
from radkind_pod.progress import Progress
from radkind_pod.publish.gate.leak import NAME, PLACE, Leak

if TYPE_CHECKING:
    from radkind_pod.publish.gate import Names

FILE = "gate.json"
ReadThere = Callable[[str], bytes | None]
"""Returns a small file that stands at the destination; None where there is none."""


def refuse_leaks(
    build: Path, laid: LaidOut, people: People, hashes: Hashes, progress: Progress, read_there: ReadThere | None = None
) -> tuple[str, ...]:
    """Read every file that would go out. Raises Refused with each leak's place.

    Files of imported episodes are out in the world already, with whatever another tool wrote into them: in them only
    names and places count. With `read_there` a leak that stands in the same file at the destination is no reason to
    stop: those are returned in words.
    """
    from radkind_pod.publish.gate import GATE_VERSION, compile_names, examine

    named = (Consent(name, (), None) for name in sorted(laid.public_names))
    names, files = compile_names(replace(people, consents=(*people.consents, *named))), laid.sources
    rules = f"{GATE_VERSION} {names.digest}"
    passed = _passed(build / FILE, rules)
    keys = {path: f"{hashes.of(file)} {path}" for path, file in files.items()}
    new = [path for path in files if keys[path] not in passed]
    leaks: list[Leak] = []
    for done, path in enumerate(new, 1):
        found = examine(files[path], path, names)
        leaks += [leak for leak in found if path not in laid.imported or leak.kind in {NAME, PLACE}]
        progress.moved(done, len(new))
    standing = _standing(leaks, build, names, read_there) if read_there else []
    if len(standing) < len(leaks):
        raise Refused(
            "what would go out says more than it may",
            "Nothing was sent. Mend it where it comes from, and build again",
            places=told(build.parent, leaks, names),
        )
    caught = {leak.path for leak in leaks}
    text = json.dumps(
        {"rules": rules, "passed": sorted(key for path, key in keys.items() if path not in caught)}, indent=0
    )
    write_whole(build / FILE, text.encode())
    return tuple(f"{leak} It stood there before; mend it, build again, and publish" for leak in standing)


def _standing(leaks: Sequence[Leak], build: Path, names: "Names", read_there: ReadThere) -> list[Leak]:
    """Return those leaks that are in the same file at the destination as well."""
    from radkind_pod.publish.gate import examine

    known: dict[str, set[tuple[str, str]]] = {}
    for path in dict.fromkeys(leak.path for leak in leaks):
        there = build / "there.part"
        there.write_bytes(read_there(path) or b"")
        known[path] = {_gist(leak) for leak in examine(there, path, names)}
        there.unlink()
    return [leak for leak in leaks if _gist(leak) in known[leak.path]]


def _gist(leak: Leak) -> tuple[str, str]:
    return leak.kind, leak.name or leak.what


def _passed(file: Path, rules: str) -> set[str]:
    try:
        known = parsed(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return set()
    return set(known["passed"]) if isinstance(known, dict) and known.get("rules") == rules else set()
