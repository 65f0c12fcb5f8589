"""How much of this computer may be used."""

import os

CORES = "RADKIND_POD_CORES"
"""Says in the environment of a process that shares the computer with others how many cores are its own."""


def cores() -> int:
    """Return how many cores this process may use."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    told = os.environ.get(CORES, "")
    return min(here, int(told)) if told.isdecimal() and int(told) else here
