"""How a room says how far it is, without knowing who looks."""

from typing import Protocol


class Progress(Protocol):
    """Told by a long stage how much of its work is done. Calls are cheap and may come often."""

    def moved(self, done: float, total: float) -> None:
        """Say that `done` of `total` is finished; both in the same unit, total 0 when it can't be known."""


class Silent:
    """A Progress that nobody looks at."""

    def moved(self, done: float, total: float) -> None:
        """Say nothing."""
