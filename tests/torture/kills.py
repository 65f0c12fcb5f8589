"""Commands that are killed, and commands whose disk fails, at each call that changes something."""

import errno
import random
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture.child import Strike, load_everything
from tests.torture.point import Point
from tests.torture.shim import HALF, READS, STAYS

if TYPE_CHECKING:
    from tests.torture.stage import Stage

FULL = HALF | STAYS
FAILURES = {
    "ENOSPC": (errno.ENOSPC, FULL),
    "EDQUOT": (errno.EDQUOT, FULL),
    "EIO": (errno.EIO, STAYS),
    "EIO once": (errno.EIO, 0),
    "EROFS": (errno.EROFS, STAYS),
}
READ = "EIO read"
MARGIN = 30
"""So many calls more than what was left may a run make that goes on after a kill."""


def kills(room: Path, seed: int, only: Collection[str]) -> Iterator[Point]:
    """Yield a kill before each call that changes something, one in the middle of each write, and two after another."""
    for name, stage in stages(room, only):
        calls = stage.ended.calls
        for at, call in enumerate(calls, 1):
            yield Point((name, "kill", at), partial(stage.kill, Strike(at)))
            if "write" in call.name:
                yield Point((name, "half", at), partial(stage.kill, Strike(at, how=HALF)))
            again = random.Random(f"{seed} {name} {at}").randrange(1, len(calls) - at + MARGIN)
            yield Point((name, "twice", at), partial(stage.kill, Strike(at), Strike(again)))


def failures(room: Path, _seed: int, only: Collection[str]) -> Iterator[Point]:
    """Yield each kind of failure of each call that changes something, and of each that reads."""
    for name, stage in stages(room, only):
        for at in range(1, len(stage.ended.calls) + 1):
            for kind, (code, how) in FAILURES.items():
                yield Point((name, kind, at), partial(stage.fail, Strike(at, code, how)))
        for at in range(1, len(stage.reads()) + 1):
            yield Point((name, READ, at), partial(stage.fail, Strike(at, errno.EIO, READS | STAYS)))


def scenes() -> list[str]:
    """Return the names of all scenes."""
    load_everything()
    from tests.torture.scenes import SCENES

    return [scene.name for scene in SCENES]


def stages(room: Path, only: Collection[str]) -> Iterator[tuple[str, "Stage"]]:
    """Yield each scene, ready to be played."""
    load_everything()
    from tests.torture.scenes import SCENES
    from tests.torture.stage import Stage

    for scene in SCENES:
        if not only or scene.name in only:
            folder = room / scene.name.replace(" ", "-")
            folder.mkdir(exist_ok=True)
            yield scene.name, Stage(scene, folder)
