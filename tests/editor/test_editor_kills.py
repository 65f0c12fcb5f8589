"""Killed between any two writes, the editor leaves the last edit that it answered for, and can be opened again."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.editor.door import Door
from tests.editor.samples import body, region
from tests.editor.test_desk import save, texts

from radkind_pod.editor.desk import Desk
from radkind_pod.editor.state import Facts
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.folder import ReviewFolder

SRC = Path(__file__).parents[2] / "src"
MOST = 60
PROGRAM = """
import os, signal, sys
from pathlib import Path
from radkind_pod.editor.desk import Desk
from radkind_pod.editor.server import edit
from radkind_pod.editor.state import Facts
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.folder import ReviewFolder

folder, left, half = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "half"
saves = 0

class Counted(Desk):
    def save(self, sent):
        global saves
        saves += 1
        return super().save(sent)

def watched(name, real):
    def step(*arguments, **options):
        global left
        left -= saves == 2
        if left < 0:
            if half and name == "write":
                real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return real(*arguments, **options)
    return step

for name in ("write", "fsync", "replace", "mkdir", "ftruncate", "unlink", "chmod"):
    setattr(os, name, watched(name, getattr(os, name)))
desk = Counted(Case(ReviewFolder(folder), "en-gb"), Facts("two-voices", "", "", 40_000))
edit(desk, folder, lambda address: print(address, flush=True), port=0)
"""


def killed(folder: Path, at: int, how: str) -> bool:
    """Save twice by a server that is killed at the step `at` of the second saving; False where it was answered."""
    command = [sys.executable, "-c", PROGRAM, str(folder), str(at), how]
    with subprocess.Popen(command, env={"PYTHONPATH": str(SRC)}, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = urlsplit(server.stdout.readline().strip())
        door = Door(int(address.port or 0), "", threading.current_thread())
        answer = door.ask("GET", f"{address.path}?{address.query}", door.own)
        door.cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
        state = door.state()
        status, first = door.post("/save", body(state, state["disk_version"], regions=[region(state, 3, "One")]))
        assert status == 200
        try:
            sent = body(state, first["version"], regions=[region(state, 3, "Two")], revision=2)
            status, _ = door.post("/save", sent)
        except (OSError, HTTPException, json.JSONDecodeError):
            status = 0
        server.kill()
    return status != 200


def survived(folder: Path, was_killed: bool) -> None:
    case = Case(ReviewFolder(folder), "en-gb")
    assert texts(case)[3] in (("One", "Two") if was_killed else ("Two",))
    desk = Desk(case, Facts("two-voices", "", "", 40_000))
    state: dict[str, Any] = desk.open()
    save(desk, state, state["disk_version"], regions=[region(state, 3, "Three")], copy="f" * 16)
    assert texts(case)[3] == "Three"


def test_the_last_edit_that_was_answered_for_is_there_whenever_the_server_is_killed(case: Any, tmp_path: Path) -> None:
    original = {
        f.relative_to(case.folder.episode_folder): f.read_bytes()
        for f in case.folder.episode_folder.rglob("*")
        if f.is_file()
    }

    def run(number: int) -> bool:
        folder = tmp_path / f"{number:03}"
        for name, data in original.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return killed(folder, number // 2, ("before", "half")[number % 2])

    count = 0
    with ThreadPoolExecutor(2) as pool:
        for start in range(0, MOST, 4):
            were = list(pool.map(run, range(start, start + 4)))
            for number, was_killed in enumerate(were, start):
                survived(tmp_path / f"{number:03}", was_killed)
            count += sum(were)
            if not any(were):
                break
    assert not any(were), "the second saving was never answered"
    assert count >= 10
