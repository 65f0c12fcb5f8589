"""A destination that is opened again when the connection breaks."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.publish.destinations import Destination, Tell, There, untold
from radkind_pod.publish.sending.ledger import LOCK

T = TypeVar("T")

PAUSES_S = (1.0, 4.0, 15.0)
"""How long to wait before each further try: a laptop that changes its network is back by then."""


class Line:
    """Does what the destination does, each step tried again where the connection broke.

    Each step may be done twice without harm, but for `swap`, `create` and letting go of the lock, which are done once.
    """

    def __init__(
        self, opener: Callable[[], AbstractContextManager[Destination]], pauses_s: tuple[float, ...] = PAUSES_S
    ) -> None:
        self._opener, self._pauses_s = opener, pauses_s

    def __enter__(self) -> "Line":
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.__exit__(kind, error, trace)

    @property
    def name(self) -> str:
        """The address as a person may read it."""
        return self._far.name

    @property
    def remarks(self) -> list[str]:
        """What a person should know about this destination."""
        return self._far.remarks

    def stat(self, path: str) -> There | None:
        """Return how large the file is."""
        return self._again(lambda: self._far.stat(path))

    def read(self, path: str) -> bytes | None:
        """Return a small file."""
        return self._again(lambda: self._far.read(path))

    def put(self, file: Outgoing, source: Path, tell: Tell = untold) -> None:
        """Bring the whole file to its path. A further try begins at nothing, and tells so."""
        self._again(lambda: self._far.put(file, source, tell))

    def delete(self, path: str) -> None:
        """Take the file away. Not the lock, where the answer was lost: by the second try it may be somebody else's."""
        if path == LOCK:
            self._far.delete(path)
        else:
            self._again(lambda: self._far.delete(path))

    def swap(self, file: Outgoing, data: bytes, expected: str | None) -> None:
        """Replace a small file at once."""
        self._far.swap(file, data, expected)

    def create(self, path: str, data: bytes) -> bool:
        """Make a small file unless it is there."""
        return self._far.create(path, data)

    def _again(self, step: Callable[[], T]) -> T:
        try:
            for pause_s in self._pauses_s:
                try:
                    return step()
                except TransferError as error:
                    if not error.is_broken:
                        raise
                time.sleep(pause_s)
                with suppress(TransferError):
                    self._reopen()
            return step()
        except KeyboardInterrupt:
            self._pauses_s = ()  # what is still to be tidied up is tried once: whoever interrupts doesn't wait
            raise

    def _open(self) -> None:
        self._context = self._opener()
        self._far = self._context.__enter__()

    def _reopen(self) -> None:
        with suppress(TransferError):
            self._context.__exit__(None, None, None)
        self._open()
