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
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from distributed import Client
from figures import Figure, report
from simulation import record, simulation
from spoken_show import Nobody, make_catalogue

from radkind_pod.pipeline.build import Wish, build
from radkind_pod.pipeline.cluster.connect import open_crew, open_local
from radkind_pod.transcript.engines.cores import cores

EFFICIENT = 0.9


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


if __name__ == "__main__":
    sys.exit(main())
