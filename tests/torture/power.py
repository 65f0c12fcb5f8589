"""Power that goes at any call of a command: what people made is as it was or as it will be, and what was told is kept.

Nothing is run again here: of what a scene did, each state that the disk may be in is worked out (disk.py).
"""

import gzip
import hashlib
import json
import random
from collections.abc import Collection, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture.child import load_everything
from tests.torture.disk import Recording
from tests.torture.point import Played, Point
from tests.torture.whole import FIRST, GROWS, KEPT, LEDGER, MOVED, is_unfinished

if TYPE_CHECKING:
    from tests.torture.show import Scene
    from tests.torture.stage import Stage

ANSWERED = "answered-"
"""A folder whose making says that the editor answered: all that it was sent is on the disk."""
State = dict[str, bytes]


def power(room: Path, seed: int, only: Collection[str]) -> Iterator[Point]:
    """Yield each call of each scene before which power may go, and of up to three savings in the editor."""
    load_everything()
    from tests.torture.stage import Stage

    for scene in _scenes():
        if not only or scene.name in only:
            folder = room / scene.name.replace(" ", "-")
            folder.mkdir(exist_ok=True)
            loss = Loss(Stage(scene, folder))
            yield from (Point((scene.name, at), partial(loss.before, at, seed)) for at in loss.calls)


def scenes() -> list[str]:
    """Return the names of all that are played."""
    load_everything()
    return [scene.name for scene in _scenes()]


def _scenes() -> "Iterator[Scene]":
    from tests.torture.scenes import SCENES, STARTED
    from tests.torture.show import SAVINGS, Scene, save_in_a_row

    yield from SCENES
    for length in (1, 2, 3):
        for row in product(SAVINGS, repeat=length):
            yield Scene(f"editor {' '.join(row)}", partial(save_in_a_row, row), STARTED)


class Loss:
    """What a scene did to files that a build doesn't make anew, and what they may hold."""

    def __init__(self, stage: "Stage") -> None:
        ended = stage.record()
        names = [name for name in stage.before if not _is_made_anew(name)]
        self._recording = Recording(stage.start, names, stage.tree.top, ended.calls)
        self._recording.leave_out(_is_made_anew)
        self._end = len(ended.calls)
        self.calls = [*self._recording.steps, self._end]
        told = [at for at, step in self._recording.steps.items() if ANSWERED in step.path]
        self._whole = [(at, self._recording.all_before(at)) for at in (0, *(at + 1 for at in told), self._end)]

    def before(self, call: int, seed: int) -> Played:
        """Return what is wrong in any state that the disk may be in when power goes before this call."""
        past = [state for at, state in self._whole if at <= call]
        coming = [state for at, state in self._whole if at > call][:1]
        faults, count = dict[str, None](), 0
        for state in self._recording.states(call, random.Random(f"{seed} {call}")):
            count += 1
            faults.update(dict.fromkeys(_lost(state, past, coming)))
        return Played(list(faults)[:5], f"{count} states")


def _is_made_anew(name: str) -> bool:
    return any(part in f"/{name}" for part in ("/build/", "/public/", "/lock", "/hashes.json")) or MOVED in f"{name}/"


def _lost(state: State, past: list[State], coming: list[State]) -> Iterator[str]:
    """Yield what is neither as it was told to be nor as the next answer will tell it.

    A version that was taken away since may come back: nobody lost anything.
    """
    told = past[-1]
    for name in {*state, *told, *(coming[0] if coming else ())}:
        final = f"{name.rpartition('/')[0]}/{FIRST.get(name.rpartition('/')[2], '')}"
        may_be = [one.get(name) for one in (told, *coming)] + [one[final] for one in (told, *coming) if final in one]
        may_be += [one.get(name) for one in past if any(kept in name for kept in KEPT)]
        found = state.get(name)
        if found in may_be or ((found is None or name not in told) and is_unfinished(name)):
            continue
        if found is not None and name.endswith(GROWS):
            lines = found.split(b"\n")
            gone = [line for line in told.get(name, b"").split(b"\n") if line and line not in lines]
            yield from (f"power cut: {name} has lost {line!r}" for line in gone)
        elif found is not None and name.endswith(LEDGER):
            yield from _not_there(found, state)
        else:
            yield f"power cut: {name} is {'gone' if found is None else f'torn ({len(found)} bytes)'}"


def _not_there(data: bytes, state: State) -> Iterator[str]:
    """Yield what a ledger says is there, and isn't whole."""
    try:
        ledger = json.loads(gzip.decompress(data))
    except (EOFError, OSError, ValueError) as error:
        yield f"power cut: the ledger is torn ({error})"
        return
    for file in ledger["files"] if not ledger["run"] else ():
        if hashlib.sha256(state.get(f"web/{file['path']}", b"")).hexdigest() != file["sha256"]:
            yield f"power cut: the ledger says that {file['path']} is there"
