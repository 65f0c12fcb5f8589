"""300 hours of episodes on 20 workers, every stage a sleep; and what real stages take, from which that is reckoned.

`record` writes what each stage took (stage_seconds.json: a fixed part, and one for each second of recording), and
`simulation` takes episodes of lengths like those of real shows (seeded). All but the sleep is Dask's and ours.
"""

import json
import os
import random
import resource
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
from dask import config
from distributed import LocalCluster
from figures import Figure
from spoken_show import Nobody, make_catalogue

from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.build import Wish, build
from radkind_pod.pipeline.cluster import sender
from radkind_pod.pipeline.cluster.connect import UNWATCHED, open_crew
from radkind_pod.pipeline.cluster.crew import AWAY
from radkind_pod.pipeline.cluster.errand import Errand, Made
from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Silent, Watcher

RECORDED = Path(__file__).with_name("stage_seconds.json")
ABOVE_BOUND = 1.1
HOURS, WORKERS = 300, 20
FOR_ALL = ("artwork", "site", "feed", "search")
"""Stages that are made once for all episodes."""
MEASURED_S = 40, 240
"""The lengths of recording from which `record` takes what a stage costs."""


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
