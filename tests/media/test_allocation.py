"""Memory that held a block of samples serves the next one."""

import mmap
import platform
import subprocess
import sys

import pytest

FAULTS = """
import resource
import numpy as np
from radkind_pod.media.allocation import keep_freed_blocks

if {kept}:
    keep_freed_blocks()
held = [np.zeros(1000) for _ in range(100)]
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(200):
    block = np.ones(192_000 * 2)
    block = block * 2 + block
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def pages(*, kept: bool) -> int:
    """Return how many pages the system filled for 200 blocks of 3 MB."""
    code = FAULTS.format(kept=kept)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other systems' C libraries can't be asked")
def test_blocks_take_few_new_pages() -> None:
    few = pages(kept=True)
    assert few < 10 * 3 * 2**20 / mmap.PAGESIZE
    assert few < pages(kept=False)
