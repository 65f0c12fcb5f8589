"""This computer as a crew: episodes side by side, within its cores and its memory."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from radkind_pod.pipeline.apart import LISTENING, Apart, is_of_text
from radkind_pod.pipeline.budget import Budget, Need
from radkind_pod.pipeline.runner import Runner
from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Watcher
from radkind_pod.transcript.engines.cores import cores

MOST_LISTENERS = 4
"""More cores than these one transcription makes no use of (`MOST_WORKERS` of faster-whisper)."""
EPISODE_BYTES = 400 << 20
"""What the child of an episode takes at most beside a model: measured 250 MB, encoding; it keeps most of it."""
LISTENER_BYTES = 300 << 20
TIMES_ITS_WEIGHTS = {"faster-whisper": 2, "openai-whisper": 4}
"""What a model takes: so much for each core, and so many times the file of its weights. Measured 870 MB for base (its
file has 145 MB) on two cores."""
ROOM_LEFT = 0.8
"""So much of the memory that is free is taken: the rest is for whoever opens a browser meanwhile."""
_CONTAINER = Path("/sys/fs/cgroup")
"""Where a container says how much memory it may take, and takes (cgroup 2)."""


class Computer:
    """Works on so many of the episodes at once as there are cores and memory for.

    A single episode has all of the computer. Side by side each stage takes one core, and one that listens as many as
    it can use, or the graphics card.
    """

    def __init__(self, episodes: int) -> None:
        here, memory = cores(), free_memory()
        self.at_once = max(1, min(episodes, here, memory // EPISODE_BYTES))
        self._listening = min(here, MOST_LISTENERS)
        # With a byte left, whatever needs more than there is runs alone; with none, models would all seem to fit.
        self._budget = Budget(here, max(1, memory - self.at_once * EPISODE_BYTES))
        self._has_card = has_card()
        self._children = set[Apart]()

    @contextmanager
    def runner(self, slug: str, priority: int) -> Iterator[Runner]:  # noqa: ARG002 - the pool takes them in this order
        """Return what runs stages in a child when their turn comes."""
        with Apart(self._listening if self.at_once > 1 else 0) as child:
            self._children.add(child)
            try:
                yield _InTurn(child, self)
            finally:
                self._children.discard(child)

    def run(self, child: Apart, stage: Stage[Any], folder: Path, watcher: Watcher) -> float:
        """Run the stage in the child as soon as there is what it needs."""
        need = self._need(stage)
        with self._budget.taken(need, watcher.waits):
            seconds = child.run(stage, folder, watcher)
            if need.memory:
                child.end()  # the C library would keep half of it
        return seconds

    def stop(self) -> None:
        """End the children; whoever waits for one raises."""
        self._budget.stop()
        for child in tuple(self._children):
            child.stop()

    def _need(self, stage: Stage[Any]) -> Need:
        engine = getattr(stage, "engine", "")
        if is_of_text(stage):
            return Need()
        if stage.NAME not in LISTENING or engine not in TIMES_ITS_WEIGHTS:
            return Need(cores=1)
        weights: Path = stage.weights  # type: ignore[attr-defined] # every stage with an engine has them
        taken = 1 if self._has_card else self._listening
        memory = taken * LISTENER_BYTES + TIMES_ITS_WEIGHTS[engine] * weights.stat().st_size
        return Need(taken, memory, card=self._has_card)


class _InTurn:
    """Runs the stages of one episode."""

    def __init__(self, child: Apart, computer: Computer) -> None:
        self._child, self._computer = child, computer

    def run(self, stage: Stage[Any], folder: Path, watcher: Watcher) -> float:
        """Run it when its turn comes."""
        return self._computer.run(self._child, stage, folder, watcher)


def free_memory() -> int:
    """Return how many bytes a build may take."""
    found = [psutil.virtual_memory().available]
    with suppress(OSError, ValueError):  # not in a container, or in one without a limit ("max")
        limit, taken = (int((_CONTAINER / f"memory.{name}").read_text(encoding="ascii")) for name in ("max", "current"))
        found.append(max(0, limit - taken + _given_back()))
    return round(min(found) * ROOM_LEFT)


def _given_back() -> int:
    """Return how many bytes of what the container takes hold files that were read: they go when memory is wanted."""
    stat = dict(line.split() for line in (_CONTAINER / "memory.stat").read_text(encoding="ascii").splitlines())
    return int(stat.get("active_file", 0)) + int(stat.get("inactive_file", 0))


def has_card() -> bool:
    """Say whether models may run on a graphics card: two at once might not fit into its memory.

    Its driver's own program tells that without loading any library: it comes with each of NVIDIA's drivers.
    """
    return os.environ.get("CUDA_VISIBLE_DEVICES", "all") not in ("", "-1") and bool(shutil.which("nvidia-smi"))
