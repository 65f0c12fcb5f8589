"""Torture: what a person, a disk or a battery can do to a show, many times over.

Usage: python -m tests.torture [PART...] [--points N] [--seed S] [--only KIND] [--workers N] [--folder FOLDER]

Every point that was played is noted in the folder, apart for each seed and each state of the code, so that a run that
was stopped goes on: what was faulty is played again. Exits 1 where a fault is noted, or a process failed.
"""

import argparse
import hashlib
import importlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from tests.torture.point import Key, Played, Point, Points
from tests.torture.seed import NAMED, drawn
from tests.torture.shim import restart_with_shim

PARTS = {
    "kills": ("kills:kills", "kills:scenes"),
    "failures": ("kills:failures", "kills:scenes"),
    "acknowledged": ("acknowledged:acknowledged", ""),
    "mutants": ("mutants:mutants", ""),
    "planted": ("planted:planted", ""),
    "power": ("power:power", "power:scenes"),
    "processes": ("processes:processes", "processes:scenes"),
    "text": ("texts:texts", ""),
    "together": ("together:together", "together:pairs"),
}
"""Where each part's points come from: a module here and what in it gives them; and what names their kinds, where each
has to be prepared for a while. It is imported in a process of its own, since some stop the clock."""
SLICES = 4
"""Into so many pieces a kind is cut for whoever is free. Each piece is prepared, so a share is not cut."""
ROOT = Path(__file__).parents[2]
MOST_S = 600
"""A point that takes longer than this many seconds hangs; it may have to prepare its scene."""


def main() -> int:
    """Play the points that are asked for, and say how many of each part there were, and each fault."""
    asked = _parser().parse_args()
    restart_with_shim()
    asked.folder /= f"{asked.seed}-{_digest_of_the_code()}"
    asked.folder.mkdir(parents=True, exist_ok=True)
    print(f"{NAMED}={asked.seed}", flush=True)
    parts = asked.part or [*PARTS]
    failed = [_side_by_side(part, asked) for part in parts]
    is_bad = any(failed)
    for part in parts:
        faulty = [bool(note["faults"]) for note in _noted(asked.folder, part).values()]
        print(f"{part}: {len(faulty)} points, {sum(faulty)} of them with faults")
        is_bad |= any(faulty)
    return int(is_bad)


def _digest_of_the_code() -> str:
    """Return what tells two states of what is tried, and of what tries it, from each other."""
    digest = hashlib.sha256()
    for folder in ("src", "tests/torture"):
        for file in sorted((ROOT / folder).rglob("*.[pc]*")):
            if file.suffix in (".py", ".c"):
                digest.update(f"{file.relative_to(ROOT)}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:8]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="all of them if left out")
    parser.add_argument("--points", type=int, default=0, help="so many of each part, drawn by the seed; 0 is every one")
    parser.add_argument("--seed", type=int, default=drawn())
    parser.add_argument("--only", action="append", default=[], help="only points of this kind or scene")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=Path("build/torture"), help="where is noted what was played")
    return parser


def _side_by_side(part: str, asked: argparse.Namespace) -> bool:
    """Play a part in several processes; return whether one of them failed."""
    began, pids, turns = time.monotonic(), [], multiprocessing.Value("i")
    _forget_what_was_cut_off(_notes(asked.folder, part))
    for _ in range(asked.workers):
        if pid := os.fork():
            pids.append(pid)
        else:
            _worker(part, asked, turns)
    statuses = [os.waitpid(pid, 0)[1] for pid in pids]
    print(f"{part}: {time.monotonic() - began:.0f} s", flush=True)
    return any(statuses)


def _worker(part: str, asked: argparse.Namespace, turns: Any) -> None:
    """Play piece after piece in a folder of its own, in memory where the system has such a disk; end with it."""
    code, memory = 2, Path("/dev/shm")
    room = Path(tempfile.mkdtemp(prefix="torture-", dir=memory if memory.is_dir() else None))
    try:
        done = {key for key, note in _noted(asked.folder, part).items() if not note["faults"]}
        pieces = list(_pieces(part, asked))
        with _notes(asked.folder, part).open("ab", buffering=0) as out:
            while (turn := _next(turns)) < len(pieces):
                for point in _points_of(pieces[turn], room, part, asked):
                    if point.key not in done:
                        _play(point, part, out)
        code = 0
    except BaseException:  # noqa: BLE001 - it is told, and ends this process
        traceback.print_exc()
    finally:
        shutil.rmtree(room)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _next(turns: Any) -> int:
    """Return the next number that nobody has."""
    with turns.get_lock():
        turns.value += 1
        return int(turns.value) - 1


class Piece(NamedTuple):
    """What one worker plays in one go: of these kinds so many points (0: all), and of those every so-manieth."""

    only: Collection[str]
    count: int
    number: int
    of: int


def _pieces(part: str, asked: argparse.Namespace) -> Iterator[Piece]:
    """Yield into what the part is cut."""
    _, place = PARTS[part]
    if not place:
        yield from (Piece(asked.only, asked.points, number, asked.workers) for number in range(asked.workers))
        return
    kinds = [kind for kind in _found(place)() if not asked.only or kind in asked.only]
    lucky = random.Random(f"{asked.seed} {part}").sample(kinds, asked.points % len(kinds))
    for kind in kinds:
        share = asked.points // len(kinds) + (kind in lucky)
        if share:
            yield Piece([kind], share, 0, 1)
        elif not asked.points:
            yield from (Piece([kind], 0, number, SLICES) for number in range(SLICES))


def _points_of(piece: Piece, room: Path, part: str, asked: argparse.Namespace) -> Iterator[Point]:
    points: Points = _found(PARTS[part][0])
    return islice(_drawn(points(room, asked.seed, piece.only), piece.count, asked.seed), piece.number, None, piece.of)


def _found(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(f"tests.torture.{module}"), name)


def _drawn(points: Iterable[Point], count: int, seed: int) -> Iterator[Point]:
    """Yield so many, spread over all kinds; 0 is every one."""
    if not count:
        yield from points
        return
    kinds = defaultdict[str | int, list[Point]](list)
    for point in points:
        kinds[point.key[0]].append(point)
    left = count
    for number, (kind, of_kind) in enumerate(sorted(kinds.items(), key=lambda one: len(one[1]))):
        share = min(len(of_kind), -(-left // (len(kinds) - number)))
        left -= share
        yield from random.Random(f"{seed} {kind}").sample(of_kind, share)


def _play(point: Point, part: str, out: BinaryIO) -> None:
    """Play it, note it, tell its faults."""
    signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(MOST_S)
    try:
        played = point.play()
    except Exception:  # noqa: BLE001 - the next points are played all the same
        played = Played([traceback.format_exc()])
    finally:
        signal.alarm(0)
    note = {"key": point.key, "faults": played.faults, "said": played.said}
    out.write(json.dumps(note).encode() + b"\n")  # in one call: others write there too
    if played.faults:
        print(part, *point.key, *played.faults, sep="\n    ", flush=True)


def _hangs(*_: object) -> None:
    message = f"it didn't end within {MOST_S} s"
    raise TimeoutError(message)


def _notes(folder: Path, part: str) -> Path:
    return folder / f"{part}.jsonl"


def _forget_what_was_cut_off(notes: Path) -> None:
    """Leave only whole lines: a run that was killed may have written half of one."""
    if notes.exists():
        data = notes.read_bytes()
        notes.write_bytes(data[: data.rfind(b"\n") + 1])


def _noted(folder: Path, part: str) -> dict[Key, dict[str, Any]]:
    """Return the last note of each point."""
    notes = _notes(folder, part)
    lines = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
    return {tuple(note["key"]): note for note in map(json.loads, lines)}


if __name__ == "__main__":
    sys.exit(main())
