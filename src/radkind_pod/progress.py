"""How a room says how far it is, without knowing who looks."""

from typing import Protocol


class Progress(Protocol):
    """Told by a long stage how much of its work is done. Calls are cheap and may come often."""

    def moved(self, done: float, total: float) -> None:
        """Say that `done` of `total` is finished; both in the same unit, total 0 when it can't be known."""

    def remarked(self, text: str) -> None:
        """Say what a person should know of how the work was done."""


class Watcher(Progress, Protocol):
    """Told by the pipeline which episode and which stage begins and ends."""

    def episode(self, slug: str, title: str) -> None:
        """Say that the work on this episode begins."""

    def stage(self, name: str, reasons: tuple[str, ...]) -> None:
        """Say that a stage begins, and why it runs; without a reason it is kept."""

    def done(self, name: str, seconds: float) -> None:
        """Say that the stage is done."""


class Silent:
    """A Watcher that nobody looks at."""

    def episode(self, slug: str, title: str) -> None:
        """Say nothing."""

    def moved(self, done: float, total: float) -> None:
        """Say nothing."""

    def remarked(self, text: str) -> None:
        """Say nothing."""

    def stage(self, name: str, reasons: tuple[str, ...]) -> None:
        """Say nothing."""

    def done(self, name: str, seconds: float) -> None:
        """Say nothing."""
