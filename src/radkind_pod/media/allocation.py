"""Memory for blocks of samples is kept for the next block, where the C library can be asked to (glibc).

By itself it gives a block of some MB back to the system as soon as it is free, and the system fills the next one with
zeros, page by page: two fifths of all time went there.
"""

import ctypes
import sys
from functools import cache

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""The parameters' numbers in malloc.h."""
_KEPT, _LARGEST = 64 << 20, 8 << 20
"""At most 64 MB stay for each thread, no piece of them above 8 MB: blocks of BLOCK_S are smaller, models larger."""


@cache
def keep_freed_blocks() -> None:
    """Ask for it, once in a process."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_TRIM_THRESHOLD, _KEPT)
        mallopt(_MMAP_THRESHOLD, _LARGEST)
