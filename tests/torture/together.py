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
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.torture.acts import EPISODE, TRANSCRIPT
from tests.torture.child import run
from tests.torture.pairs import PAIRS, Pair, Step
from tests.torture.point import Played, Point
from tests.torture.scenes import BUILD
from tests.torture.show import SLUG, make_show
from tests.torture.stage import act, warm
from tests.torture.tree import Files, Tree
from tests.torture.turns import KILLED, Ended, interleave, load_for_turns

TIMES = 29
"""So often each pair is played: 1,000 interleavings and some."""
CONFLICT = re.compile(r"[1-9]\d* conflicts|second version|two versions")
"""What people are told of a conflict."""
MADE = ("show/build/", "show/public/", "release.json", "words.json", "built-from.json", "approval.json", "/lock")
MADE += ("publishing.log", "/published")
"""What builds and publishing make and remember: no source of anything."""
BROKEN = ("Traceback", "bug in radkind-pod")


_STARTS = dict[Sequence[Step], Path]()
"""A show after these steps, in this process."""
_TABLES = dict[str, "Table"]()
"""Each pair that was prepared in this process."""


def together(room: Path, seed: int, only: Collection[str]) -> Iterator[Point]:
    """Yield each pair so many times, each time interleaved otherwise."""
    load_for_turns()

    def play(pair: Pair, number: int) -> Played:
        if pair.before not in _STARTS:
            _STARTS[pair.before] = _started(pair.before, room / f"start-{len(_STARTS)}")
        if pair.name not in _TABLES:
            _TABLES[pair.name] = Table(pair, _STARTS[pair.before], room / pair.name.replace(" ", "-"))
        return _TABLES[pair.name].play(f"{seed} {pair.name} {number}")

    for pair in PAIRS:
        if not only or pair.name in only:
            yield from (Point((pair.name, number), partial(play, pair, number)) for number in range(TIMES))


def pairs() -> list[str]:
    """Return the names of all pairs."""
    return [pair.name for pair in PAIRS]


def _started(steps: Sequence[Step], start: Path) -> Path:
    """Return a folder in which these steps were done."""
    make_show(start)
    for step in steps:
        if callable(step):
            step(start)
        else:
            done = run(start, act(step))
            assert done.code == 0, (step, done.said)
    return start


class Table:
    """A pair ready to be played, as often as is asked for."""

    def __init__(self, pair: Pair, start: Path, room: Path) -> None:
        self._pair, self._room, self._there = pair, room, room / "there"
        self._fresh, self._tally = dict[str, Files](), Counter[str]()
        room.mkdir()
        self._tree = Tree(start, self._there)
        self._tree.put_back()
        for actor in pair.actors:
            warm(self._there, partial(actor.act, lambda: None, lambda _: None), actor.where)
        warm(self._there, act(BUILD))
        self._tree.put_back()
        self._before = self._tree.files()

    def play(self, seed: str) -> Played:
        """Interleave them once as the seed says, and look at what came of it."""
        self._tree.put_back()
        self._tally.clear()
        try:
            ended = interleave(self._there, self._pair.actors, random.Random(seed))
        except TimeoutError as hung:
            return Played([str(hung)])
        self._tally.update(f"{one.name} {one.code}" for one in ended)
        faults = [*self._codes(ended), *self._kept(ended), *self._quiet(ended)]
        return Played([f"[seed {seed}] {fault}" for fault in faults], json.dumps(self._tally))

    def _codes(self, ended: Sequence[Ended]) -> Iterator[str]:
        for one in ended:
            yield from self._ended(one)

    def _ended(self, one: Ended) -> Iterator[str]:
        if one.code == KILLED:
            return
        if one.code not in self._pair.codes.get(one.name, {0}) or any(word in one.said for word in BROKEN):
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
            for name, mark in (told.split(" ") for told in _told(one, "holds ")):
                if mark not in (self._there / "show" / name).read_text(encoding="utf-8"):
                    yield f"what {one.name} wrote into {name} by hand is gone"
            for word in (word for word in _told(one, "saved ") if word not in text):
                if word in both and CONFLICT.search(said):
                    self._tally["conflicts kept"] += 1
                elif self._pair.overwritten and any(word in version for version in earlier):
                    self._tally["kept in the history"] += 1
                else:
                    yield f"{one.name} was told that {word} is saved, and it is nowhere"

    def _quiet(self, ended: Sequence[Ended]) -> Iterator[str]:
        for command in self._pair.after:
            done = run(self._there, act(command))
            if done.code != 0:
                yield f"afterwards, {' '.join(command)} ended with {done.code}: {done.said[-700:]}"
                return
        yield from self._same_as_fresh()
        yield from self._published()
        yield from self._served(ended)
        for left in self._there.rglob("*"):
            is_unfinished = ".part" in left.name or left.name.startswith(".new-")
            if is_unfinished and "build" not in left.parts and not any(one.code == KILLED for one in ended):
                yield f"{left.relative_to(self._there)} was left over"

    def _same_as_fresh(self) -> Iterator[str]:
        """Yield what a build after all that makes otherwise than one that begins with nothing but the sources."""
        now = self._tree.files()
        sources = {name: now[name] for name in now if name.startswith("show/") and not any(m in name for m in MADE)}
        key = hashlib.sha256(json.dumps(sources, sort_keys=True).encode()).hexdigest()
        if key not in self._fresh:
            fresh = self._room / "fresh"
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(self._there, fresh, symlinks=True, ignore=shutil.ignore_patterns("build", "public"))
            done = run(fresh, act(BUILD))
            if done.code:
                yield f"built anew of the sources alone, it ended with {done.code}: {done.said[-700:]}"
                return
            self._fresh[key] = _public(Tree(fresh, fresh).files())
        found, wanted = _public(now), self._fresh[key]
        if wrong := sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name)):
            yield f"public/ is otherwise than built anew: {', '.join(wrong[:5])}"

    def _published(self) -> Iterator[str]:
        """Yield what is at the destination otherwise than its ledger says."""
        web = self._there / "web"
        ledger = web / ".radkind-pod/ledger.json.gz"
        if not ledger.exists():
            return
        known = {file["path"]: file["sha256"] for file in json.loads(gzip.decompress(ledger.read_bytes()))["files"]}
        found = {name.removeprefix("web/"): digest for name, digest in self._tree.files().items()}
        for path, digest in known.items():
            if found.get(path) != digest:
                yield f"at the destination, {path} is not what the ledger says"
        feed = (web / "feed.xml").read_text(encoding="utf-8") if (web / "feed.xml").exists() else ""
        for path in re.findall(rf"episodes/{SLUG}/[\w.-]+\.mp3", feed):
            if path not in found:
                yield f"the feed names {path}, and it isn't there"

    def _served(self, ended: Sequence[Ended]) -> Iterator[str]:
        """Yield what a browser got that was never whole."""
        whole = {*self._before.values(), *self._tree.files().values()}
        for code, digest in (line.split(" ") for one in ended if one.name == "browser" for line in one.told):
            if code != "200" or digest not in whole:
                yield f"a browser got {code} and {digest[:12]}, which was never whole"


def _told(one: Ended, what: str) -> Iterator[str]:
    """Yield what somebody was told of this kind."""
    return (line.removeprefix(what) for line in one.told if line.startswith(what))


def _public(files: Files) -> Files:
    return {name: digest for name, digest in files.items() if name.startswith("show/public/")}
