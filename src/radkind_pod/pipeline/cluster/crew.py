"""Sends the heavy stages of a build to a Dask cluster. Dask decides which worker does what, and when."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock
from types import TracebackType
from typing import Any
from uuid import uuid4

from distributed import Client, CancelledError, Future, KilledWorker

from radkind_pod.errors import EngineError, PodError, TransferError
from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.cluster.errand import Errand, Made, do, forget
from radkind_pod.pipeline.cluster.needs import Needs, needs_of, weights_path
from radkind_pod.pipeline.cluster.parcels import Depot, Parcel
from radkind_pod.pipeline.cluster.roll import Roll
from radkind_pod.pipeline.cluster.spread import hear_together, shares_of
from radkind_pod.pipeline.fingerprint import paths_in
from radkind_pod.pipeline.runner import Runner
from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Progress
from radkind_pod.transcript.engines.cores import cores

AT_ONCE = 500
"""Episodes that wait for the cluster cost a thread each, no more."""
LOOK_S = 5.0
AWAY = frozenset(
    "prepare recognise translate overhear hear-share diarise clean withhold level stitch master encode compare aac "
    "compare-aac opus compare-opus flac compare-flac relisten measure".split()
)
"""What reads or writes sound. All else takes less time than to send it."""
_AGAIN = "What was made is kept: run the same command again"


class ClusterCrew:
    """Works on the episodes of a build with the workers of a cluster."""

    at_once = AT_ONCE

    def __init__(self, address: str, client: Client, depot: Depot, word: str) -> None:
        self._address, self._client, self._depot, self._word = address, client, depot, word
        self._topic = f"radkind-pod-{word}"
        self._roll, self._stopped, self._gone = Roll(client), Event(), Event()
        self._progress: dict[str, Progress] = {}
        self._needs: dict[object, Needs] = {}
        self._lock, self._episodes = Lock(), 0
        self._here = SimpleQueue[Apart]()
        for _ in range(cores()):
            self._here.put(Apart(1))

    def __enter__(self) -> "ClusterCrew":
        self._client.subscribe_topic(self._topic, self._heard)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @contextmanager
    def runner(self, slug: str, priority: int) -> Iterator[Runner]:
        """Return what runs the stages of this episode. Raises TransferError at the end if the cluster is gone."""
        with self._lock:
            self._episodes += 1
        try:
            yield _Runner(self, slug, priority)
        finally:
            with self._lock:
                self._episodes -= 1
        if self._gone.is_set():
            raise self._lost()
