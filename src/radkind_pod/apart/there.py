"""An error in a child, told where the child's parent raises it."""

import traceback
from pathlib import Path


class There(Exception):
    """Where in the child an error was raised, and what was being decoded; the cause of that error here."""

    def __init__(self, frames: tuple[tuple[str, int | None, str], ...], files: tuple[Path, ...]) -> None:
        self.frames = [traceback.FrameSummary(file, line, name, lookup_line=False) for file, line, name in frames]
        self.files = files
        super().__init__("\n" + "".join(traceback.format_list(self.frames)).rstrip())
