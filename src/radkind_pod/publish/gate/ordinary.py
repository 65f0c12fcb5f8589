"""Words of everyday English that are somebody's name too, with the sense that they have otherwise."""

from functools import cache
from pathlib import Path

MONTH, TOWN, NATION, WORD = "month", "place", "nation", "word"
_FILE = Path(__file__).parent / "ordinary.txt"


@cache
def ordinary() -> dict[str, str]:
    """Return each word of ordinary.txt, folded and in small letters, with its sense: MONTH, TOWN, NATION or WORD."""
    words, sense = {}, WORD
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sense = line.strip("[]")
        elif not line.startswith("#"):
            words.update(dict.fromkeys(line.split(), sense))
    return words
