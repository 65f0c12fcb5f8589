"""What every command writes to: nothing that a terminal can't show, and no reader that has gone, ends a command."""

import os
import re
import sys
from typing import Any, BinaryIO, TextIO, cast

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A terminal takes them for orders: a title or a file's name could clear it, or type into it."""


class Lasting:
    """A stream that outlives its reader: what is written after `| head` has read enough goes nowhere.

    So a build whose display nobody reads any more goes on, and every command ends with the exit code that it earned.
    Text comes out without orders to the terminal; `bare` is the stream for who has to give some.
    """

    def __init__(self, stream: TextIO | BinaryIO, *, is_bare: bool = False) -> None:
        self._stream: Any = stream
        self._is_bare = is_bare

    @property
    def bare(self) -> "Lasting":
        """The same stream, to which a display writes that moves."""
        return Lasting(self._stream, is_bare=True)

    @property
    def buffer(self) -> "Lasting":
        """The stream of bytes beneath it."""
        return Lasting(self._stream.buffer)

    def __getattr__(self, name: str) -> Any:
        """Be the stream in everything else."""
        return getattr(self._stream, name)

    def write(self, text: str | bytes) -> int:
        """Write the text; return its length."""
        if isinstance(text, str) and not self._is_bare:
            text = without_controls(text)
        try:
            return int(self._stream.write(text))
        except BrokenPipeError:
            self._let_go()
            return len(text)

    def flush(self) -> None:
        """Flush what was written."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._let_go()

    def _let_go(self) -> None:
        """Point the stream at nothing, so that what it still holds can be flushed when the program ends."""
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, self._stream.fileno())
        os.close(nothing)


def prepare_streams() -> None:
    """Let no character that a terminal can't show (Windows code pages) and no reader that has gone end a build."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure") and not isinstance(stream, Lasting):
            stream.reconfigure(errors="backslashreplace")
            setattr(sys, name, cast(TextIO, Lasting(stream)))


def without_controls(text: str) -> str:
    """Return the text with its control characters written out, but for tabs and line ends."""
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def is_unicode(stream: TextIO) -> bool:
    """Say whether the stream shows more than ASCII."""
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")
