"""Stages in a process of their own, so that a decoder that crashes costs one episode, and is told in words."""

from pathlib import Path
from types import TracebackType
from typing import Any

from radkind_pod.apart.child import Child, Died, There
from radkind_pod.apart.limits import Limits
from radkind_pod.errors import EngineError, MediaError, PodError
from radkind_pod.pipeline.fingerprint import paths_in
from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Progress
from radkind_pod.transcript.engines.cores import CORES

_OF_TEXT = ("transcribe", "captions", "subtitles")
"""These, and all of the room `publish`, decode nothing: a corrected word or a new title starts no process."""
LISTENING = ("recognise", "hear-share", "diarise", "relisten", "overhear", "translate")
"""Stages that a model does: what these take depends on the model."""

ONE_SUM = {"OPENBLAS_NUM_THREADS": "1"}
"""numpy divides a product of matrices among all cores, and so its last bits would depend on how many there are: Whisper
then hears words a few hundredths of a second earlier or later. Nothing that takes long waits for these products."""
MEMORY = 2**30
"""So many bytes a stage that decodes may take; an hour of four tracks takes a fifth of it."""
SHORTEST_S = 60
BYTES_A_SECOND = 1000
LONGEST_S = 12 * 3600
"""What a kilobyte holds is decoded, cleaned or encoded in far less than a second: only what never ends takes longer."""

_CONVERT = "Open it in another program, such as Audacity, save it as WAV or FLAC, and name that file instead"
_TOO_MUCH = ("decoding it takes more than 1 GB of memory", _CONVERT)
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

    def run(self, stage: Stage[Any], folder: Path, progress: Progress) -> None:
        """Run it. Raises what the stage raises; MediaError or EngineError where its process dies or takes too much."""
        if stage.NAME in _OF_TEXT or type(stage).__module__.startswith("radkind_pod.publish."):
            stage.run(folder, progress)
            return
        limits = Limits() if stage.NAME in LISTENING else limits_for(stage)
        try:
            self._child.call(stage.run, folder, progress=progress, limits=limits)
        except Died as died:
            raise _told(stage, died.files, *_how(died)) from died
        except MemoryError as error:
            files = error.__cause__.files if isinstance(error.__cause__, There) else ()
            raise _told(stage, files, *_TOO_MUCH) from error


def limits_for(stage: Stage[Any]) -> Limits:
    """Return what a stage that decodes may take: time by the size of what it reads."""
    read = sum(path.stat().st_size for path in paths_in(stage))
    return Limits(MEMORY, min(SHORTEST_S + read / BYTES_A_SECOND, LONGEST_S))


def _how(died: Died) -> tuple[str, str]:
    if died.ran_out_of_time:
        return _TOO_LONG
    if died.was_killed:
        return _KILLED
    return f"what decodes or hears it crashed ({died.how})", _CONVERT


def _told(stage: Stage[Any], files: tuple[Path, ...], what: str, remedy: str) -> PodError:
    if stage.NAME in LISTENING:
        engine = getattr(stage, "engine", stage.NAME)
        return EngineError(engine, what, "Build again; if it comes back, choose a smaller model with --model")
    # What we made ourselves is read too; what people brought is the likelier culprit.
    brought = [file for file in files if "build" not in file.parts] or list(files) or list(paths_in(stage))
    first, *others = dict.fromkeys(brought)
    also = f" (or it was {', '.join(file.name for file in others)})" if files and others else ""
    return MediaError(first, f"{what}{also}", remedy)
