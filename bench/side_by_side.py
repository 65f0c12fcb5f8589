"""Build eight episodes side by side and one after the other, and print the ratio of the times and the memory held.

Usage: python bench/side_by_side.py [--minutes 3] [--engine faster-whisper] [--rounds 1]

The recordings are the English ones of the data folder (DATA, else tests/data), joined to eight lengths from half of
the minutes to twice as many. Each build is a process of its own that begins with nothing made; its memory is that of
it and its children, looked at ten times a second. Both ways use all cores of this computer. Side by side may take what
one build takes for each model that there are cores for, and for each other episode what one without a model may take.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from episode import EPISODE, talk, write_answer, write_recording
from figures import Figure, report
from references import ROOT

from radkind_pod.cli.board import open_board
from radkind_pod.pipeline.build import Wish, build
from radkind_pod.pipeline.computer import EPISODE_BYTES, MOST_LISTENERS, Computer
from radkind_pod.pipeline.words import Choice
from radkind_pod.transcript.engines.cores import cores

LENGTHS = (0.5, 2.0, 0.75, 1.0, 1.5, 0.6, 1.25, 0.9)
"""Of the eight episodes, in the order of their names: times the minutes."""
EVERY_S = 0.1


def main() -> int:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--engine", default="faster-whisper")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--build", type=int, metavar="AT_ONCE", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.build:
        return build_here(arguments.build, arguments.engine)
    runs: dict[int, list[tuple[float, float]]] = {1: [], len(LENGTHS): []}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_show(root, arguments.minutes)
        for _ in range(arguments.rounds):
            for at_once, found in runs.items():
                found.append(measured(root, at_once, arguments.engine))
                print(f"at most {at_once} at once: {found[-1][0]:.1f} s, {found[-1][1]:.0f} MB", flush=True)
    return tell(runs)


def tell(runs: dict[int, list[tuple[float, float]]]) -> int:
    """Report the best round of each way."""
    (alone_s, alone_mb), (together_s, together_mb) = (
        tuple(map(min, zip(*found, strict=True))) for found in runs.values()
    )
    at_once = Computer(len(LENGTHS)).at_once
    models = cores() // min(cores(), MOST_LISTENERS)
    most_mb = models * alone_mb + max(0, at_once - models) * EPISODE_BYTES / 1e6
    figures = [
        Figure(
            "side by side, of the time of one after the other",
            f"{together_s / alone_s:.2f}",
            "<= 1",
            together_s <= alone_s,
        ),
        Figure(
            f"memory with {at_once} at once, {models} of them with a model",
            f"{together_mb:.0f} MB, one alone {alone_mb:.0f} MB",
            f"<= {most_mb:.0f} MB",
            together_mb <= most_mb,
        ),
    ]
    return report("side_by_side", figures, {str(at_once): found for at_once, found in runs.items()})


def make_show(root: Path, minutes: float) -> None:
    """Make a show of eight episodes."""
    for name in ("config.yaml", "artwork.png"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "audio", root / "audio")
    voice = talk(Path(os.environ.get("DATA", ROOT / "tests/data")))
    text = (ROOT / EPISODE / "episode.yaml").read_text(encoding="utf-8").split("recordings:\n")[0]
    words = (ROOT / "tests/data/speech/en/sonnet001.txt").read_text(encoding="utf-8").split()
    for number, length in enumerate(LENGTHS, 1):
        folder = root / f"episodes/episode-{number}"
        (folder / "raw").mkdir(parents=True)
        own = re.sub(r"(?m)^guid: .*$", f"guid: urn:episode-{number}", text)
        (folder / "episode.yaml").write_text(f"{own}recordings: [long.wav]\n", encoding="utf-8")
        write_answer(folder / "replay.json", words, minutes * length / 60)
        write_recording(folder / "raw/long.wav", voice, minutes * length / 60)


def measured(root: Path, at_once: int, engine: str) -> tuple[float, float]:
    """Build all of it from nothing; return the seconds and the most MB that it held with all its children."""
    for made in ("build", "public"):
        shutil.rmtree(root / made, ignore_errors=True)
    command = [sys.executable, __file__, "--build", str(at_once), "--engine", engine]
    began, most = time.monotonic(), 0.0
    with subprocess.Popen(command, cwd=root) as process:
        while process.poll() is None:
            most = max(most, held_mb(psutil.Process(process.pid)))
            time.sleep(EVERY_S)
    if process.returncode:
        raise SystemExit(process.returncode)
    return time.monotonic() - began, most


def held_mb(parent: psutil.Process) -> float:
    """Return what the process and its children hold now; what they share is counted for each."""
    total = 0
    try:
        for process in (parent, *parent.children(recursive=True)):
            total += process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0.0  # one ended just now
    return total / 1e6


def build_here(at_once: int, engine: str) -> int:
    """Build the show in this folder, so many episodes at most at once."""
    slugs = sorted(folder.name for folder in Path("episodes").iterdir())
    wish = Wish(choice=Choice(engine, "", ""))
    results, _ = build(Path.cwd(), slugs, wish, open_board("none", slugs), Computer(at_once))
    failed = {built.outcome.slug: str(built.error) for built in results if built.error}
    if failed:
        print(json.dumps(failed, indent=1), file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
