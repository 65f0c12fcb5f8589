"""The scripts' own tests, which node runs."""

import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.system


def test_the_scripts_own_tests_pass() -> None:
    command = ["node", "--test", str(Path(__file__).parent / "static")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-4000:]
