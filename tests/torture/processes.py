"""Commands as programs of their own, killed as the children of the torture are: both must leave the same files."""

import signal
import subprocess
import sys
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture.child import Strike, calls_in, load_everything
from tests.torture.kills import stages
from tests.torture.point import Played, Point
from tests.torture.shim import armed
from tests.torture.whole import LEDGER

if TYPE_CHECKING:
    from tests.torture.show import Scene
    from tests.torture.stage import Stage

ROOT = Path(__file__).parents[2]
PROGRAM = """
import os, sys
from tests.torture.child import stand_still
for name in [name for name in os.environ if name.startswith("POD_FAULT_") and {apart}]:
    del os.environ[name]  # only this process is struck, not its child
stand_still(apart={apart})
from radkind_pod.cli import main
sys.exit(main(sys.argv[1:]))
"""
APART, MOST_S, SIGKILLED = "apart", 120, -signal.SIGKILL
BUILDS = ("build", "build again", "build editions", "build corrected")
"""Scenes whose stages decode: as programs of their own they have a child, which must end with them."""


def processes(room: Path, _seed: int, only: Collection[str]) -> Iterator[Point]:
    """Yield each call of each command that is a line to type."""
    load_everything()
    for name, stage in stages(room, only):
        if is_comparable(stage.scene):
            for at in range(1, len(stage.ended.calls) + 1):
                yield Point((name, at), partial(compare, stage, at))
                if name in BUILDS:
                    yield Point((APART, name, at), partial(leave_no_child, stage, at))


def scenes() -> list[str]:
    """Return the names of the scenes whose command is a line to type."""
    load_everything()
    from tests.torture.scenes import SCENES

    return [scene.name for scene in SCENES if is_comparable(scene)]


def is_comparable(scene: "Scene") -> bool:
    """Say whether it is a line to type, and its calls come in the same order each time."""
    return scene.is_steady and not callable(scene.command)


def compare(stage: "Stage", at: int) -> Played:
    """Kill both ways at this call; return what differs, and what is wrong when it is run again."""
    stage.tree.put_back()
    stage.run(strike=Strike(at))
    forked = stage.tree.files()
    stage.tree.put_back()
    ended, log = _program(stage, at, apart=False)
    faults = (
        []
        if ended.returncode == SIGKILLED
        else [f"was not killed, but ended with {ended.returncode}: {ended.stderr!r}"]
    )
    if (seen := len(calls_in(log))) != at - 1:
        faults.append(f"was killed after {seen} calls")
    mine = stage.tree.files()
    differ = sorted(name for name in {*forked, *mine} if _named(forked).get(name) != _named(mine).get(name))
    faults += [f"{name} differs" for name in differ if name in _named(forked) or name in _named(mine)]
    return Played([*faults, *stage.again()])


def leave_no_child(stage: "Stage", at: int) -> Played:
    """Kill a build with a child at this call, or let it end before; return what is wrong then and when it is run again.

    Its output is read to its end, which comes when the child has ended too.
    """
    stage.tree.put_back()
    ended, _ = _program(stage, at, apart=True)
    is_right = ended.returncode in (SIGKILLED, *stage.scene.ends)
    faults = [] if is_right else [f"ended with {ended.returncode}: {ended.stderr!r}"]
    return Played([*faults, *stage.torn(), *stage.again()], f"ended with {ended.returncode}")


def _program(stage: "Stage", at: int, *, apart: bool) -> tuple["subprocess.CompletedProcess[bytes]", Path]:
    """Run the scene's command as a program that is killed at this call; return how it ended, and where its calls
    are."""
    log = stage.tree.top.with_name("program-log")
    environment = armed(stage.tree.top, at, 0, 0, log) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    program = [sys.executable, "-c", PROGRAM.format(apart=apart), *map(str, stage.scene.command)]  # type: ignore[arg-type]
    there = stage.tree.top / "show"
    ended = subprocess.run(program, cwd=there, env=environment, capture_output=True, check=False, timeout=MOST_S)
    return ended, log


def _named(files: dict[str, str]) -> dict[str, str]:
    """Leave out what has the number of a process, or what a run draws by lot, in its name or in it."""
    return {
        name: digest
        for name, digest in files.items()
        if not any(p in name for p in (".part-", "/.new-", "/lock", "/token", "/journal", LEDGER))
    }
