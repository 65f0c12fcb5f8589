"""The words of all episodes, in shards small enough for a phone.

Episodes are numbered by date, the oldest first, so that a new one changes no number. 64 of them are put on a shelf:
when one episode changes, one shelf is put together anew, and the shelves are joined. A shard is a run of the alphabet.
Where one ends is told by its words alone, so that a corrected word changes the shard it is in and no other.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

from radkind_pod.publish.rendering import write
from radkind_pod.publish.search.words import DIGITS, digits

SHELF = 64
"""Episodes on a shelf: as many as one digit can tell apart."""
_SHELF_DIGITS = 2
_FULL = 64_000
"""Characters after which a shard ends in any case."""
_ENDS_EVERY = 400
"""One word in so many begins a shard."""


def write_shelf(number: int, indexes: Sequence[Path], folder: Path) -> None:
    """Write shelf.txt: a line with its words, and one that says for each word in which of `indexes` and where it is."""
    found: dict[str, str] = {}
    for place, file in zip(DIGITS, indexes, strict=False):
        for line in file.read_text(encoding="utf-8").splitlines():
            word, _, mask = line.partition(" ")
            found[word] = found.get(word, "") + place + mask
    words, opening = sorted(found), "." + digits(number, _SHELF_DIGITS)
    write(folder / "shelf.txt", f"{' '.join(words)}\n{' '.join(opening + found[word] for word in words)}\n")


def write_shards(shelves: Sequence[Path], slugs: Sequence[str], files: Path) -> None:
    """Write search/words.json, which names all episodes by number and all shards, and the shards beside it."""
    kept = [[line.split() for line in shelf.read_text(encoding="utf-8").splitlines()] for shelf in shelves]
    found = dict.fromkeys(sorted(set().union(*(words for words, _ in kept))), "")
    for words, places in kept:
        for word, place in zip(words, places, strict=True):
            found[word] += place
    shards = []
    for lines in _shards(found):
        first = lines[0].partition(" ")[0]
        name = f"words-{crc32(first.encode()):08x}.txt"
        shards.append([first, name])
        write(files / "search" / name, "\n".join(lines) + "\n")
    told = {"episodes": slugs, "shards": shards}
    write(files / "search" / "words.json", json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")


def _shards(found: dict[str, str]) -> Iterator[list[str]]:
    """Yield the lines of each shard; `found` is in order of the alphabet."""
    lines: list[str] = []
    size = 0
    for word, places in found.items():
        line = f"{word} {places}"
        if lines and (size + len(line) > _FULL or crc32(word.encode()) % _ENDS_EVERY == 0):
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line) + 1
    if lines:
        yield lines
