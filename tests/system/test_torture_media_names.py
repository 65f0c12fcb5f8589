"""Recordings under names that were made to do harm, and what is no recording at all: nothing happens, nobody waits."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.test_broken_files import add_episode
from tests.media.test_admission import write_wav
from tests.system.conftest import POD
from tests.system.hostile import silent_show

pytestmark = pytest.mark.system


@pytest.mark.parametrize(
    "name",
    ["-rf.wav", "a; touch harmed.wav", "$(touch harmed).wav", "two\nlines.wav", "\u202evaw.gnp.wav", "--plan.wav"],
)
def test_any_name_is_a_name(tmp_path: Path, name: str) -> None:
    show = silent_show(tmp_path)
    slug = add_episode(show, 1, Path(write_wav(tmp_path / "elsewhere/a.wav", 480_000)))
    raw = show.root / "episodes" / slug / "raw"
    (raw / "a.wav").rename(raw / name)
    file = raw.parent / "episode.yaml"
    text = file.read_text(encoding="utf-8").replace("  - 'a.wav'", f"  - {json.dumps(name)}")
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [*POD, "build", slug, "--engine", "replay", "--progress", "none"],
        cwd=show.root, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in (3, 5), done.stdout
    assert "Traceback" not in done.stderr
    assert "is silent from beginning to end" in done.stderr or done.returncode == 3
    assert not list(tmp_path.rglob("harmed*"))


def a_pipe(file: Path) -> None:
    os.mkfifo(file)


def endless_zeros(file: Path) -> None:
    file.symlink_to("/dev/zero")


def a_file_of_the_system(file: Path) -> None:
    file.symlink_to("/etc/passwd")


def a_folder(file: Path) -> None:
    file.mkdir()


def nothing(file: Path) -> None:
    file.touch()


@pytest.mark.parametrize("make", [a_pipe, endless_zeros, a_file_of_the_system, a_folder, nothing])
def test_what_is_no_recording_is_refused_without_waiting(tmp_path: Path, make: Callable[[Path], None]) -> None:
    show = silent_show(tmp_path)
    slug = add_episode(show, 1, Path(write_wav(tmp_path / "elsewhere/a.wav")))
    file = show.root / "episodes" / slug / "raw/a.wav"
    file.unlink()
    make(file)
    began = time.monotonic()
    for command in ("check", "build"):
        options = ["--engine", "replay", "--progress", "none"] if command == "build" else []
        done = subprocess.run(
            [*POD, command, slug, *options],
            cwd=show.root, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        assert "root:" not in done.stderr + done.stdout
        assert command == "check" or (done.returncode in (3, 5) and "a.wav" in done.stderr), done.stderr
    assert time.monotonic() - began < 30
