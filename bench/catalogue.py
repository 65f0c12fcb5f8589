"""Measure a back catalogue on the workers of a cluster, and simulate one of 300 hours on 20 of them.

Usage: python bench/catalogue.py [efficiency] [simulation] [record] [--episodes 40] [--scale 1000]

efficiency: real speech (the data folder DATA, else tests/data) as 40 episodes, built up to their MP3 by 1, 2 and 4
workers of one thread each, with Dask's own processes, each kept to one core (on Linux). Each half of the episodes is
built by 1 and by 2 workers, in turned order, so that a computer that slows down harms both alike. Exits 1 below 0.9
with two workers, where there are two cores.

simulation: the seconds of each stage as `record` once measured them (stage_seconds.json: a fixed part, and one for each
second of recording), for 300 hours of episodes of lengths like those of real shows (seeded). Dask's own scheduler and
workers, our own crew, every stage a sleep of a hundredth of its time. (At a thousandth a stage lasts 30 ms, and what
Dask itself takes for a task, 9 ms of one core here and the same whatever the task is, would be what is measured:
--scale 1000 shows it.) What stays on the computer where the build was started is slept there, one at a time, as one
process would do it. Exits 1 where it takes more than 10 % above the lower bound.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import soundfile
from dask import config
from distributed import Client, LocalCluster
from episode import RATE, talk
from figures import Figure, report
from numpy.typing import NDArray
from references import ROOT

from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.build import Wish, build
from radkind_pod.pipeline.cluster import sender
from radkind_pod.pipeline.cluster.connect import UNWATCHED, open_crew, open_local
from radkind_pod.pipeline.cluster.crew import AWAY
from radkind_pod.pipeline.cluster.errand import Errand, Made
from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Silent, Watcher
from radkind_pod.transcript.engines.cores import cores

SAMPLE = ROOT / "episodes/two-voices/episode.yaml"
RECORDED = Path(__file__).with_name("stage_seconds.json")
SHORTEST_S, LONGEST_S = 20, 45
EFFICIENT, ABOVE_BOUND = 0.9, 1.1
HOURS, WORKERS = 300, 20
FOR_ALL = ("artwork", "site", "feed", "search")
"""Stages that are made once for all episodes."""
MEASURED_S = 40, 240
"""The lengths of recording from which `record` takes what a stage costs."""


def main() -> int:
    """Print what was asked for, and say whether the figures are held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=("efficiency", "simulation", "record"))
    parser.add_argument("--episodes", type=int, default=40)
    parser.add_argument("--scale", type=int, default=100)
    asked = parser.parse_args()
    parts = asked.parts or ["efficiency", "simulation"]
    figures = list[Figure]()
    if "record" in parts:
        record()
    if "efficiency" in parts:
        figures += efficiency(asked.episodes)
    if "simulation" in parts:
        figures.append(simulation(asked.scale))
    return report("catalogue", figures)


def efficiency(episodes: int) -> list[Figure]:
    """Build the catalogue with one and with two workers, and half of it with four."""
    with tempfile.TemporaryDirectory() as scratch:
        slugs = make_catalogue(Path(scratch), episodes)
        halves = slugs[: episodes // 2], slugs[episodes // 2 :]
        built(Path(scratch), 2, slugs[:2])  # so that no run is the first to read the model
        took = dict[int, float]()
        for count, half in ((1, 0), (2, 0), (2, 1), (1, 1)):
            took[count] = took.get(count, 0) + built(Path(scratch), count, halves[half])
        four = 2 * built(Path(scratch), 4, halves[0])
    found = took[1] / (2 * took[2])
    print(
        f"4 workers: {four:.0f} s for all, reckoned from half; efficiency {took[1] / (4 * four):.2f} on {cores()} cores"
    )
    held = found >= EFFICIENT if cores() >= 2 else None
    times = f"{found:.2f} ({took[1]:.0f} s with one, {took[2]:.0f} s with two; load before it {os.getloadavg()[2]:.1f})"
    return [Figure(f"{episodes} episodes, two workers against one", times, f">= {EFFICIENT}", held)]


def built(root: Path, workers: int, slugs: Sequence[str]) -> float:
    """Return the seconds in which so many workers make the episodes anew, up to their MP3."""
    with open_local(workers) as address, open_crew(address, "", root) as crew:
        keep_apart(address)
        began = time.monotonic()
        results, _ = build(root, slugs, Wish(fresh=True, until="encode"), Nobody(), crew)
        took = time.monotonic() - began
    for one in results:
        if one.error:
            raise one.error
    print(f"{workers} workers: {len(slugs)} episodes in {took:.0f} s", flush=True)
    return took


def keep_apart(address: str) -> None:
    """Give each worker one core: an encoder's second thread would take the core that another worker should have."""
    if sys.platform != "linux":
        return
    own = sorted(os.sched_getaffinity(0))
    with Client(address, set_as_default=False) as client:
        for number, worker in enumerate(client.scheduler_info(n_workers=-1)["workers"]):
            client.run(keep_to, own[number % len(own)], workers=[worker])


def keep_to(core: int) -> None:
    """Let this process, and the children that it starts from now on, run on this core alone."""
    for thread in Path("/proc/self/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})


def make_catalogue(root: Path, episodes: int, seconds: float = 0) -> list[str]:
    """Make a show of so many episodes of real speech, of `seconds` each or of different lengths; return their slugs."""
    voice, chance = talk(Path(os.environ.get("DATA", ROOT / "tests/data"))), random.Random(7)
    for name in ("config.yaml", "artwork.png"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "audio", root / "audio", dirs_exist_ok=True)
    slugs = [f"episode-{number:02}" for number in range(1, episodes + 1)]
    for number, slug in enumerate(slugs, 1):
        folder = root / "episodes" / slug
        (folder / "raw").mkdir(parents=True)
        text = SAMPLE.read_text(encoding="utf-8").split("# Where a new subject begins.")[0].split("recordings:\n")[0]
        text = re.sub(r"^guid: .*$", f"guid: catalogue-{number}", text, flags=re.MULTILINE)
        text = re.sub(r"^number: .*$", f"number: {number}", text, flags=re.MULTILINE)
        (folder / "episode.yaml").write_text(f"{text}recordings: [talk.wav]\n", encoding="utf-8")
        length = round(RATE * (seconds or chance.uniform(SHORTEST_S, LONGEST_S)))
        write_talk(folder / "raw/talk.wav", np.resize(np.roll(voice, chance.randrange(len(voice))), length), number)
    return slugs


def write_talk(file: Path, voice: NDArray[np.int16], seed: int) -> None:
    """Write the voice in mono with a noise of its own: no two episodes have the same bytes."""
    soundfile.write(file, voice + np.random.default_rng(seed).integers(-12, 13, len(voice), dtype=np.int16), RATE)


class Nobody(Silent):
    """Looks at no episode."""

    def watch(self, slug: str) -> "Nobody":  # noqa: ARG002 - all are alike
        """Return one who doesn't look."""
        return self

    def ended(self, slug: str, state: str, seconds: float, error: Exception | None) -> None:
        """Say nothing."""

    def left(self, seconds: float | None) -> None:
        """Say nothing."""


class OneCore:
    """A crew of children with one core, which counts the seconds of it that each stage takes, whatever else runs."""

    at_once = 1

    def runner(self, slug: str, priority: int) -> AbstractContextManager["OneCore"]:  # noqa: ARG002 - all are alike
        """Return itself."""
        return nullcontext(self)

    def run(self, stage: Stage[Any], folder: Path, watcher: Watcher) -> float:
        """Run it in a child of its own, and return the seconds of the processor."""
        before = processor_seconds()
        with Apart(1) as apart:
            apart.run(stage, folder, watcher)
        return processor_seconds() - before

    def stop(self) -> None:
        """Do nothing."""


def processor_seconds() -> float:
    """Return the seconds of this process and of the children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def record() -> None:
    """Write what each stage of the sample show costs: seconds, and seconds for each second of recording."""
    short, long = (costs(seconds) for seconds in MEASURED_S)
    slope = {name: (long[name] - short[name]) / (MEASURED_S[1] - MEASURED_S[0]) for name in short}
    content = {
        name: {"fixed": round(max(0, short[name] - each * MEASURED_S[0]), 3), "per_second": round(max(0, each), 5)}
        for name, each in slope.items()
    }
    RECORDED.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(RECORDED.read_text(encoding="utf-8"))


def costs(seconds: float) -> dict[str, float]:
    """Return the seconds of each stage of an episode of this length, one core each."""
    with tempfile.TemporaryDirectory() as scratch:
        slugs = make_catalogue(Path(scratch), 1, seconds)
        (result,), _ = build(Path(scratch), slugs, Wish(), Nobody(), OneCore())
    if result.error:
        raise result.error
    return {run.name: run.seconds for run in result.runs or () if run.name not in FOR_ALL}


@dataclass(frozen=True, slots=True)
class Nap:
    """A stage that only takes its time."""

    NAME: str
    seconds: float
    VERSION: int = 1
    tools: tuple[str, ...] = ()


def nap(errand: Errand) -> Made:
    """Sleep on a worker as long as the stage takes."""
    time.sleep(errand.stage.seconds)  # type: ignore[attr-defined]
    return Made()


def simulation(scale: int) -> Figure:
    """Let Dask schedule 300 hours of episodes, and say how far that is from the best that can be."""
    stages = json.loads(RECORDED.read_text(encoding="utf-8"))
    lengths = sorted(episode_lengths(), reverse=True)
    chains = [[Nap(name, (of["fixed"] + of["per_second"] * s) / scale) for name, of in stages.items()] for s in lengths]
    total = sum(one.seconds for chain in chains for one in chain if one.NAME in AWAY)
    light = sum(one.seconds for chain in chains for one in chain if one.NAME not in AWAY)
    longest = max(sum(one.seconds for one in chain) for chain in chains)
    bound = max(total / WORKERS, longest, light)
    print(
        f"{len(lengths)} episodes, {sum(map(len, chains))} stages; at a {scale}th: work {total:.1f} s, by {WORKERS} "
        f"workers {total / WORKERS:.1f} s; longest episode {longest:.1f} s; light stages {light:.1f} s"
    )
    with (
        tempfile.TemporaryDirectory() as scratch,
        config.set(UNWATCHED),
        LocalCluster(
            n_workers=WORKERS,
            threads_per_worker=1,
            processes=False,
            protocol="tcp://",
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        ) as cluster,
    ):
        took = scheduled(cluster.scheduler_address, Path(scratch), chains)
    found = f"{took / bound:.3f} times the bound ({took:.1f} s, bound {bound:.1f} s; load {os.getloadavg()[0]:.1f})"
    return Figure(
        f"{HOURS} h on {WORKERS} workers, at a {scale}th", found, f"<= {ABOVE_BOUND}", took / bound <= ABOVE_BOUND
    )


def episode_lengths() -> Iterator[float]:
    """Yield lengths in seconds, HOURS in all: most between half an hour and an hour and a half."""
    chance, left = random.Random(300), HOURS * 3600.0
    while left > 0:
        length = min(left, 3 * 3600.0, max(600.0, chance.lognormvariate(np.log(3300), 0.45)))
        left -= length
        yield length


def scheduled(address: str, root: Path, chains: Sequence[Sequence[Nap]]) -> float:
    """Return the seconds that the cluster takes for all of them, each stage after the one before it."""
    (root / "build").mkdir()
    here = Lock()
    sender.do = nap  # what a worker does; all else is what a build does
    with open_crew(address, "", root) as crew, ThreadPoolExecutor(min(crew.at_once, len(chains))) as pool:
        crew._run_here = lambda stage, *_: asleep(stage, here)  # type: ignore[method-assign]

        def work(priority: int) -> None:
            with crew.runner(f"episode-{priority}", priority) as runner:
                for one in chains[priority]:
                    runner.run(one, root, Silent())  # type: ignore[arg-type]

        began = time.monotonic()
        list(pool.map(work, range(len(chains))))
        return time.monotonic() - began


def asleep(stage: Nap, here: Lock) -> None:
    """Sleep while nothing else here does."""
    with here:
        time.sleep(stage.seconds)


if __name__ == "__main__":
    sys.exit(main())
