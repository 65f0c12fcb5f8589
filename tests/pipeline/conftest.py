"""A small stage of two files, and stores to keep it in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.store import Store
from radkind_pod.progress import Progress, Silent


@dataclass(frozen=True, slots=True)
class Inner:
    """A value inside a request."""

    lufs: float


@dataclass(frozen=True, slots=True)
class Shout:
    """Writes its text in capitals."""

    NAME: ClassVar = "shout"
    VERSION: ClassVar = 1
    tools: ClassVar = ("click",)
    text: Path
    times: int = 1
    target: Inner = Inner(-16.0)

    def run(self, folder: Path, progress: Progress) -> None:
        """Write shout.txt."""
        (folder / "shout.txt").write_text(self.text.read_text(encoding="utf-8").upper() * self.times, encoding="utf-8")

    def read(self, folder: Path) -> Path:
        """Return shout.txt."""
        return folder / "shout.txt"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A source file."""
    file = tmp_path / "text.txt"
    file.write_text("peace", encoding="utf-8")
    return file


@pytest.fixture
def open_store(tmp_path: Path) -> Callable[..., Store]:
    """Open the store as a new process would."""

    def open_(**options: object) -> Store:
        hashes = Hashes(tmp_path / "build" / "hashes.json", tmp_path)
        return Store(tmp_path / "build" / "ep", hashes, Silent(), **options)  # type: ignore[arg-type]

    return open_


@pytest.fixture
def shout() -> type[Shout]:
    """The stage."""
    return Shout


@pytest.fixture
def inner() -> type[Inner]:
    """The value inside it."""
    return Inner
