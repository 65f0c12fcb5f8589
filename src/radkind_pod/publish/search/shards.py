"""The words of all episodes, in shards small enough for a phone.

Episodes are numbered by date, the oldest first, so that a new one changes no number. 64 of them are put on a shelf:
when one episode changes, one shelf is put together anew. Across the shelves run aisles, a part of the alphabet each:
only those are joined again in which a word changed. A shard is a run of the alphabet inside an aisle. Where one ends is
told by its words alone, so that a corrected word changes the shard it is in and no other.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

from radkind_pod.publish.search.words import DIGITS, digits
from radkind_pod.publish.writing import write

SHELF = 64
"""Episodes on a shelf: as many as one digit can tell apart."""
AISLES = (
    "",
    "b",
    "c",
    "co",
    "d",
    "e",
    "f",
    "g",
    "h",
    "i",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sp",
    "t",
    "th",
    "u",
    "w",
    "{",
)
"""Where each aisle begins in the order of code points. Digits are before a, and other scripts after z."""
_SHELF_DIGITS = 2
_FULL = 64_000
"""Characters after which a shard ends in any case."""
_ENDS_EVERY = 400
"""One word in so many begins a shard."""


def write_shelf(number: int, indexes: Sequence[Path], folder: Path) -> None:
    """Write a file for each aisle: a line with its words, and one that says in which of `indexes` and where each is."""
    found: dict[str, str] = {}
    for place, file in zip(DIGITS, indexes, strict=False):
        for line in file.read_text(encoding="utf-8").splitlines():
            word, _, mask = line.partition(" ")
            found[word] = found.get(word, "") + place + mask
    opening, aisles = "." + digits(number, _SHELF_DIGITS), [list[str]() for _ in AISLES]
    for word in sorted(found):
        aisles[bisect_right(AISLES, word) - 1].append(word)
    for name, words in zip(aisle_names(), aisles, strict=True):
        write(folder / name, f"{' '.join(words)}\n{' '.join(opening + found[word] for word in words)}\n")


def aisle_names() -> tuple[str, ...]:
    """Return the name of each aisle's file on a shelf."""
    return tuple(f"aisle-{number:02}.txt" for number in range(len(AISLES)))


def write_aisle(shelves: Sequence[Path], folder: Path) -> None:
    """Write the shards of an aisle to files/search/ and shards.json, which has the first word and the name of each.

    `shelves` are what each shelf has in this aisle.
    """
    kept = [[line.split() for line in shelf.read_text(encoding="utf-8").splitlines()] for shelf in shelves]
    found = dict.fromkeys(sorted(set().union(*(words for words, _ in kept))), "")
    for words, places in kept:
        for word, place in zip(words, places, strict=True):
            found[word] += place
    shards = []
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for lines in _shards(found):
        first = lines[0].partition(" ")[0]
        name = f"words-{crc32(first.encode()):08x}.txt"
        shards.append([first, name])
        write(folder / "files" / "search" / name, "\n".join(lines) + "\n")
    write(folder / "shards.json", json.dumps(shards, ensure_ascii=False) + "\n")


def write_list(aisles: Sequence[Path], slugs: Sequence[str], files: Path) -> None:
    """Write search/words.json, which names all episodes by number and all shards, of the aisles' lists in order."""
    shards = [shard for aisle in aisles for shard in json.loads(aisle.read_text(encoding="utf-8"))]
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
