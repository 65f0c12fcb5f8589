"""What two processes say to each other: pickled values, each behind its length.

Only a program and the child that it started itself talk like this; nothing that came from elsewhere is unpickled.
"""

import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from radkind_pod.apart.limits import Limits

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Call the function with the arguments and, where `is_told`, with a Progress behind them."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    is_told: bool
    limits: Limits


@dataclass(frozen=True, slots=True)
class Moved:
    """So much of the work is done."""

    done: float
    total: float


@dataclass(frozen=True, slots=True)
class Remarked:
    """What a person should know."""

    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that somebody brought is being decoded, until this is said again with `is_closed`."""

    file: str
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """The function is done."""

    result: Any


@dataclass(frozen=True, slots=True)
class Raised:
    """The function raised `error`; `frames` are the file, line and function of each call that led there."""

    error: BaseException
    frames: tuple[tuple[str, int | None, str], ...]


def send(stream: IO[bytes], value: object) -> None:
    """Send a value. Raises what pickle raises, before anything is sent; OSError where nobody listens any more."""
    send_pickled(stream, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def send_pickled(stream: IO[bytes], data: bytes) -> None:
    """Send a value that is pickled already."""
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Return the next value, still pickled. Raises EOFError where the other one is gone."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
