"""The sample show in a folder of its own, and the command line run on it as a person would."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from radkind_pod.cli import main
from radkind_pod.transcript.review.case import Case, Given
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.stages import Draft

SAMPLE = Path(__file__).parents[2]
SLUG = "two-voices"


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed on stdout, read as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """What it said on stderr, without the progress."""
        return self.err.splitlines()


@dataclass(frozen=True)
class Show:
    """A copy of the sample show."""

    root: Path

    @property
    def episode(self) -> Path:
        """The folder of the sample episode."""
        return self.root / "episodes" / SLUG

    @property
    def raw(self) -> Path:
        """The sample episode's recordings."""
        return self.episode / "raw"

    def edit(self, name: str, old: str, new: str) -> int:
        """Replace `old` by `new` in the file, as a person would; return the line where it stood."""
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
        return text[: text.index(old)].count("\n") + 1

    def published(self) -> dict[str, str]:
        """Return the SHA-256 of every public file and of every remembered Release, by path."""
        files = [f for f in (self.root / "public").rglob("*") if f.is_file()]
        files += (self.root / "episodes").glob("*/release.json")
        return {f.relative_to(self.root).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def copy_sample(root: Path) -> Show:
    """Copy what people wrote of the sample show: nothing made, never built."""
    root.mkdir()
    for name in ("config.yaml", "people.yaml", "artwork.png"):
        shutil.copy2(SAMPLE / name, root)
    shutil.copytree(SAMPLE / "audio", root / "audio")
    shutil.copytree(SAMPLE / "episodes", root / "episodes", ignore=shutil.ignore_patterns("release.json"))
    return Show(root)


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """The sample show, never built, and the current folder."""
    show = copy_sample(tmp_path / "show")
    monkeypatch.chdir(show.root)
    return show


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """The sample show, built once for all tests; never to be changed."""
    show = copy_sample(tmp_path_factory.mktemp("built") / "show")
    before = Path.cwd()
    os.chdir(show.root)
    try:
        assert main(["build", SLUG, "--engine", "replay", "--progress", "none"]) == 0
    finally:
        os.chdir(before)
    return show


@pytest.fixture
def built(built_sample: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """The sample show as a build has left it, and the current folder."""
    root = tmp_path / "show"
    shutil.copytree(built_sample.root, root)
    monkeypatch.chdir(root)
    return Show(root)


@pytest.fixture
def pod(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command line in this process and return what it came to."""

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        code = main(arguments)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def build(pod: Callable[..., Said]) -> Callable[..., Said]:
    """Build the sample episode with recorded answers, quietly."""

    def run(*arguments: str) -> Said:
        return pod("build", SLUG, "--engine", "replay", "--progress", "none", *arguments)

    return run


@pytest.fixture
def ready(built: Show) -> Show:
    """The built sample with its people and a folder to publish to."""
    shutil.copy2(SAMPLE / "people.yaml", built.root)
    with (built.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("publish: {to: ../web}\n")
    return built


def case_of(root: Path) -> Case:
    made = root / "build" / SLUG / "transcribe"
    draft = Draft(made / "draft.json", made / "draft.vtt") if made.is_dir() else None
    return Case(ReviewFolder(root / "episodes" / SLUG), "en-gb", draft)


def given(root: Path) -> Given:
    """The transcript, as the people who correct it are given it."""
    return case_of(root).begin()


@pytest.fixture
def begun(built: Show) -> Given:
    return given(built.root)
