"""Stages in a process of their own, so that a decoder that crashes costs one episode, and is told in words."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from radkind_pod.apart.child import Child, Died
from radkind_pod.apart.limits import Limits
from radkind_pod.apart.there import There
from radkind_pod.errors import EngineError, MediaError, PodError
from radkind_pod.pipeline.fingerprint import paths_in
from radkind_pod.pipeline.stage import Stage
from radkind_pod.present import is_file
from radkind_pod.progress import Progress, Watcher
from radkind_pod.transcript.engines.cores import CORES

R = TypeVar("R")
BUILD = "build"
_OF_TEXT = ("transcribe", "captions", "subtitles")
"""These, and all of the room `publish`, decode nothing: a corrected word or a new title starts no process."""
LISTENING = ("recognise", "diarise", "relisten", "overhear", "translate")
"""Stages that a model does: what these take depends on the model."""

ONE_SUM = {"OPENBLAS_NUM_THREADS": "1"}
"""numpy divides a product of matrices among all cores, and so its last bits would depend on how many there are: Whisper
then hears words a few hundredths of a second earlier or later. Nothing that takes long waits for these products."""
MEMORY, MEMORY_A_FILE = 2**30, 2**27
"""So many bytes a stage that decodes may take, or so many for each file that it reads; eight tracks take 350 MB."""
SHORTEST_S = 60
BYTES_A_SECOND = 1000
LONGEST_S = 12 * 3600
"""What a kilobyte holds is decoded, cleaned or encoded in far less than a second: only what never ends takes longer."""

_CONVERT = "Open it in another program, save it anew (a recording as WAV or FLAC, a picture as PNG), and name that file"
_TOO_MUCH = ("decoding it takes far more memory than a recording or picture does", _CONVERT)
_TOO_LONG = ("decoding it doesn't come to an end", _CONVERT)
_KILLED = ("the process that read it was killed, perhaps because this computer's memory is full", "Build again")


class Apart:
    """Runs the stages that decode or listen in a child, which starts with the first of them; the others run here.

    `cores` is how many of this computer's cores the child may use; 0 is all.
    """

    def __init__(self, cores: int = 0) -> None:
        own = {"OMP_NUM_THREADS": str(cores), CORES: str(cores)} if cores else {}
        self._child = Child({**ONE_SUM, **own})

    def __enter__(self) -> "Apart":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._child.__exit__(kind, error, at)

    def run(self, stage: Stage[Any], folder: Path, watcher: Watcher) -> float:
        """Run it. Raises what the stage raises; MediaError or EngineError where its process dies or takes too much."""
        began = time.monotonic()
        if is_of_text(stage):
            stage.run(folder, watcher)
        else:
            self._run(stage, folder, watcher)
        return time.monotonic() - began

    def end(self) -> None:
        """End the child, and give back what a model took of the memory; the next stage starts another."""
        self._child.end()

    def stop(self) -> None:
        """End the child, from another thread than the one that waits for it: that one raises."""
        self._child.kill()

    def _run(self, stage: Stage[Any], folder: Path, progress: Progress) -> None:
        read = tuple(paths_in(stage))
        listens = stage.NAME in LISTENING
        with _told(read, getattr(stage, "engine", stage.NAME) if listens else ""):
            limits = Limits() if listens else limits_for(read)
            self._child.call(stage.run, folder, progress=progress, limits=limits)

    def ask(self, function: Callable[[Path], R], file: Path) -> R:
        """Return what the function says of a file that people brought. Raises what it raises, else MediaError."""
        with _told((file,)):
            return self._child.call(function, file, limits=limits_for((file,)))


def is_of_text(stage: Stage[Any]) -> bool:
    """Say whether the stage decodes nothing, and so takes next to nothing."""
    return stage.NAME in _OF_TEXT or type(stage).__module__.startswith("radkind_pod.publish.")


def limits_for(read: Collection[Path]) -> Limits:
    """Return what decoding these files may take: memory by their number, time by their size."""
    size = sum(file.stat().st_size for file in read if is_file(file))
    return Limits(max(MEMORY, MEMORY_A_FILE * len(read)), min(SHORTEST_S + size / BYTES_A_SECOND, LONGEST_S))


@contextmanager
def _told(read: tuple[Path, ...], engine: str = "") -> Iterator[None]:
    """Tell the end of a process as what it means to a person: something with the files that it read, or the engine."""
    try:
        yield
    except Died as died:
        raise _in_words(_how(died), engine, died.files, read) from died
    except MemoryError as error:
        files = error.__cause__.files if isinstance(error.__cause__, There) else ()
        raise _in_words(_TOO_MUCH, engine, files, read) from error


def _how(died: Died) -> tuple[str, str]:
    if died.ran_out_of_time:
        return _TOO_LONG
    if died.was_killed:
        return _KILLED
    return f"what decodes or hears it crashed ({died.how})", _CONVERT


def _in_words(how: tuple[str, str], engine: str, decoded: tuple[Path, ...], read: tuple[Path, ...]) -> PodError:
    what, remedy = how
    if engine:
        return EngineError(engine, what, "Build again. If it comes back, choose a smaller model with --model")
    brought = [file for file in decoded if BUILD not in file.parts]  # what we made ourselves is read too
    first, *others = dict.fromkeys(brought or decoded or read)
    also = f" (or it was {', '.join(file.name for file in others)})" if others and decoded else ""
    return MediaError(first, f"{what}{also}", remedy)
