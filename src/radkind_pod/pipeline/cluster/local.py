"""A Dask cluster on this computer, to try it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from radkind_pod.errors import ToolMissing

try:
    from distributed import LocalCluster
except ModuleNotFoundError as missing:
    raise ToolMissing(
        f"Dask, which brings stages to other computers, is not installed ({missing.name} is missing)",
        ["pip install 'radkind-pod[cluster]'"],
    ) from missing


@contextmanager
def open_local(workers: int) -> Iterator[str]:
    """Give the address of a scheduler with so many workers of one thread each, which nobody reaches from outside."""
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.ERROR,
    ) as cluster:
        yield str(cluster.scheduler_address)
