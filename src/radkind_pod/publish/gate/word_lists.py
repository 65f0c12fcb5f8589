"""The lists of words that lie beside these modules."""

from pathlib import Path


def read(name: str) -> dict[str, frozenset[str]]:
    """Return the words under each [heading] of a file; lines that begin with # are for people."""
    lists: dict[str, set[str]] = {}
    heading = ""
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif not line.startswith("#"):
            lists.setdefault(heading, set()).update(line.split())
    return {heading: frozenset(words) for heading, words in lists.items()}
