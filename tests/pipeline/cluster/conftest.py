"""A Dask cluster in this process, and a crew that works with it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from distributed import LocalCluster

from radkind_pod.errors import MediaError
from radkind_pod.pipeline.cluster.connect import open_crew
from radkind_pod.pipeline.cluster.crew import ClusterCrew
from radkind_pod.progress import Progress, Silent


@dataclass(frozen=True, slots=True)
class Shout:
    """Stands for a stage that reads sound: writes its text in capitals, and says who it is."""

    NAME: ClassVar = "measure"
    VERSION: ClassVar = 1
    tools: ClassVar = ("click",)
    text: Path
    more: tuple[Path, ...] = ()

    def run(self, folder: Path, progress: Progress) -> None:
        text = self.text.read_text(encoding="utf-8")
        if text == "broken":
            raise MediaError(self.text, f"{self.text} is broken", "Mend it")
        progress.moved(1, 2)
        progress.remarked(f"read {self.text.name}")
        (folder / "deeper").mkdir()
        for number, file in enumerate((self.text, *self.more)):
            said = file.read_text(encoding="utf-8").upper()
            (folder / "deeper" / f"{number}.txt").write_text(said, encoding="utf-8")

    def read(self, folder: Path) -> Path:
        return folder / "deeper" / "0.txt"


class Heard(Silent):
    """What the stages said."""

    def __init__(self) -> None:
        self.remarks: list[str] = []
        self.shares: list[float] = []
        self.waited: list[bool] = []

    def moved(self, done: float, total: float) -> None:
        self.shares.append(done / total)

    def remarked(self, text: str) -> None:
        self.remarks.append(text)

    def waits(self, it_does: bool) -> None:
        if self.waited[-1:] != [it_does]:
            self.waited.append(it_does)


@contextmanager
def workers(count: int) -> Iterator[LocalCluster]:
    """Start a cluster whose workers are threads of this process."""
    with LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def two_workers() -> Iterator[str]:
    """The address of a cluster of two workers. Its threads draw lots, which other tests may not see: it ends soon."""
    with workers(2) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one episode, and a file to read."""
    (tmp_path / "show/build/ep").mkdir(parents=True)
    (tmp_path / "show/text.txt").write_text("peace", encoding="utf-8")
    return tmp_path / "show"


@pytest.fixture
def crew(two_workers: str, project: Path) -> Callable[..., AbstractContextManager[ClusterCrew]]:
    """Open a crew; files go through the project's folder, or through a URL."""

    def open_(files: str = "") -> AbstractContextManager[ClusterCrew]:
        return open_crew(two_workers, files, project)

    return open_


@pytest.fixture
def run(project: Path) -> Callable[..., Path]:
    """Let the crew run a stage as the store does, and return its folder."""

    def run_(crew: ClusterCrew, stage: object, progress: Progress | None = None) -> Path:
        folder = project / "build/ep/.measure.part-1"
        folder.mkdir()
        with crew.runner("ep", 0) as runner:
            runner.run(stage, folder, progress or Silent())
        return folder

    return run_


@pytest.fixture
def shout() -> type[Shout]:
    """The stage."""
    return Shout


@pytest.fixture
def heard() -> Heard:
    """What the stages say."""
    return Heard()
