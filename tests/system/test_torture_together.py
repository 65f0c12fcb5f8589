"""A share of the torture of several people at once, drawn anew with each commit."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

INTERLEAVINGS = 100


def test_nothing_is_lost_when_several_people_work_on_a_show(tmp_path: Path) -> None:
    torture = [sys.executable, "-m", "tests.torture", "together", "--points", str(INTERLEAVINGS), "--folder", tmp_path]
    root = Path(__file__).parents[2]
    done = subprocess.run(torture, cwd=root, capture_output=True, text=True, check=False, timeout=1800)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"together: {INTERLEAVINGS} points, 0 of them with faults" in done.stdout
