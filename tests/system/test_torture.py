"""A share of the torture, drawn anew with each commit: all of it is `make torture`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.torture.seed import NAMED, drawn

ROOT = Path(__file__).parents[2]
SHARES = {
    "kills": 300,
    "failures": 150,
    "power": 150,
    "planted": 20,
    "acknowledged": 20,
    "together": 100,
    "processes": 8,
    "text": 50,
}

"""With the thousand mutants of test_torture_media they are to take ten minutes on two calm cores: 300 kills, 150
failures, 100 interleavings and 1,000 mutants always; of the others as many as fit."""

pytestmark = pytest.mark.system


@pytest.mark.parametrize(("part", "points"), SHARES.items())
def test_a_share_of_the_torture_finds_nothing(part: str, points: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.torture", part, "--points", str(points), "--folder", str(tmp_path)]
    played = subprocess.run([*command, "--seed", str(drawn())], cwd=ROOT, capture_output=True, text=True, check=False)
    assert played.returncode == 0, f"{NAMED}={drawn()}\n{played.stdout}{played.stderr}"
    (notes,) = tmp_path.glob(f"*/{part}.jsonl")
    played_points = len(notes.read_text(encoding="utf-8").splitlines())
    assert played_points == points or (part == "power" and played_points > 0.95 * points), (
        "a short row gives all it has"
    )


BROKEN = """
import os, runpy, sys
from pathlib import Path

real = os.replace

def in_place(old, new, **_):
    if os.path.isdir(old):
        return real(old, new)
    Path(new).write_bytes(Path(old).read_bytes())
    os.unlink(old)

os.replace = in_place
Path.replace = lambda old, new: in_place(old, new) or Path(new)
os.fsync = lambda _: None
sys.argv[0] = "tests.torture"
runpy.run_module("tests.torture", run_name="__main__")
"""
"""Runs the torture on a radkind-pod that writes over what is there, and waits for no disk."""


@pytest.mark.parametrize(
    ("part", "scene", "wrong"),
    [
        ("kills", "editor saves", "is neither old nor new"),
        ("failures", "editor saves", "is neither old nor new"),
        ("power", "publish again", "power cut: "),
    ],
)
def test_the_torture_finds_files_that_are_written_in_place(part: str, scene: str, wrong: str, tmp_path: Path) -> None:
    asked = [part, "--only", scene, "--points", "200", "--seed", "1", "--folder", str(tmp_path)]
    command = [sys.executable, "-c", BROKEN, *asked]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert played.returncode == 1, played.stdout + played.stderr
    (notes,) = tmp_path.glob(f"*/{part}.jsonl")
    found = [fault for line in notes.read_text(encoding="utf-8").splitlines() for fault in json.loads(line)["faults"]]
    assert any(wrong in fault for fault in found)
