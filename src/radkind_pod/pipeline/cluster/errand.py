"""What a worker does: fetch what the stage reads, run the stage, send back what it made."""

import dataclasses
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from distributed import get_worker

from radkind_pod.errors import CANT_WRITE, PodError, TransferError
from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.cluster.needs import Checked, Needs, checked, find_weights, processor, weights_path
from radkind_pod.pipeline.cluster.parcels import Parcel, Way
from radkind_pod.pipeline.stage import Stage
from radkind_pod.present import matching
from radkind_pod.progress import Silent

EVERY_S = 1.0
"""How often at most a worker says how far it is."""
CORES = 1
"""Of each thread of a worker: `dask worker --nthreads` says how many of its cores it may use."""


@dataclass(frozen=True, slots=True, repr=False)
class Errand:
    """A stage to be run by whoever takes it. `journal` is what was heard of it already.

    `topic` is a name for the project and one for the run, with a / between them.
    It has no repr: Dask writes that into a worker's log when it fails, and people's names are in the stage.
    """

    key: str
    topic: str
    stage: Stage[Any]
    needs: Needs
    way: Way
    inputs: tuple[Parcel, ...]
    journal: Parcel | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an errand: files and the seconds of work, or the stage's error, or why this worker may not do it."""

    parcels: tuple[Parcel, ...] = ()
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0
    error: PodError | None = None
    unfit: tuple[str, Checked] | None = None


def do(errand: Errand) -> Made:
    """Run it. Whatever a person can mend is in what comes back."""
    worker = get_worker()
    try:
        found = checked(errand.needs)
        return Made(unfit=(worker.address, found)) if found.why_not else _done(errand, worker)
    except PodError as error:
        return Made(error=error)
    except (OSError, MemoryError) as error:
        why = f"its disk or its memory is full, or can't be used ({str(error) or type(error).__name__})"
        if isinstance(error, MemoryError) or error.errno in CANT_WRITE:  # another one may have room
            return Made(
                unfit=(worker.address, Checked(why, "make room there, and start the worker again", processor()))
            )
        return Made(error=_of_worker(why, worker.address))


def _done(errand: Errand, worker: Any) -> Made:
    attempt = uuid4().hex
    room = errand.way.room(attempt, own_folder(worker, errand.topic))
    try:
        (room / "out").mkdir(parents=True)
        paths = errand.way.fetch(errand.inputs, room)
        _take_journal(errand, room)
        if errand.needs.weights and (weights := weights_path(errand.stage)):
            paths[weights] = find_weights(errand.needs.weights.name)
        said = _Saying(worker, errand.key, errand.topic)
        said.moved(0, 0)
        try:
            with Apart(CORES) as apart:  # a codec that crashes ends this child, and not the worker
                seconds = apart.run(with_paths(errand.stage, paths), room / "out", said)
        except PodError as error:
            return Made(remarks=tuple(said.remarks), error=_at_home(error, paths, worker.address))
        return Made(errand.way.deliver(room / "out", attempt), tuple(said.remarks), seconds)
    finally:
        if errand.needs.folder is None:
            shutil.rmtree(room, ignore_errors=True)


def own_folder(worker: Any, topic: str) -> Path:
    """Return the worker's folder for this run, in that of its project. Dask removes it when the worker ends."""
    return Path(worker.local_directory) / topic


def forget(topic: str, dask_worker: Any) -> None:
    """Remove what this run left on the worker's disk."""
    shutil.rmtree(own_folder(dask_worker, topic), ignore_errors=True)


def forget_killed(topic: str, dask_worker: Any) -> None:
    """Remove what runs of the same project that were killed left there."""
    own = own_folder(dask_worker, topic)
    for left in matching(own.parent, "*"):
        if left != own:
            shutil.rmtree(left, ignore_errors=True)


def with_paths(value: Any, paths: Mapping[Path, Path]) -> Any:
    """Return the request with each path replaced that stands in `paths`."""
    if isinstance(value, Path):
        return paths.get(value, value)
    return with_each(value, lambda part: with_paths(part, paths))


@dataclass
class _Saying(Silent):
    """Progress that goes to where the build was started."""

    worker: Any
    key: str
    topic: str
    remarks: list[str] = field(default_factory=list)
    _said_at: float = 0.0

    def moved(self, done: float, total: float) -> None:
        if time.monotonic() - self._said_at >= EVERY_S:
            self._said_at = time.monotonic()
            self.worker.log_event(self.topic, {"key": self.key, "done": float(done), "total": float(total)})

    def remarked(self, text: str) -> None:
        self.remarks.append(text)


def _take_journal(errand: Errand, room: Path) -> None:
    """Put what was heard already where the stage looks for it: beside its folder."""
    if errand.journal:
        (found,) = errand.way.fetch((errand.journal,), room).values()
        shutil.copyfile(found, room / Path(errand.journal.name).name)


def _of_worker(why: str, address: str) -> TransferError:
    return TransferError(
        f"the worker {address}", why, "Make room there, or end this worker; then run the same command again"
    )


def _at_home(error: PodError, paths: Mapping[Path, Path], address: str) -> PodError:
    """Let the error name files, and computers, as they are called where the build was started."""

    def home(value: Any) -> Any:
        if isinstance(value, str):
            for there, here in names:
                value = value.replace(here, there)
            return value
        if isinstance(value, Path):
            return Path(home(str(value)))
        return with_each(value, home)

    names = [(str(there), str(here)) for there, here in paths.items() if there != here]
    names.append((f"the worker {address}", "this computer"))
    error.args = tuple(map(home, error.args))
    error.__dict__.update({name: home(value) for name, value in error.__dict__.items()})
    return error


def with_each(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return the tuple or dataclass with each of its parts changed; anything else as it is."""
    if isinstance(value, tuple):
        return tuple(map(change, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{f.name: change(getattr(value, f.name)) for f in dataclasses.fields(value)})
    return value
