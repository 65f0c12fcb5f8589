"""What can go wrong for a reason that a person can see and mend.

Each class carries its exit code and the facts; the message is built here and nowhere else. Anything that is
not a PodError is a bug.
"""

import shutil
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


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Let what a disk refuses be told with the file's name: the system gives none where it can't write or sync."""
    try:
        yield
    except OSError as error:
        if error.filename is None or _is_aside(str(error.filename)):
            error.filename, error.filename2 = str(file), None
        raise


def _is_aside(name: str) -> bool:
    last = Path(name).name
    return last.startswith(".") and last.endswith(".part")


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


def remove_folder(folder: Path, *, told_as: Path | None = None) -> None:
    """Remove the folder with all that is in it.

    Raises OSError with its name, or the one `told_as`: the system knows what it can't remove by its last name alone.
    """
    try:
        shutil.rmtree(folder)
    except OSError as error:
        error.filename, error.filename2 = str(told_as or folder), None
        raise
