"""Several people at once: what they do is interleaved at each call that reads, locks or changes something.

Nothing that anybody was promised may be lost, nothing torn, and all that is left over is made good by the next command.
"""

import gzip
import hashlib
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture.child import Ended as Quiet
from tests.torture.child import run
from tests.torture.kills import act, digests
from tests.torture.pairs import EPISODE, TRANSCRIPT, Pair
from tests.torture.scenes import BUILD, SLUG, make_show
from tests.torture.turns import KILLED, Ended, interleave

MADE = ("release.json", "words.json", "built-from.json", "approval.json", "/lock", "publishing.log", "/published")
"""What builds and publishing remember: no source of anything."""
BROKEN = ("Traceback", "bug in radkind-pod")


class Table:
    """A pair ready to be played, as often as is asked for."""

    def __init__(self, pair: Pair, room: Path) -> None:
        self.pair, self._room, self._start, self._there = pair, room, room / "start", room / "there"
        self._fresh: dict[str, dict[str, str]] = {}
        self.tally: Counter[str] = Counter()
        shutil.rmtree(room, ignore_errors=True)
        make_show(self._start)
        for step in pair.before:
            if callable(step):
                step(self._start)
            else:
                done = run(self._start, act(step))
                assert done.code == 0, (step, done.said)
        self._before = digests(self._start)

    def play(self, seed: str) -> Iterator[str]:
        """Interleave them once as the seed says; yield what is wrong then."""
        shutil.rmtree(self._there, ignore_errors=True)
        shutil.copytree(self._start, self._there, symlinks=True)
        try:
            ended = interleave(self._there, self.pair.actors, random.Random(seed))
        except TimeoutError as hung:
            yield str(hung)
            return
        for one in ended:
            self.tally[f"{one.name} {one.code}"] += 1
            yield from self._ended(one)
        yield from self._kept(ended)
        yield from self._quiet(ended)

    def _ended(self, one: Ended) -> Iterator[str]:
        if one.code == KILLED:
            return
        if one.code not in self.pair.codes.get(one.name, {0}) or any(word in one.said for word in BROKEN):
            yield f"{one.name} ended with {one.code}: {one.said[-700:]}"
        elif one.code and not re.search(r"^(radkind-pod: |Held back:)", one.said, re.MULTILINE):
            yield f"{one.name} ended with {one.code} and didn't say why: {one.said[-300:]}"

    def _kept(self, ended: Sequence[Ended]) -> Iterator[str]:
        """Yield each correction that somebody was promised, and that is nowhere."""
        transcript, review = self._there / "show" / TRANSCRIPT, self._there / "show" / EPISODE / "review"
        text = transcript.read_text(encoding="utf-8") if transcript.exists() else ""
        conflicts = review / "conflicts.json"
        both = conflicts.read_text(encoding="utf-8") if conflicts.exists() else ""
        earlier = [gzip.decompress(file.read_bytes()).decode() for file in review.glob("versions/*.gz")]
        said = " ".join((*(one.said for one in ended), *(line for one in ended for line in one.told)))
        for one in ended:
            for name in (line.removeprefix("holds ") for line in one.told if line.startswith("holds ")):
                if "# by hand" not in (self._there / "show" / name).read_text(encoding="utf-8"):
                    yield f"what {one.name} wrote into {name} by hand is gone"
            for word in (line.removeprefix("saved ") for line in one.told if line.startswith("saved ")):
                if (
                    word not in text
                    and word in both
                    and re.search(r"[1-9]\d* conflicts|second version|two versions", said)
                ):
                    self.tally["conflicts kept"] += 1
                elif word not in text and self.pair.overwritten and any(word in version for version in earlier):
                    self.tally["kept in the history"] += 1
                elif word not in text:
                    yield f"{one.name} was told that {word} is saved, and it is nowhere"

    def _quiet(self, ended: Sequence[Ended]) -> Iterator[str]:
        for command in self.pair.after:
            done = run(self._there, act(command))
            if done.code != 0:
                yield f"afterwards, {' '.join(command)} ended with {done.code}: {done.said[-700:]}"
                return
        yield from self._same_as_fresh()
        yield from self._published()
        yield from self._served(ended)
        for left in self._there.rglob("*"):
            if left.is_file() and ".part" in left.name and "build" not in left.parts:
                self.tally["left over"] += 1
                if not any(one.code == KILLED for one in ended):
                    yield f"{left.relative_to(self._there)} was left over"

    def _same_as_fresh(self) -> Iterator[str]:
        """Yield what a build after all that makes otherwise than one that begins with nothing but the sources."""
        sources = {
            name: digest
            for name, digest in digests(self._there / "show").items()
            if not name.startswith(("public/", "build/")) and not any(made in name for made in MADE)
        }
        key = hashlib.sha256(json.dumps(sources, sort_keys=True).encode()).hexdigest()
        if key not in self._fresh:
            fresh = self._room / "fresh"
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(self._there, fresh, symlinks=True, ignore=shutil.ignore_patterns("build", "public"))
            done = self._build(fresh)
            if done.code:
                yield f"built anew of the sources alone, it ended with {done.code}: {done.said[-700:]}"
                return
            self._fresh[key] = _public(fresh)
        now, wanted = _public(self._there), self._fresh[key]
        if wrong := sorted(name for name in {*now, *wanted} if now.get(name) != wanted.get(name)):
            yield f"public/ is otherwise than built anew: {', '.join(wrong[:5])}"

    def _build(self, top: Path) -> Quiet:
        return run(top, act(BUILD))

    def _published(self) -> Iterator[str]:
        """Yield what is at the destination otherwise than its ledger says."""
        web = self._there / "web"
        ledger = web / ".radkind-pod/ledger.json.gz"
        if not ledger.exists():
            return
        known = {file["path"]: file["sha256"] for file in json.loads(gzip.decompress(ledger.read_bytes()))["files"]}
        found = digests(web)
        for path, digest in known.items():
            if found.get(path) != digest:
                yield f"at the destination, {path} is not what the ledger says"
        feed = (web / "feed.xml").read_text(encoding="utf-8") if (web / "feed.xml").exists() else ""
        for path in re.findall(rf"episodes/{SLUG}/[\w.-]+\.mp3", feed):
            if path not in found:
                yield f"the feed names {path}, and it isn't there"

    def _served(self, ended: Sequence[Ended]) -> Iterator[str]:
        """Yield what a browser got that was never whole."""
        whole = {*self._before.values(), *digests(self._there).values()}
        answers = [
            line.split(" ")
            for one in ended
            for line in one.told
            if re.match(r"\d\d\d ", line) and one.name == "browser"
        ]
        for code, digest in answers:
            if code != "200" or digest not in whole:
                yield f"a browser got {code} and {digest[:12]}, which was never whole"


def _public(top: Path) -> dict[str, str]:
    return {name: digest for name, digest in digests(top / "show").items() if name.startswith("public/")}


if __name__ == "__main__":
    import sys
    import time

    from tests.torture.pairs import PAIRS
    from tests.torture.shim import restart_with_shim
    from tests.torture.turns import load_for_turns

    restart_with_shim()
    load_for_turns()
    count, only, base = (
        int(sys.argv[1]),
        sys.argv[2] if len(sys.argv) > 2 else "",
        sys.argv[3] if len(sys.argv) > 3 else "0",
    )
    for pair in PAIRS:
        if only and only != pair.name:
            continue
        began = time.monotonic()
        table = Table(pair, Path("/dev/shm/together") / pair.name.replace(" ", "-").replace(",", ""))
        for i in range(count):
            for fault in table.play(f"{base} {pair.name} {i}"):
                print("FAULT", pair.name, base, i, fault, flush=True)
        print(f"{pair.name}: {dict(table.tally)} {time.monotonic() - began:.0f} s", flush=True)
