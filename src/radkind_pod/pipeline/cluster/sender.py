"""Sends one stage to the cluster, and waits for what comes of it."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

from distributed import CancelledError, Client, Future, KilledWorker

from radkind_pod.errors import TransferError
from radkind_pod.pipeline.cluster.errand import Errand, Made, do, forget, forget_killed
from radkind_pod.pipeline.cluster.needs import needs_of, weights_path
from radkind_pod.pipeline.cluster.parcels import Depot, Parcel
from radkind_pod.pipeline.cluster.roll import ANSWER_S, Roll
from radkind_pod.pipeline.fingerprint import paths_in
from radkind_pod.pipeline.stage import Stage
from radkind_pod.present import is_file
from radkind_pod.progress import Watcher

LOOK_S = 1.0
"""How often a stage that waits looks whether there still is a cluster."""
ROUNDS = 3
"""Dask gives a task up when four workers have died with it. A stage runs in a child and can't end a worker, so it was
not the stage, and it is sent again."""
_RUNNING = ("running", "newly-created")


class Sender:
    """The connection to a cluster. Called from one thread for each episode."""

    depot: Depot | None = None
    """How files get there: there is one after `begin`."""

    def __init__(self, address: str, client: Client, topic: str) -> None:
        self._address, self._client, self._topic = address, client, topic
        self._word, self._roll = topic.rpartition("/")[2], Roll(client)
        self._stopped = Event()
        self._watchers: dict[str, Watcher] = {}
        client.subscribe_topic(self._topic, self._moved)

    def begin(self, open_depot: Callable[[], Depot]) -> None:
        """Open the way, and remove what killed runs left on it and on the workers. Called before anything is sent.

        Raises ToolMissing where the scheduler can't be used, TransferError where the way can't.
        """
        self.refuse_what_is_stopped()
        self._guarded(self._roll.refuse_unfit_scheduler)
        self.depot = open_depot()
        self._roll.ask_all(forget_killed, self._topic)

    def threads(self) -> int:
        """Return how many stages the cluster runs at the same time."""
        return sum(self._guarded(self._roll.present).values())

    def send(
        self, stage: Stage[Any], folder: Path, watcher: Watcher, priority: int, over: Event | None = None
    ) -> float:
        """Let a worker run the stage, bring what it made into `folder`, and return the seconds of its work.

        Raises what the stage raises; ToolMissing where no worker may run it, TransferError where the cluster or the
        way to it fails; CancelledError where the build is interrupted, or when `over` is set.
        """
        assert self.depot
        needs, journal = needs_of(stage, self.depot.seen, self._word), self._journal(stage, folder)
        inputs = self._offered(stage)
        made, lost = None, list[KilledWorker]()
        while made is None:
            errand = Errand(f"radkind-pod-{uuid4().hex}", self._topic, stage, needs, self.depot.way, inputs, journal)
            try:
                made = self._made(errand, watcher, priority, over or self._stopped)
            except KilledWorker as killed:
                lost.append(killed)
                if len(lost) == ROUNDS:
                    raise self._given_up(stage.NAME, _slug_of(folder), lost) from killed
        for remark in made.remarks:
            watcher.remarked(remark)
        if made.error:
            raise made.error
        self.depot.collect(made.parcels, folder)
        if journal:
            Path(journal.name).unlink()
        return made.seconds

    def stop(self) -> None:
        """End the waiting of every stage. Dask lets go of what waits; what runs already ends for nothing."""
        self._stopped.set()

    def clear(self) -> None:
        """Remove what lies on the way and on the workers. The way first: others may read there.

        Raises TimeoutError where a worker doesn't answer: what lies there is removed when Dask ends it, or by the next
        build.
        """
        try:
            if self.depot:
                self.depot.clear()
        finally:
            if self._client.status in _RUNNING and not self._roll.ask_all(forget, self._topic):
                raise TimeoutError(f"a worker doesn't answer within {ANSWER_S:.0f} s")

    def refuse_without_scheduler(self) -> None:
        """Raise TransferError where the cluster's scheduler is gone."""
        if self._client.status not in _RUNNING:
            raise self._lost()

    def refuse_what_is_stopped(self, over: Event | None = None) -> None:
        """Raise CancelledError where the build was interrupted, or this is over."""
        if self._stopped.is_set() or (over and over.is_set()):
            raise CancelledError

    def _made(self, errand: Errand, watcher: Watcher, priority: int, over: Event) -> Made | None:
        """Return what came of the errand; None where it has to be sent again."""
        self.refuse_what_is_stopped(over)
        name = errand.stage.NAME
        workers = self._guarded(lambda: self._roll.fit(name, errand.needs, watcher))
        if workers == ():
            self._stopped.wait(LOOK_S)
            return None
        self._watchers[errand.key] = watcher
        watcher.waits(True)
        future = self._client.submit(do, errand, key=errand.key, workers=workers, priority=-priority, pure=False)
        try:
            if not self._wait(future, workers, over):
                return None
            made: Made = future.result()
        except ImportError:  # of a worker without radkind-pod that came just now: the roll will find it
            if self._guarded(lambda: self._roll.fit(name, errand.needs, watcher, looks=True)) == workers:
                raise
            return None
        except CancelledError as cancelled:  # by this build, or by Dask when the connection broke for a moment
            self.refuse_what_is_stopped(over)
            raise self._lost() from cancelled
        finally:
            del self._watchers[errand.key]
            watcher.waits(False)
            if not future.done():
                future.cancel()
        if made.unfit:
            self._roll.refuse(made.unfit[0], errand.needs, made.unfit[1])
            return None
        return made

    def _wait(self, future: Future, workers: tuple[str, ...] | None, over: Event) -> bool:
        """Wait for its end. False: all workers that may do it have gone."""
        ended = Event()
        future.add_done_callback(lambda _: ended.set())
        while not ended.wait(LOOK_S):
            self.refuse_without_scheduler()
            self.refuse_what_is_stopped(over)
            if workers and not set(workers) & set(self._guarded(self._roll.present)):
                return False
        return True

    def _guarded(self, ask: Callable[[], Any]) -> Any:
        """Return what the scheduler answers."""
        self.refuse_without_scheduler()
        try:
            return ask()
        except (OSError, TimeoutError) as error:
            raise self._lost() from error

    def _given_up(self, name: str, slug: str, lost: list[KilledWorker]) -> TransferError:
        died = sum(one.allowed_failures + 1 for one in lost)
        return TransferError(
            self._address,
            f"{name} of {slug} was given up: {died} workers died while they had it",
            "See what they wrote last; most often their memory was too small. Then run the same command again",
        )

    def _lost(self) -> TransferError:
        return TransferError(
            self._address,
            "the cluster's scheduler is gone",
            "What was made is kept: start the cluster again, and run the same command again",
        )

    def _offered(self, stage: Stage[Any]) -> tuple[Parcel, ...]:
        assert self.depot
        paths = dict.fromkeys(path for path in paths_in(stage) if path != weights_path(stage))
        return self.depot.offer(paths, self.refuse_what_is_stopped)

    def _journal(self, stage: Stage[Any], folder: Path) -> Parcel | None:
        """Return what an interrupted build here has heard of the stage already."""
        assert self.depot
        file = folder.parent / f".{stage.NAME}.journal"
        return self.depot.offer([file], self.refuse_what_is_stopped)[0] if is_file(file) else None

    def _moved(self, event: tuple[float, dict[str, Any]]) -> None:
        _, said = event
        if watcher := self._watchers.get(said["key"]):
            watcher.waits(False)
            watcher.moved(said["done"], said["total"])


def _slug_of(folder: Path) -> str:
    """Return the episode that the folder of a stage, or of a share of it, belongs to."""
    return next(parent.name for parent in folder.parents if not parent.name.startswith("."))
