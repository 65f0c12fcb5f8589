"""Where a stage runs: in this process, or wherever else its request can be sent to."""

from pathlib import Path
from typing import Any, Protocol

from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Progress


class Runner(Protocol):
    """Runs stages. A request is frozen and can be pickled, so it may run in another process or on another computer."""

    def run(self, stage: Stage[Any], folder: Path, progress: Progress) -> None:
        """Let the stage write its outputs into `folder`, which exists and is empty. Raises what the stage raises."""


class Here:
    """Runs each stage in this process."""

    def run(self, stage: Stage[Any], folder: Path, progress: Progress) -> None:
        """Run it at once."""
        stage.run(folder, progress)
