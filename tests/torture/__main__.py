"""Torture: what a person, a disk or a battery can do to a show, many times over.

Usage: python -m tests.torture {kills,failures} [--points N] [--seed S] [--scene NAME] [--folder FOLDER]

Every point that was played is noted in the folder, so that a run that was stopped goes on. Exits 1 where a fault is
found.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.torture.child import load_everything
from tests.torture.kills import FAILURES, Stage
from tests.torture.scenes import SCENES, Scene
from tests.torture.shim import restart_with_shim


def main() -> int:
    """Play the points that are asked for; say how many, and each fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=["kills", "failures"])
    parser.add_argument("--points", type=int, default=0, help="so many in all, drawn by the seed; 0 is every one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scene", action="append", help="only this one")
    parser.add_argument("--folder", type=Path, default=Path("build/torture"))
    asked = parser.parse_args()
    restart_with_shim()
    load_everything()
    scenes = [scene for scene in SCENES if not asked.scene or scene.name in asked.scene]
    notes = asked.folder.absolute() / f"{asked.part}.jsonl"
    notes.parent.mkdir(parents=True, exist_ok=True)
    done = {tuple(json.loads(line)["key"]) for line in notes.open()} if notes.exists() else set()
    tally: Counter[str] = Counter()
    with notes.open("a", encoding="utf-8") as out:
        for scene in scenes:
            for key, faults in play(scene, asked, done, notes.parent):
                tally["points"] += 1
                tally["faults"] += len(faults)
                out.write(json.dumps({"key": key, "faults": faults}) + "\n")
                out.flush()
                for fault in faults:
                    print(*key, fault, flush=True)
    print(f"{asked.part}, seed {asked.seed}: {tally['points']} points, {tally['faults']} faults")
    return 1 if tally["faults"] else 0


def play(
    scene: Scene, asked: argparse.Namespace, done: set[tuple[object, ...]], folder: Path
) -> Iterator[tuple[tuple[object, ...], list[str]]]:
    """Yield each point that was not played yet, with its faults."""
    began = time.monotonic()
    stage = Stage(scene, folder / f"{asked.part}-{scene.name.replace(' ', '-')}")
    kinds = list(FAILURES) if asked.part == "failures" else ["kill"]
    keys = [(scene.name, kind, point) for point in range(1, stage.calls + 1) for kind in kinds]
    if asked.points:
        chance = random.Random(f"{asked.seed} {scene.name}")
        keys = sorted(chance.sample(keys, min(len(keys), max(1, asked.points // len(SCENES)))))
    print(f"{scene.name}: exit {stage.ended.code}, {stage.calls} calls, {len(keys)} points", flush=True)
    for key in keys:
        if key not in done:
            _, kind, point = key
            found = stage.kill(point) if kind == "kill" else stage.fail(point, FAILURES[kind])
            yield key, [f"{fault} [{stage.last}]" for fault in found]
    print(f"    {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
