"""The fault shim (fault.c): compiled once, loaded before everything else, armed in a forked child."""

import ctypes
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).with_name("fault.c")
STAYS, READS, HALF, DATA = 1, 2, 4, 8
"""How the shim strikes, as fault.c says."""
LOADED = "POD_FAULT_SHIM"
"""Says in the environment that the shim is loaded."""


def restart_with_shim() -> None:
    """Start this program again with the shim in front, unless it is there.

    Raises CalledProcessError where there is no C compiler.
    """
    if not os.environ.get(LOADED):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **surroundings()})


def surroundings() -> dict[str, str]:
    """Return what in its environment loads the shim into a program, and lets it compute with one thread."""
    return {"LD_PRELOAD": str(_library()), LOADED: "1", "OMP_NUM_THREADS": "1"}


def armed(folder: Path, at: int, code: int, how: int, log: Path) -> dict[str, str]:
    """Return the environment of a program that is struck as `Shim.arm` says, from its start on."""
    values = {"FOLDER": folder, "AT": at, "CODE": code, "HOW": how, "LOG": log}
    return {**os.environ, **surroundings(), **{f"POD_FAULT_{name}": str(value) for name, value in values.items()}}


def _library() -> Path:
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    library = Path(tempfile.gettempdir()) / f"pod-fault-{digest}.so"
    if not library.exists():
        part = library.with_suffix(f".{os.getpid()}")
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", part, SOURCE, "-ldl"], check=True)
        part.replace(library)
    return library


class Shim:
    """The functions of the loaded shim."""

    def __init__(self) -> None:
        loaded = ctypes.CDLL(None)
        self._arm, self._seen = loaded.fault_arm, loaded.fault_seen
        self._turns, self._turn = loaded.fault_turns, loaded.fault_turn
        self._turns.argtypes = [ctypes.c_void_p]
        self._arm.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_char_p]
        self._seen.restype = ctypes.c_long

    def arm(self, folder: Path, at: int, code: int, how: int, log: Path) -> None:
        """Watch what changes below `folder`; strike at call `at` (0: never): kill for `code` 0, else fail with it."""
        self._arm(os.fsencode(folder), at, code, how, os.fsencode(log))

    def disarm(self) -> int:
        """Stop watching; return how many calls were counted."""
        seen = int(self._seen())
        self._arm(b"", 0, 0, 0, None)
        return seen

    def by_turns(self, turn: ctypes.Array[ctypes.c_long] | None) -> None:
        """Let this process stop when none of its calls is left, as `turn` says, until a SIGCONT; None: no more."""
        self._turns(None if turn is None else ctypes.addressof(turn))

    def take_turn(self) -> bool:
        """Stop as before a call, if it is time; say whether this process goes by turns at all."""
        return bool(self._turn(b""))
