"""A share of the torture, drawn anew with each commit: all of it is `make torture`."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.torture.seed import NAMED, drawn

ROOT = Path(__file__).parents[2]
SHARES = {
    "kills": 300,
    "failures": 150,
    "power": 300,
    "planted": 30,
    "acknowledged": 20,
    "together": 100,
    "processes": 10,
}

pytestmark = pytest.mark.system


@pytest.mark.parametrize(("part", "points"), SHARES.items())
def test_a_share_of_the_torture_finds_nothing(part: str, points: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.torture", part, "--points", str(points), "--folder", str(tmp_path)]
    played = subprocess.run([*command, "--seed", str(drawn())], cwd=ROOT, capture_output=True, text=True, check=False)
    assert played.returncode == 0, f"{NAMED}={drawn()}\n{played.stdout}{played.stderr}"
    (notes,) = tmp_path.glob(f"*/{part}.jsonl")
    assert len(notes.read_text(encoding="utf-8").splitlines()) == points
