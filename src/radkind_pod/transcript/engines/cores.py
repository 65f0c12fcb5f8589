"""How much of this computer may be used."""

import math
import os
from pathlib import Path

CORES = "RADKIND_POD_CORES"
"""Says in the environment of a process that shares the computer with others how many cores are its own."""
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""Where a container says how much of a second it may take of each second, in all (cgroup 2): `200000 100000` is two."""


def cores() -> int:
    """Return how many cores this process may use."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    told = os.environ.get(CORES, "")
    return min(here, _granted() or here, int(told) if told.isdecimal() and int(told) else here)


def _granted() -> int:
    """Return how many cores the container may use, 0 where nobody says."""
    try:
        quota, period = map(int, _QUOTA.read_text(encoding="ascii").split())
    except (OSError, ValueError):  # not in a container, or in one without a limit ("max")
        return 0
    return math.ceil(quota / period)
