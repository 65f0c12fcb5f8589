"""Install, import and the sample with the replay engine, on each Python that this machine has."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")


def find_python(wanted: str) -> str | None:
    """Return a Python of this version that runs, from the PATH or from pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [shutil.which(f"python{wanted}"), *sorted(map(str, pyenv.glob(f"{wanted}.*/bin/python{wanted}")))]
    for candidate in filter(None, candidates):
        done = subprocess.run([candidate, "-m", "venv", "--help"], capture_output=True, check=False)
        if done.returncode == 0:
            return candidate
    return None


FOUND = {wanted: python for wanted in SUPPORTED if (python := find_python(wanted))}
NOT_TRIED = [wanted for wanted in SUPPORTED if wanted not in FOUND]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is installed by people: a wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    python = next(iter(FOUND.values()))
    venv = folder / "venv"
    subprocess.run([python, "-m", "venv", venv], check=True)
    command = [venv / "bin" / "python", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


@pytest.mark.system
@pytest.mark.parametrize("version", FOUND)
def test_the_sample_builds(version: str, wheel: Path, tmp_path: Path) -> None:
    """A fresh environment, the wheel, and the sample's recorded answer."""
    venv = tmp_path / "venv"
    subprocess.run([FOUND[version], "-m", "venv", venv], check=True)
    python = venv / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    show = tmp_path / "show"
    show.mkdir()
    for name in ("config.yaml", "artwork.png", "audio", "episodes"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, show / name)
    command = [venv / "bin" / "radkind-pod", "-C", show, "build", "two-voices", "--engine", "replay", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["loudness"]["integrated_lufs"] == pytest.approx(-16.0, abs=0.2)
    assert (show / result["mp3"]).is_file()


@pytest.mark.system
def test_what_was_not_tried_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """At least one Python is tried; those this machine lacks are named."""
    with capsys.disabled():
        sys.stdout.write(f"\ntried: Python {', '.join(FOUND)}; not on this machine: {', '.join(NOT_TRIED) or 'none'}\n")
    assert FOUND
