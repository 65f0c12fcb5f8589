"""Several processes on one project. One at a time makes its next calls: which one, and how many, a seed says."""

import ctypes
import mmap
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.torture.child import load_everything
from tests.torture.shim import Shim

Ready = Callable[[], None]
"""Called by an actor when what it does from then on is interleaved with what the others do."""
Act = Callable[[Ready, Callable[[str], None]], int]
"""What an actor does: it is given `ready` and `tell`, which notes what it was promised, and returns its exit code."""

PACES = (1, 4, 30, 300)
"""So many calls one makes on average before another one's turn comes: each interleaving has one of them."""
KILLS, LATEST_KILL = 0.2, 2000
"""In so many interleavings one is killed, the earlier the likelier, and after so many calls at the latest."""
HANGS_S = 120
EVER = 10**9
KILLED = -signal.SIGKILL
_REAL_SLEEP = time.sleep


@dataclass(frozen=True)
class Actor:
    """Who does something, and in which folder below the top."""

    name: str
    act: Act
    where: str = "show"
    by_hand: bool = False
    """A person's text editor: it doesn't come between our last look at a file and the rename that follows at once, for
    no system lets a program say: replace this if it is still what I saw."""


@dataclass(frozen=True)
class Ended:
    """How an actor ended: its exit code, negative for a signal; what it said, and what it was promised."""

    name: str
    code: int
    said: str
    told: tuple[str, ...]


def load_for_turns() -> None:
    """Import everything; who sleeps gives others their turn."""
    load_everything()
    from radkind_pod.publish.sending.lock import CLOCK

    time.sleep = _sleep
    object.__setattr__(CLOCK, "sleep", _sleep)


def _sleep(seconds: float) -> None:
    if not Shim().take_turn():
        _REAL_SLEEP(seconds)


def interleave(top: Path, actors: Sequence[Actor], chance: random.Random) -> list[Ended]:
    """Let them all work on what lies below `top`, interleaved by chance; now and then one of them is killed."""
    notes = top.with_name(f"{top.name}-notes")
    shutil.rmtree(notes, ignore_errors=True)
    notes.mkdir()
    codes = _play([_Running(top, notes, actor) for actor in actors], chance)
    return [
        Ended(one.name, codes[one.name], _text(notes / f"{one.name}-said"), _lines(notes / f"{one.name}-told"))
        for one in actors
    ]


class _Running:
    """An actor whose process stands before its next call, or has ended: then `code` is its exit code."""

    def __init__(self, top: Path, notes: Path, actor: Actor) -> None:
        self.actor, self.made = actor, 0
        self._turn = (ctypes.c_long * 2).from_buffer(mmap.mmap(-1, mmap.PAGESIZE))  # both processes see it
        self._pid = os.fork()
        if self._pid == 0:
            _child(top, notes, actor, self._turn)
        self.code = self._stands()

    @property
    def is_looking(self) -> bool:
        """Say whether its next call reads from a file that it has opened, or puts one in place."""
        return bool(self._turn[1])

    def goes_on(self, calls: int) -> None:
        """Let it make so many calls; wait until it stands before the next, or has ended."""
        self.made += calls
        self._turn[0] = calls - 1  # it stands before the first of them
        self._send(signal.SIGCONT)

    def dies(self) -> None:
        """Kill it where it stands."""
        self._send(signal.SIGKILL)

    def _send(self, what: signal.Signals) -> None:
        os.kill(self._pid, what)
        self.code = self._stands()

    def _stands(self) -> int | None:
        _, status = os.waitpid(self._pid, os.WUNTRACED)
        return None if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)


def _play(running: list[_Running], chance: random.Random) -> dict[str, int]:
    pace, doomed = chance.choice(PACES), chance.choice(running) if chance.random() < KILLS else None
    kill_at = int(LATEST_KILL ** chance.random())
    signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(HANGS_S)
    try:
        while left := [one for one in running if one.code is None]:
            one = _next(left, chance)
            calls = 1 + int(chance.expovariate(1 / pace)) if len(left) > 1 else EVER
            if one is not doomed or one.made + calls < kill_at:
                one.goes_on(calls)
            else:
                one.goes_on(max(1, kill_at - one.made))
                if one.code is None:
                    one.dies()
    finally:
        signal.alarm(0)
        for one in running:
            if one.code is None:
                one.dies()
    return {one.actor.name: one.code for one in running if one.code is not None}


def _next(left: list[_Running], chance: random.Random) -> _Running:
    is_instant = any(one.is_looking for one in left if not one.actor.by_hand)
    return chance.choice([one for one in left if not (is_instant and one.actor.by_hand)])


def _hangs(*_: object) -> None:
    message = f"one of them neither went on nor ended within {HANGS_S} s"
    raise TimeoutError(message)


def _child(top: Path, notes: Path, actor: Actor, turn: ctypes.Array[ctypes.c_long]) -> None:
    ended = 99
    try:
        out = os.open(notes / f"{actor.name}-said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        told = os.open(notes / f"{actor.name}-told", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.chdir(top / actor.where)
        shim = Shim()

        def ready() -> None:
            shim.arm(top, 0, 0, 0, Path(os.devnull))
            shim.by_turns(turn)
            shim.take_turn()

        ended = actor.act(ready, lambda line: os.write(told, f"{line}\n".encode()) and None)
        shim.by_turns(None)
    except BaseException:  # noqa: BLE001 - whatever it is, it is told and ends the child
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _lines(file: Path) -> tuple[str, ...]:
    return tuple(_text(file).splitlines())
