"""The keys at the left edge of a YAML file, found line by line: for looking over hundreds of episodes at once."""

import re
from pathlib import Path

_LINE = re.compile(r"([a-z_]+):[ \t]+(\"[^\"]*\"|'[^']*'|[^\s#][^#\n]*)")


def top_lines(file: Path) -> dict[str, tuple[int, str]]:
    """Return for each key with a value beside it the line, counted from 1, and the value without its quotes.

    Raises OSError where the disk fails.
    """
    try:
        return top_lines_in(file.read_text(encoding="utf-8", errors="replace"))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
        return {}  # the reader of the whole file says what is wrong with it


def top_lines_in(text: str) -> dict[str, tuple[int, str]]:
    """Return the same of the text of such a file."""
    lines = text.splitlines()
    found = ((number, _LINE.match(line)) for number, line in enumerate(lines, 1))
    return {m[1]: (number, m[2].strip().strip("\"'")) for number, m in found if m}
