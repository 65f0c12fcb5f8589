"""Opens the way to a cluster, or a cluster on this computer to try it, and leaves nothing behind."""

import logging
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from radkind_pod.errors import PodError, ToolMissing, TransferError
from radkind_pod.pipeline.cluster.parcels import Shared, name_of

try:
    from dask import config
    from distributed import Client, LocalCluster
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.registry import get_backend
except ModuleNotFoundError as missing:
    raise ToolMissing(
        f"Dask, which brings stages to other computers, is not installed ({missing.name} is missing)",
        ["pip install 'radkind-pod[cluster]'"],
    ) from missing

from radkind_pod.pipeline.cluster.crew import ClusterCrew
from radkind_pod.pipeline.cluster.sender import Sender

CONNECT_S = 20
UNWATCHED = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "2s",
}
"""Dask looks at itself up to a hundred times a second: with two idle workers that took 14 % of a core, and now 2 %. All
that it would see is a worker that waits for its child."""


@contextmanager
def open_crew(address: str, files: str, root: Path) -> Iterator[ClusterCrew]:
    """Give the crew that works with the cluster of this address.

    Files go through the project's folder, which all computers see, or through the place that the URL `files` names.
    Raises TransferError where one of them can't be reached.
    """
    for name in ("distributed", "distributed.client"):  # what it prints we say better
        logging.getLogger(name).setLevel(logging.CRITICAL)
    word = secrets.token_hex(8)

    def open_depot() -> "Shared | Transit":
        return Transit(files, root, word) if files else Shared((root / "build").absolute(), word)

    if files:
        from radkind_pod.pipeline.cluster.transit import Transit
    with _connected(address) as client:
        crew = ClusterCrew(Sender(address, client, f"{name_of(root)}/{word}"), open_depot)
        try:
            yield crew
        except BaseException as error:
            _close_after(error, crew, " and ".join(filter(None, (address, files))))
            raise
        crew.close()


def _close_after(error: BaseException, crew: ClusterCrew, where: str) -> None:
    """Close the crew; what fails then is noted with the error that is told."""
    try:
        crew.close()
    except (PodError, OSError) as left:
        error.add_note(
            f"{where}: copies of recordings may still lie there ({left}). The next build with the same addresses "
            "removes them"
        )


@contextmanager
def open_local(workers: int) -> Iterator[str]:
    """Give the address of a scheduler with so many workers of one thread each, which nobody reaches from outside."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # workers keep this: else Ctrl-C ends each with a traceback
    try:
        with config.set(UNWATCHED):
            started = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.ERROR,
            )
    finally:
        signal.signal(signal.SIGINT, before)
    with started as cluster:
        yield str(cluster.scheduler_address)


def _connected(address: str) -> Client:
    try:
        scheme, where = parse_address(address)
        get_backend(scheme)
        parse_host_port(where)
    except ValueError as error:
        raise TransferError(
            address,
            f"this is no address of a cluster ({error})",
            "Write it as the scheduler says it: tcp://10.0.0.5:8786",
        ) from error
    try:
        return Client(address, timeout=CONNECT_S, set_as_default=False)
    except TypeError as error:
        if scheme not in ("tls", "wss"):
            raise
        raise TransferError(
            address,
            "the cluster asks for TLS, and no keys are given for it here",
            "Name them as Dask's page on TLS says: DASK_DISTRIBUTED__COMM__TLS__CA_FILE and its kin",
        ) from error
    except (OSError, TimeoutError) as error:
        raise TransferError(
            address,
            f"no cluster answers here ({error})",
            "Is the scheduler running, and can this computer reach it? Try one on this computer: radkind-pod cluster "
            "local 2",
        ) from error
