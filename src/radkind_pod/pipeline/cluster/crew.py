"""The crew of a build on a Dask cluster: what is heavy goes to a worker, what is light stays here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from pathlib import Path
from queue import SimpleQueue
from threading import Condition
from typing import Any

from radkind_pod.errors import PodError
from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.cluster.parcels import Depot
from radkind_pod.pipeline.cluster.sender import LOOK_S, Sender
from radkind_pod.pipeline.cluster.spread import hear_together, shares_of
from radkind_pod.pipeline.runner import Runner
from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Watcher
from radkind_pod.transcript.engines.cores import cores

AT_ONCE = 500
"""An episode that waits for its turn costs a thread here, and no more."""
AHEAD, FEWEST = 2, 8
"""So many episodes are begun for each thread of the cluster, or so many in all: a worker that is free finds the next
stage ready, and what they take of this computer's memory and files doesn't grow with the catalogue."""
AWAY = (
    *("prepare", "recognise", "diarise", "clean", "withhold", "level", "stitch", "master", "encode", "compare"),
    *("aac", "compare-aac", "opus", "compare-opus", "flac", "compare-flac"),
    *("relisten", "overhear", "translate", "measure"),
)
"""What reads or writes sound. All else takes less time than to send it."""


class ClusterCrew:
    """Works on the episodes of a build with the workers of a cluster.

    `open_depot` is called when the first episode begins, for then nobody else works on the project.
    """

    at_once = AT_ONCE

    def __init__(self, sender: Sender, open_depot: Callable[[], Depot]) -> None:
        self._sender, self._open_depot = sender, open_depot
        self._turn, self._episodes, self._next = Condition(), 0, list[int]()
        self._broken: Exception | None = None
        self._children = [Apart(1) for _ in range(cores())]
        self._here = SimpleQueue[Apart]()
        for child in self._children:
            self._here.put(child)

    @contextmanager
    def runner(self, slug: str, priority: int) -> Iterator[Runner]:  # noqa: ARG002 - what is sent names its folder
        """Return what runs the stages of this episode when it is its turn, the longest first.

        Raises ToolMissing or TransferError where the cluster, or the way to it, is gone or can't be used.
        """
        self._wait_for_turn(priority)
        try:
            yield _Runner(self, priority)
        finally:
            with self._turn:
                self._episodes -= 1
                self._turn.notify_all()
        self._sender.refuse_without_scheduler()

    def _wait_for_turn(self, priority: int) -> None:
        with self._turn:
            heappush(self._next, priority)
            self._begin()
            while self._next[0] != priority or self._episodes >= max(FEWEST, AHEAD * self._sender.threads()):
                self._turn.wait(LOOK_S)
                self._sender.refuse_what_is_stopped()
            heappop(self._next)
            self._episodes += 1
            self._turn.notify_all()

    def _begin(self) -> None:
        """Open the way when the first one comes. What keeps it shut is raised for the others without another try."""
        if self._broken:
            raise self._broken
        if self._sender.depot is None:
            try:
                self._sender.begin(self._open_depot)
            except PodError as error:
                self._broken = error
                raise

    def stop(self) -> None:
        """Take back what waits and what runs."""
        self._sender.stop()
        for child in self._children:
            child.stop()

    def close(self) -> None:
        """Leave nothing of this run behind, here or on the workers."""
        self._sender.stop()
        for child in self._children:
            child.end()
        self._sender.clear()

    def run(self, stage: Stage[Any], folder: Path, watcher: Watcher, priority: int) -> float:
        """Run a stage where it belongs; return the seconds of work."""
        if stage.NAME not in AWAY:
            return self._run_here(stage, folder, watcher)
        if (shares := shares_of(stage, self._sender.threads(), self._episodes + len(self._next))) > 1:
            return hear_together(self._sender, stage, shares, folder, watcher, priority)
        return self._sender.send(stage, folder, watcher, priority)

    def _run_here(self, stage: Stage[Any], folder: Path, watcher: Watcher) -> float:
        apart = self._here.get()
        try:
            self._sender.refuse_what_is_stopped()
            return apart.run(stage, folder, watcher)
        finally:
            self._here.put(apart)


class _Runner:
    def __init__(self, crew: ClusterCrew, priority: int) -> None:
        self._crew, self._priority = crew, priority

    def run(self, stage: Stage[Any], folder: Path, watcher: Watcher) -> float:
        return self._crew.run(stage, folder, watcher, self._priority)
