"""Public text files, apart from what fills in templates, so that a build in which nothing runs loads none of it."""

from pathlib import Path


def write(file: Path, text: str) -> None:
    """Write the text as UTF-8, in a folder that is made where it isn't there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
