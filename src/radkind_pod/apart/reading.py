"""Which files are being decoded: when the process that does it dies, the one that outlives it knows which they were."""

import os
from collections.abc import Callable
from types import TracebackType

from radkind_pod.apart.frames import Opened

tell: Callable[[object], None] | None = None
"""Set in a child: there is somebody to tell."""


class Reading:
    """Says that this file is being decoded as long as the block runs, and after it has run out of memory."""

    def __init__(self, file: str | os.PathLike[str]) -> None:
        self._file = os.fspath(file)

    def __enter__(self) -> None:
        if tell:
            tell(Opened(self._file))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if tell and not (kind and issubclass(kind, MemoryError)):
            tell(Opened(self._file, is_closed=True))
