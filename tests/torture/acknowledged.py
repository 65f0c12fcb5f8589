"""The editor's server is killed as soon as it has answered that an edit is saved: then the edit is there."""

import os
import signal
import threading
import time
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.torture.child import load_everything
from tests.torture.point import Played, Point

if TYPE_CHECKING:
    from tests.torture.stage import Stage

TIMES = 1000


def acknowledged(room: Path, _seed: int, _only: Collection[str]) -> Iterator[Point]:
    """Yield a thousand savings, each with another word."""
    load_everything()
    from tests.torture.scenes import STARTED
    from tests.torture.show import Scene, open_the_editor
    from tests.torture.stage import Stage

    stage = Stage(Scene("acknowledged", open_the_editor, STARTED), room)
    for number in range(TIMES):
        yield Point(("acknowledged", number), partial(save_and_kill, stage, f"Saved{number}"))


def save_and_kill(stage: "Stage", word: str) -> Played:
    """Save a word through the server and kill it on its answer; return what is wrong then."""
    from tests.editor.door import Door
    from tests.editor.samples import body, region
    from tests.torture.show import SLUG

    stage.tree.put_back()
    address, pid = _server(stage.tree.top / "show")
    try:
        where = urlsplit(address)
        door = Door(int(where.port or 0), "", threading.current_thread())
        door.cookie = str(door.ask("GET", f"{where.path}?{where.query}", door.own).getheader("Set-Cookie"))
        door.cookie = door.cookie.partition(";")[0]
        state = door.state()
        status, _ = door.post("/save", body(state, state["disk_version"], regions=[region(state, 0, word)]))
        answered = time.monotonic()
    finally:
        os.kill(pid, signal.SIGKILL)
        killed = time.monotonic()
        os.waitpid(pid, 0)
    transcript = stage.tree.top / "show/episodes" / SLUG / "transcript.vtt"
    faults = [] if status == 200 else [f"it answered {status}"]
    if word not in transcript.read_text(encoding="utf-8"):
        faults.append(f"{word} was answered for and is lost")
    if (code := stage.run().code) != 0:
        faults.append(f"the editor can't be opened again: {code}")
    return Played(faults, f"killed {(killed - answered) * 1000:.1f} ms after its answer")


def _server(show: Path) -> tuple[str, int]:
    """Start the editor in a child; return its address and the child's number."""
    from tests.torture.show import at_the_desk

    from radkind_pod.editor.server import edit

    come, go = os.pipe()
    pid = os.fork()
    if not pid:
        os.chdir(show)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            edit(at_the_desk(), show, lambda address: os.write(go, f"{address}\n".encode()), port=0)
        finally:
            os._exit(1)
    os.close(go)
    with os.fdopen(come, encoding="ascii") as told:
        return told.readline().strip(), pid
