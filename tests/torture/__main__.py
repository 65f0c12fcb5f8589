"""Torture: what a person, a disk or a battery can do to a show, many times over.

Usage: python -m tests.torture [PART...] [--points N] [--seed S] [--only KIND] [--workers N] [--folder FOLDER]

Every point that was played is noted in the folder, so that a run that was stopped goes on. Exits 1 where a fault is
found.
"""

import argparse
import importlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from tests.torture.point import Point, Points
from tests.torture.seed import NAMED, drawn
from tests.torture.shim import restart_with_shim

PARTS = {
    "kills": "kills:kills",
    "failures": "kills:failures",
    "acknowledged": "acknowledged:acknowledged",
    "mutants": "mutants:mutants",
    "planted": "planted:planted",
    "power": "power:power",
    "processes": "processes:processes",
    "text": "texts:texts",
    "together": "together:together",
}
"""Where each part's points come from: a module here and what in it gives them. It is imported in a process of its own,
since some stop the clock."""


def main() -> int:
    """Play the points that are asked for, and say how many of each part there were, and each fault."""
    asked = _parser().parse_args()
    restart_with_shim()
    asked.folder.mkdir(parents=True, exist_ok=True)
    print(f"{NAMED}={asked.seed}", flush=True)
    ended = [_side_by_side(part, asked) for part in asked.part or PARTS]
    for part in asked.part or PARTS:
        tally = Counter[str]()
        for note in _noted(asked.folder, part):
            tally.update(points=1, faulty=bool(note["faults"]))
        print(f"{part}: {tally['points']} points, {tally['faulty']} of them with faults")
    return 1 if any(ended) else 0


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
    """Play a part in several processes; return whether there were faults, or a process failed."""
    began, pids = time.monotonic(), []
    for number in range(asked.workers):
        if pid := os.fork():
            pids.append(pid)
        else:
            _worker(part, asked, number)
    statuses = [os.waitpid(pid, 0)[1] for pid in pids]
    print(f"{part}: {time.monotonic() - began:.0f} s", flush=True)
    return any(statuses)


def _worker(part: str, asked: argparse.Namespace, number: int) -> None:
    """Play every so-manieth point in a folder of its own, in memory where the system has such a disk; end with it."""
    code, memory = 2, Path("/dev/shm")
    room = Path(tempfile.mkdtemp(prefix="torture-", dir=memory if memory.is_dir() else None))
    try:
        done = {tuple(note["key"]) for note in _noted(asked.folder, part)}
        points = _drawn(_points(part)(room, asked.seed, asked.only), asked)
        mine = islice(points, number, None, asked.workers)
        left = (point for point in mine if point.key not in done)
        with (asked.folder / f"{part}.jsonl").open("a", encoding="utf-8") as out:
            code = int(sum(_play(point, part, out) for point in left) > 0)
    except BaseException:  # noqa: BLE001 - it is told, and ends this process
        traceback.print_exc()
    finally:
        shutil.rmtree(room)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _points(part: str) -> Points:
    module, _, name = PARTS[part].partition(":")
    points: Points = getattr(importlib.import_module(f"tests.torture.{module}"), name)
    return points


def _drawn(points: Iterable[Point], asked: argparse.Namespace) -> Iterator[Point]:
    """Yield what is asked for; a share is spread over all kinds."""
    if not asked.points:
        yield from points
        return
    kinds = defaultdict[str | int, list[Point]](list)
    for point in points:
        kinds[point.key[0]].append(point)
    left = asked.points
    for number, (kind, of_kind) in enumerate(sorted(kinds.items(), key=lambda one: len(one[1]))):
        share = min(len(of_kind), -(-left // (len(kinds) - number)))
        left -= share
        yield from random.Random(f"{asked.seed} {kind}").sample(of_kind, share)


def _play(point: Point, part: str, out: TextIO) -> bool:
    """Play it, note it, tell its faults; return whether there were any."""
    played = point.play()
    out.write(json.dumps({"key": point.key, "faults": played.faults, "said": played.said}) + "\n")
    out.flush()
    if played.faults:
        print(part, *point.key, *played.faults, sep="\n    ", flush=True)
    return bool(played.faults)


def _noted(folder: Path, part: str) -> Iterator[dict[str, Any]]:
    notes = folder / f"{part}.jsonl"
    if notes.exists():
        with notes.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


if __name__ == "__main__":
    sys.exit(main())
