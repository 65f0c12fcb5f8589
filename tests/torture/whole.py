"""What files may hold after a command was stopped: never a torn one, and nothing that people wrote is gone."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.torture.tree import Files

KEPT = ("/review/versions/", "/review/draft-")
"""Versions that people made, and drafts of them: more of them is no fault, one less is."""
LEFT = ("/.new-", "/hashes.json.part-", "/.hashes.json.")
"""Copies of recordings for an episode that wasn't there yet, which a later `new` takes away; and hashes that a later
run takes away."""
BUILD = "/build/"
"""What builds keep for themselves. Each file's digest is noted beside it, which the part `planted` tries."""
MOVED = "moved/"
"""An import writes some files anew as it goes on: each of them whole. What isn't done is gone on with, which must come
to the same."""
OWN = ("build/publishing/token",)
"""What each run draws by lot."""
FIRST = {"published-words.next.json": "published-words.json"}
"""What is whole under another name first."""
GROWS = ("/publishing.log", "/review/log.jsonl")
"""Lines are only ever added; the last one may be cut off, and in publishing.log stays so. What that says of a feed that
was just replaced is all that a kill can keep from being written: the next run has nothing left to tell of."""
LOCK = "/.radkind-pod/lock.json"
"""Says who publishes just now: what a killed run leaves of it, the next one takes over."""
FEEDS = ("show/public/feed.xml", "web/feed.xml")
NAMED = re.compile(r"(?:episodes|people)/[\w./-]+\.[a-z0-9]+|artwork-[\w.-]+")
"""A file that a feed names."""
LEDGER = "/ledger.json.gz"
"""Written several times in one run, so it has more whole states than two."""


def torn(before: Files, now: Files, after: Files, kept: Path, top: Path, done: Path) -> Iterator[str]:
    """Yield what is wrong in `top` while the command isn't done: `kept` is what was before, `done` what will be."""
    for name, digest in now.items():
        if (
            BUILD in name
            or digest in ("", before.get(name), after.get(name))
            or is_unfinished(name)
            or name.endswith(LOCK)
        ):
            continue
        if name.endswith(GROWS):
            yield from _not_grown(name, kept / name, top / name, done / name, may_be_cut_off=True)
        elif name.endswith(LEDGER):
            yield from _unknown(name, kept / name, top / name, done / name)
        elif name.startswith(MOVED):
            yield from _cut_off(name, top / name)
        else:
            folder, _, last = name.rpartition("/")
            if last not in FIRST or digest != after.get(f"{folder}/{FIRST[last]}"):
                yield f"{name} is neither old nor new"
    yield from _names_what_is_not_there(now, after, top)
    lost = (name for name in before if name in after and name not in now and BUILD not in name)
    yield from (f"{name} is lost until the next run" for name in lost)


def _names_what_is_not_there(now: Files, after: Files, top: Path) -> Iterator[str]:
    """Yield what a feed promises, and listeners would not get.

    Of public/, a preview, what is to go may go before the feed that names it: what is withdrawn doesn't wait.
    """
    for feed in (feed for feed in FEEDS if feed in now):
        folder = feed.rpartition("/")[0]
        named = dict.fromkeys(NAMED.findall((top / feed).read_text(encoding="utf-8")))
        missing = [path for path in named if f"{folder}/{path}" not in now]
        promised = [path for path in missing if folder == "web" or f"{folder}/{path}" in after]
        yield from (f"{feed} names {path}, which isn't there" for path in promised)


def _cut_off(name: str, file: Path) -> Iterator[str]:
    """Each text ends where texts end, and JSON can be read."""
    data = file.read_bytes()
    if name.endswith(".json"):
        try:
            json.loads(data)
        except ValueError as error:
            yield f"{name} is torn: {error}"
    elif name.endswith((".yaml", ".log", ".vtt")) and not data.endswith(b"\n"):
        yield f"{name} is cut off"


def differs(now: Files, after: Files, start: Path, top: Path, done: Path) -> Iterator[str]:
    """Yield what is not as it is when nothing was in the way, after the command was run again."""
    for name in sorted({*now, *after}):
        if now.get(name) == after.get(name) or any(left in name for left in LEFT) or name.endswith(OWN):
            continue
        if name.endswith(GROWS) and name in now and name in after:
            yield from _not_grown(name, (start if name.endswith(GROWS[0]) else done) / name, top / name, done / name)
        elif name in after or not any(kept in name for kept in KEPT):
            what = "is missing" if name not in now else "is too much" if name not in after else "is another"
            yield f"run again, {name} {what}"


def is_unfinished(name: str) -> bool:
    """Say whether a file's name tells everybody that it isn't finished, or nothing to read."""
    last = name.rpartition("/")[2]
    return ".part" in last or "/.new-" in name or "/.pulling-" in name


def _not_grown(name: str, old: Path, now: Path, done: Path, *, may_be_cut_off: bool = False) -> Iterator[str]:
    """Each line of the old file is there, and nothing that the command doesn't write; its last line may be cut off."""
    lines, known = _lines(now), _lines(done)
    if missing := [line for line in _lines(old) if line not in lines]:
        yield f"{name} has lost {missing[0]!r}"
    for number, line in enumerate(lines, 1):
        may_be = name.endswith(GROWS[0]) or (may_be_cut_off and number == len(lines))
        is_cut_off = may_be and any(one.startswith(line) for one in known)
        if not is_cut_off and not any(one == line or _is_less(line, one) for one in known):
            yield f"{name} holds {line!r}, which nobody writes"


def _is_less(line: bytes, one: bytes) -> bool:
    """Say whether the line is this one for fewer episodes: a run that goes on has fewer left to do."""
    try:
        found, whole = json.loads(line), json.loads(one)
    except ValueError:
        return False
    if found.get("version") and found["version"] == whole.get("version"):
        return found["what"] in ("found", "given", whole["what"])  # somebody opened what an interrupted run had saved
    mine, all_of_them = found.get("episodes"), whole.get("episodes")
    return all_of_them is not None and found["what"] == whole["what"] and {*mine} < {*all_of_them}


def _lines(file: Path) -> list[bytes]:
    return [line.rstrip() for line in file.read_bytes().split(b"\n") if line] if file.exists() else []


def _unknown(name: str, old: Path, now: Path, done: Path) -> Iterator[str]:
    """It can be read, and names only files and episodes that one of the two others names.

    What is kept is what was there, or is about to be: it is noted before it is sent, with the digest
    of what it replaces.
    """
    read = [json.loads(gzip.decompress(file.read_bytes())) for file in (old, now, done) if file.exists()]
    found = read.pop(-2 if done.exists() else -1)
    paths = {file["path"] for ledger in read for key in ("files", "kept") for file in ledger[key]}
    for strange in (file for file in found["kept"] if file["path"] not in paths):
        yield f"{name} names {strange} under kept, which nobody writes"
    for key in ("files", "episodes", "feeds"):
        known = [one for ledger in read for one in ledger[key]]
        if strange := [one for one in found[key] if one not in known]:
            yield f"{name} names {strange[0]} under {key}, which nobody writes"
