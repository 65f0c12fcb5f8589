"""What can go wrong for a reason that a person can see and mend.

Each class carries its exit code and the facts; the message is built here and nowhere else. Anything that is
not a PodError is a bug.
"""

import errno
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a file that a person wrote. `line` counts from 1; None where there is no line."""

    file: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {self.message}"


CANT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
"""What only writing meets: where a copy fails like this, it isn't the file that was read."""


@contextmanager
def naming(file: Path, *, written_only: bool = False) -> Iterator[None]:
    """Let what a disk refuses be told with the file's name: the system gives none where it can't write or sync.

    A copy that can't be written is told by its source; that name is replaced too, lest people make room there. With
    `written_only` a refusal that reading may have met as well is told with the file that was read, where that is known.
    """
    try:
        yield
    except OSError as error:
        cant_write = error.errno in CANT_WRITE
        if error.filename is None and written_only and not cant_write:
            near = nearest_file(error)
            raise named(error, file if near is None or _is_aside(str(near)) else near) from error.__cause__
        if error.filename is None or (cant_write and error.filename2 is not None) or _is_aside(error.filename):
            raise named(error, file) from error.__cause__
        raise


def named(error: OSError, file: Path) -> OSError:
    """Return the error with this name alone."""
    try:
        error.filename, error.filename2 = str(file), None
    except AttributeError:  # those of libav can't be told another name
        return OSError(error.errno, error.strerror, str(file)).with_traceback(error.__traceback__)
    return error


def nearest_file(error: OSError) -> Path | None:
    """Return the file that was read or written, where the system names none: the nearest that the program knew of."""
    frames = reversed([frame for frame, _ in traceback.walk_tb(error.__traceback__)])
    paths = (value for frame in frames for value in frame.f_locals.values() if isinstance(value, Path))
    return next((path for path in paths if ".part-" not in path.name), None)  # that is a stage's folder, and no file


def _is_aside(name: object) -> bool:
    parts = Path(name).parts if isinstance(name, str) else ()
    return any(part.startswith(".") and ".part" in part for part in parts)


class PodError(Exception):
    """Something that a person can mend. `file` and `line` say where, when there is a where."""

    exit_code: ClassVar[int]

    def __init__(self, message: str, *, file: Path | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.file = file
        self.line = line

    def __reduce__(self) -> tuple[object, ...]:
        """Let it come over from another process with its facts and its message."""
        return _rebuilt, (type(self), self.args, self.__dict__)


class SourceError(PodError):
    """Files that a person wrote need mending. Carries every problem found, not the first one."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__("\n".join(map(str, self.problems)), file=first.file, line=first.line)


class ToolMissing(PodError):
    """A model, an extra or a program is not here. `commands` are what brings it, ready to paste."""

    exit_code = 4

    def __init__(self, what: str, commands: Iterable[str]) -> None:
        self.what = what
        self.commands = tuple(commands)
        super().__init__(f"{what}\n" + "\n".join(f"    {command}" for command in self.commands))


class MediaError(PodError):
    """A recording or picture can't be read, or a made file can't reach its figures."""

    exit_code = 5

    def __init__(self, file: Path, what: str, remedy: str, *, at_ms: int | None = None) -> None:
        self.what, self.remedy, self.at_ms = what, remedy, at_ms
        place = f"{file} at {at_ms / 1000:.1f} s" if at_ms is not None else str(file)
        super().__init__(f"{place}: {what}. {remedy}", file=file)


class EngineError(PodError):
    """A speech engine failed on a recording."""

    exit_code = 5

    def __init__(self, engine: str, what: str, remedy: str) -> None:
        self.engine, self.what, self.remedy = engine, what, remedy
        super().__init__(f"{engine}: {what}. {remedy}")


class NeedsPerson(PodError):
    """The work waits for a person: a review, a decision."""

    exit_code = 6

    def __init__(self, file: Path, what: str, remedy: str, *, line: int | None = None) -> None:
        self.what, self.remedy = what, remedy
        place = f"{file}:{line}" if line else str(file)
        super().__init__(f"{place}: {what}. {remedy}", file=file, line=line)


class Refused(PodError):
    """Going on would lose or leak something."""

    exit_code = 7

    def __init__(self, what: str, remedy: str, *, file: Path | None = None, places: Iterable[Problem] = ()) -> None:
        self.what, self.remedy, self.places = what, remedy, tuple(places)
        listed = "".join(f"\n    {place}" for place in self.places)
        super().__init__(f"{what}:{listed}\n{remedy}" if listed else f"{what}. {remedy}", file=file)


class TransferError(PodError):
    """A destination can't be reached, refuses, or is full. What was published before is as it was."""

    exit_code = 5

    def __init__(self, where: str, what: str, remedy: str, *, is_broken: bool = False) -> None:
        self.where, self.what, self.remedy = where, what, remedy
        self.is_broken = is_broken
        """The connection broke: trying again may help."""
        super().__init__(f"{where}: {what}. {remedy}")


def _rebuilt(kind: type[PodError], args: tuple[str, ...], facts: dict[str, object]) -> PodError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(facts)
    return error
