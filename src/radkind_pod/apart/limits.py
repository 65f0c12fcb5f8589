"""How much memory and time a call may take. The system itself holds a process to it, whatever its code does."""

import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from radkind_pod.present import is_there

if sys.platform != "win32":
    import resource

_STATM = Path("/proc/self/statm")
_DATA_FIELD = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory`: so many bytes more than when the call begins; `cpu_s`: so many seconds of one core. 0 is no limit."""

    memory: int = 0
    cpu_s: float = 0


def write_no_core() -> None:
    """Let this process leave no image of its memory behind when it crashes: it may hold people's voices."""
    if sys.platform != "win32":
        _limit(resource.RLIMIT_CORE, 0)


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """Hold this process to the limits; afterwards all is as before.

    Too much memory raises MemoryError, or whatever a library makes of it; too long ends the process by SIGXCPU.
    Memory is what it may write to (heap, stacks, private mappings), not files that it maps. Windows knows no limits,
    macOS none of memory.
    """
    if sys.platform == "win32":
        yield
        return
    before = [(kind, resource.getrlimit(kind)) for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CPU)]
    if limits.memory and is_there(_STATM):
        import numpy  # noqa: F401 - its threads' stacks are no memory that the call takes

        _limit(resource.RLIMIT_DATA, _data() + limits.memory)
    if limits.cpu_s:
        _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + limits.cpu_s))
    try:
        yield
    finally:
        for kind, both in before:
            resource.setrlimit(kind, both)


if sys.platform != "win32":

    def _limit(kind: int, most: int) -> None:
        soft, hard = resource.getrlimit(kind)
        stricter = [most, *(value for value in (soft, hard) if value != resource.RLIM_INFINITY)]
        resource.setrlimit(kind, (min(stricter), hard))

    def _data() -> int:
        """Return how many bytes this process has that it may write to."""
        return int(_STATM.read_text(encoding="ascii").split()[_DATA_FIELD]) * resource.getpagesize()
