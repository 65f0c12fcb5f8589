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

    def waits(self, it_does: bool) -> None:
        """Say that the stage waits for its turn, or that it doesn't any more."""

    def done(self, name: str, seconds: float) -> None:
        """Say that the stage is done."""


class Watchers(Protocol):
    """Told by the pipeline how the episodes of one build get on, side by side."""

    def watch(self, slug: str) -> Watcher:
        """Return who is told of the work on this episode, which begins: from another thread than on the others."""

    def ended(self, slug: str, state: str, seconds: float, error: Exception | None) -> None:
        """Say that the work on it is over, and what came of it: built, kept, waits (for a person) or failed."""

    def left(self, seconds: float | None) -> None:
        """Say how long the rest of the build will take; None as long as nobody can tell. It is said every second."""


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

    def waits(self, it_does: bool) -> None:
        """Say nothing."""

    def done(self, name: str, seconds: float) -> None:
        """Say nothing."""
