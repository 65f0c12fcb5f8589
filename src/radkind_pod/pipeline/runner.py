"""Where a stage runs: in this process, or wherever else its request can be sent to."""

import time
from pathlib import Path
from typing import Any, Protocol

from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Watcher


class Runner(Protocol):
    """Runs stages. A request is frozen and can be pickled, so it may run in another process or on another computer."""

    def run(self, stage: Stage[Any], folder: Path, watcher: Watcher) -> float:
        """Let the stage write its outputs into `folder`, which exists and is empty. Raises what the stage raises.

        Returns the seconds that the work took; those in which it waited for its turn don't count.
        """


class Here:
    """Runs each stage in this process."""

    def run(self, stage: Stage[Any], folder: Path, watcher: Watcher) -> float:
        """Run it at once."""
        began = time.monotonic()
        stage.run(folder, watcher)
        return time.monotonic() - began
