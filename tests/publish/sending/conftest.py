"""Two projects on two machines, each with the file that holds its word."""

from pathlib import Path

import pytest


@pytest.fixture
def a(tmp_path: Path) -> Path:
    return tmp_path / "a" / "build" / "token"


@pytest.fixture
def b(tmp_path: Path) -> Path:
    return tmp_path / "b" / "build" / "token"
