"""Killed at any moment of saving: the transcript is whole, old or new, and so is everything that was kept.

A real process is killed before each step that it takes on the disk, and in the middle of each writing.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.saving import history, save
from radkind_pod.transcript.review.versions import find, version_of

SRC = Path(__file__).parents[3] / "src"
OLD, NEW = "WEBVTT\n\nold\n" * 50, "WEBVTT\n\nnew\n" * 50
PROGRAM = """
import os, signal, sys
from pathlib import Path
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.saving import save
from radkind_pod.transcript.review.versions import version_of

at, half, steps = int(sys.argv[2]), sys.argv[3] == "half", []

def watched(name, real):
    def step(*arguments, **options):
        steps.append(name)
        if len(steps) > at:
            if half:
                real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return real(*arguments, **options)
    return step

for name in ("write", "fsync", "replace", "mkdir", "ftruncate", "unlink", "open", "chmod"):
    setattr(os, name, watched(name, getattr(os, name)))
old, new = (Path(name).read_text("utf-8") for name in sys.argv[4:])
steps.clear()
save(ReviewFolder(Path(sys.argv[1])), new, version_of(old.encode()), "saved", "Amina")
print(*steps)
"""
NEVER = 1000


def killed(root: Path, at: int, how: str) -> list[str]:
    """Save in a process of its own that is killed at the step `at`; return all steps where it was done before."""
    root.mkdir()
    (root / "transcript.vtt").write_bytes(OLD.encode())
    texts = [str(root.parent / "old"), str(root.parent / "new")]
    command = [sys.executable, "-c", PROGRAM, str(root), str(at), how, *texts]
    environment = os.environ | {"PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    assert done.stderr == ""
    assert (done.returncode == 0) == (at == NEVER)
    return done.stdout.split()


def assert_survived(root: Path) -> None:
    folder = ReviewFolder(root)
    now = folder.transcript.read_bytes().decode()
    assert now in (OLD, NEW)
    for file in folder.versions.glob("*.vtt.gz"):
        assert find(folder, file.name.partition(".")[0])
    assert find(folder, version_of(OLD.encode())).decode() == OLD
    known = [(entry.what, entry.by) for entry in reversed(history(folder))]
    assert known == [("found", None), ("saved", "Amina")][: len(known)]
    assert len(known) == 2 or now == OLD
    save(folder, "WEBVTT\n\nnext\n", version_of(now.encode()), "saved", "Tom")
    before = [("found", None), *([("saved", "Amina")] if now == NEW else [])]
    assert [(entry.what, entry.by) for entry in reversed(history(folder))] == [*before, ("saved", "Tom")]
    assert all(entry.is_there for entry in history(folder))
    assert all(json.loads(line) for line in folder.log.read_bytes().splitlines())
    assert not [file for file in root.rglob("*") if ".part" in file.name]


def test_saving_may_be_killed_at_every_step(tmp_path: Path) -> None:
    (tmp_path / "old").write_text(OLD, encoding="utf-8", newline="\n")
    (tmp_path / "new").write_text(NEW, encoding="utf-8", newline="\n")
    steps = killed(tmp_path / "whole", NEVER, "before")
    assert steps.count("write") >= 6
    moments = [
        (at, how) for at, step in enumerate(steps) for how in ("before", "half") if how == "before" or step == "write"
    ]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda moment: killed(tmp_path / "{}-{}".format(*moment), *moment), moments))
    for root in [tmp_path / "whole", *(tmp_path / f"{at}-{how}" for at, how in moments)]:
        assert_survived(root)
