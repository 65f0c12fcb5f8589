"""The small JSON files of a review."""

from pathlib import Path
from typing import TypeVar

from radkind_pod.disk import made, write_whole
from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.plain import from_plain, parsed, to_json

T = TypeVar("T")


def read_record(kind: type[T], file: Path) -> T | None:
    """Return what the file holds; None where it isn't there. Raises SourceError where it can't be read."""
    try:
        return from_plain(kind, parsed(file.read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as error:
        message = (
            "this file can't be read any more: bring it back from a backup, or move it away. "
            "The transcript itself doesn't hang on it"
        )
        raise SourceError([Problem(file, getattr(error, "lineno", None), message)]) from error


def write_record(value: object, file: Path) -> None:
    """Write the value to the file, whole and on the disk when this returns. The caller holds the review's lock."""
    made(file.parent)
    write_whole(file, to_json(value).encode())
