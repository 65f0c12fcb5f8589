"""One command in a forked child, which the shim kills or fails at the call that is asked for."""

import datetime
import importlib
import os
import pkgutil
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tests.torture.shim import Shim

if TYPE_CHECKING:
    from radkind_pod.transcript.listening.decoder import Decoded, Decoder

REAL = datetime.datetime


class _AnyTime(type):
    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, REAL)


class Standing(REAL, metaclass=_AnyTime):
    """A clock that stands still, so that two runs write the same bytes."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "Standing":
        """Return noon of a day."""
        noon = cls(2026, 11, 29, 12, 0, tzinfo=datetime.UTC)
        return noon.astimezone(tz) if tz else noon.replace(tzinfo=None)


class Deaf:
    """A model that hears nothing in whatever it is given, and writes nothing either."""

    name = "deaf"

    def knows(self, _language: str) -> bool:
        """Return True."""
        return True

    def decode(self, windows: Sequence[object], _ask: object) -> list["Decoded"]:
        """Return no word for each window."""
        from radkind_pod.transcript.listening.decoder import Decoded

        return [Decoded((), 0.0, 1.0) for _ in windows]


def stand_still(*, apart: bool = False) -> None:
    """Stop the clock, what is drawn by lot, and what only takes long. Unless `apart`, stages run in this process."""
    datetime.datetime = Standing  # type: ignore[misc]
    import radkind_pod.sources.new_episode
    from radkind_pod.audio.denoise import Denoiser
    from radkind_pod.pipeline.apart import Apart
    from radkind_pod.pipeline.runner import Here
    from radkind_pod.transcript import models
    from radkind_pod.transcript.engines import DECODERS

    if not apart:
        Apart.run = Here.run  # type: ignore[method-assign, assignment] # what stages write is watched too
        Apart.ask = lambda _, function, file: function(file)  # type: ignore[method-assign, assignment, misc]
    models.PACKAGED = ()  # to load a model takes seconds, and typed words get estimated times without one
    Denoiser.denoised = lambda _, blocks, channels: blocks  # as slow, and it writes nothing
    DECODERS["faster-whisper"] = lambda _: cast("Decoder", Deaf())
    radkind_pod.sources.new_episode.new_episode_guid = lambda: "urn:uuid:00000000-0000-4000-8000-000000000007"


def load_everything() -> None:
    """Stand still, and import every module, so that a child begins with its work at once."""
    stand_still()
    import radkind_pod
    from radkind_pod.errors import ToolMissing

    for module in pkgutil.walk_packages(radkind_pod.__path__, "radkind_pod."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except (ToolMissing, ImportError):
                continue  # an engine that is not installed here


@dataclass(frozen=True)
class Strike:
    """What happens to a command: at call `at` (0: never) it is killed for `code` 0, else that call fails with it."""

    at: int = 0
    code: int = 0
    how: int = 0


@dataclass(frozen=True)
class Call:
    """A call that the shim saw: `other` is where a renamed file was, `number` a size or where in the file."""

    name: str
    path: str
    other: str
    number: int
    data: bytes


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit code, negative for a signal; what it said; each call that was counted."""

    code: int
    said: str
    calls: list[Call]


Act = Callable[[], int]
NEVER = Strike()
MOST_S = 120
"""No command on a show of less than two seconds takes longer."""


def run(top: Path, act: Act, strike: Strike = NEVER) -> Ended:
    """Do the act in a child whose current folder is `top`/show; what lies below `top` is watched."""
    notes = top.with_name(f"{top.name}-notes")
    notes.mkdir(exist_ok=True)
    said, log = notes / "said", notes / "log"
    pid = os.fork()
    if pid == 0:
        _child(top, act, strike, said, log)
    _, status = os.waitpid(pid, 0)
    if (code := os.waitstatus_to_exitcode(status)) == -signal.SIGALRM:
        message = f"it didn't end within {MOST_S} s: {said.read_text('utf-8', 'replace')[-300:]}"
        raise TimeoutError(message)
    return Ended(code, said.read_text("utf-8", "replace"), calls_in(log))


def calls_in(log: Path) -> list[Call]:
    """Return what the shim wrote down."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
    parts = (line.split("\t") for line in lines)
    return [Call(name, path, other, int(number), bytes.fromhex(data)) for _, name, path, other, number, data in parts]


def _child(top: Path, act: Act, strike: Strike, said: Path, log: Path) -> None:
    ended = 99
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends it
    signal.alarm(MOST_S)
    try:
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.chdir(top / "show")
        shim = Shim()
        shim.arm(top, strike.at, strike.code, strike.how, log)
        ended = act()
        shim.disarm()
    except BaseException:  # noqa: BLE001 - whatever it is, it is told and ends the child
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended)
