"""What every stage request looks like from outside."""

from pathlib import Path
from typing import Protocol, TypeVar

from radkind_pod.progress import Progress

T_co = TypeVar("T_co", covariant=True)


class Stage(Protocol[T_co]):
    """A frozen dataclass whose fields are everything that its result depends on.

    Fields are paths of files (keyed by content), numbers, strings, and tuples or frozen dataclasses of those.
    `VERSION` is raised when our own code changes the result; `tools` names the distributions whose versions
    change its bytes.
    """

    @property
    def NAME(self) -> str:  # noqa: N802 - a class constant of the request
        """The stage's name, as people see it."""

    @property
    def VERSION(self) -> int:  # noqa: N802 - a class constant of the request
        """Which version of our own code makes the result."""

    @property
    def tools(self) -> tuple[str, ...]:
        """Distributions whose versions change the result."""

    def run(self, folder: Path, progress: Progress) -> None:
        """Write the outputs into `folder`, which exists and is empty."""

    def read(self, folder: Path) -> T_co:
        """Return the result as the next stage wants it."""
