"""The last gate, with a memory: a file that passed once passes again as long as it and the rules are the same."""

import json
from dataclasses import replace
from pathlib import Path

from radkind_pod.errors import Refused
from radkind_pod.model.consent import Consent, People
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.publishing.leaks import told
from radkind_pod.pipeline.publishing.outgoing import LaidOut
from radkind_pod.pipeline.whole import write_whole
from radkind_pod.progress import Progress
from radkind_pod.publish.gate.leak import NAME, PLACE, Leak

FILE = "gate.json"


def refuse_leaks(build: Path, laid: LaidOut, people: People, hashes: Hashes, progress: Progress) -> int:
    """Read every file that would go out; return how many were read now. Raises Refused with each leak's place.

    Files of imported episodes are out in the world already, with whatever another tool wrote into them: in them only
    names and places count.
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
    if leaks:
        raise Refused(
            "what would go out says more than it may",
            "Nothing was sent. Mend it where it comes from, and build again",
            places=told(build.parent, leaks, names),
        )
    text = json.dumps({"rules": rules, "passed": sorted(keys.values())}, indent=0)
    write_whole(build / FILE, text.encode())
    return len(new)


def _passed(file: Path, rules: str) -> set[str]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return set()
    return set(known["passed"]) if isinstance(known, dict) and known.get("rules") == rules else set()
