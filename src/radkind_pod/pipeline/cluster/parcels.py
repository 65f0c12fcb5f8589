"""How files come to a worker and back: through a folder that both see, or through a place that both reach."""

import hashlib
import shutil
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from radkind_pod.errors import TransferError
from radkind_pod.present import files_below, is_there

LATE_S = 60.0
"""So long a network drive may take to show one computer what another one has written."""
_LOOK_S = 0.5
CLUSTER = "_cluster"
"""The folder below build/ in which workers write, for each run; no slug begins with an underscore. What a killed run
left in it goes with all else that such runs leave."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file on its way. `name` is its path here, or below the folder of a stage; `place` where it lies meanwhile."""

    name: str
    place: str
    sha256: str = ""


class Way(Protocol):
    """What a worker knows of the way; it travels with each errand."""

    def room(self, attempt: str, own: Path) -> Path:
        """Return the folder in which this attempt works; `own` is the worker's, on its own disk."""

    def fetch(self, inputs: tuple[Parcel, ...], room: Path) -> dict[Path, Path]:
        """Return for the path of each parcel where it is on this computer."""

    def deliver(self, out: Path, attempt: str) -> tuple[Parcel, ...]:
        """Send everything in `out` on its way back."""


class Depot(Protocol):
    """This computer's end of the way."""

    @property
    def way(self) -> Way:
        """What the workers get."""

    @property
    def seen(self) -> Path | None:
        """A folder of this run that every worker has to see; None where none has to."""

    def offer(self, files: Iterable[Path], go_on: Callable[[], None]) -> tuple[Parcel, ...]:
        """Bring the files to where workers find them. `go_on` raises when nobody wants that any more."""

    def collect(self, parcels: tuple[Parcel, ...], folder: Path) -> None:
        """Bring what a worker made into `folder`."""

    def clear(self) -> None:
        """Remove all that lies on the way."""


@dataclass(frozen=True, slots=True)
class SharedWay:
    """All computers see the project's folder under the same path. Workers write below `run`, never where it counts."""

    run: Path

    def room(self, attempt: str, own: Path) -> Path:  # noqa: ARG002 - what it writes must be on the shared disk
        """Return a folder of the run."""
        return self.run / attempt

    def fetch(self, inputs: tuple[Parcel, ...], room: Path) -> dict[Path, Path]:  # noqa: ARG002 - they are here
        """Wait until this computer sees each file."""
        until = time.monotonic() + LATE_S
        for parcel in inputs:
            while not is_there(Path(parcel.place)):
                if time.monotonic() > until:
                    raise TransferError(
                        parcel.place,
                        "a worker of the cluster doesn't see this file",
                        "See to it that every worker has the project's folder under the same path, or use --files URL",
                    )
                time.sleep(_LOOK_S)
        return {Path(parcel.name): Path(parcel.place) for parcel in inputs}

    def deliver(self, out: Path, attempt: str) -> tuple[Parcel, ...]:  # noqa: ARG002 - it is in the name of the room
        """Say what is there."""
        return tuple(Parcel(name, str(out / name)) for name in names_in(out))


class Shared:
    """This computer's end of a folder that all see."""

    def __init__(self, build: Path, word: str) -> None:
        self._run = build / CLUSTER / word
        self._run.mkdir(parents=True)
        (self._run / "word").write_text(word, encoding="utf-8")

    @property
    def way(self) -> SharedWay:
        """The folder of the run."""
        return SharedWay(self._run)

    @property
    def seen(self) -> Path:
        """The folder of the run."""
        return self._run

    def offer(self, files: Iterable[Path], go_on: Callable[[], None]) -> tuple[Parcel, ...]:  # noqa: ARG002 - no time
        """Name the files."""
        return tuple(Parcel(str(file), str(file.absolute())) for file in files)

    def collect(self, parcels: tuple[Parcel, ...], folder: Path) -> None:
        """Move the files."""
        for parcel in parcels:
            target = folder / parcel.name
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(parcel.place).rename(target)

    def clear(self) -> None:
        """Remove the folder of the run. What a worker that was given up still writes there, the next run removes."""
        shutil.rmtree(self._run, ignore_errors=True)


def names_in(folder: Path) -> list[str]:
    """Return the paths of all files below the folder, in order."""
    return sorted(file.relative_to(folder).as_posix() for file in files_below(folder))


def name_of(project: Path) -> str:
    """Return a name for this project on this computer that says nothing of either."""
    where = "\0".join((socket.gethostname(), str(project.resolve())))
    return f"radkind-pod-{hashlib.sha256(where.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}"
