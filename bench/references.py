"""Recordings whose words are known, and how many words of them were heard wrongly.

The data folder (DATA, else tests/data) holds MANIFEST.tsv and the files that it names. What lies under speech/ with a
language and a text beside it is a reference. Texts are compared alike: NFKC, lower case, apostrophes dropped, all else
that is neither letter, mark nor digit made a space. Numbers stay as they are written, so "25" and "twenty five"
differ, for all engines alike. Languages without spaces between words are compared character by character.
"""

import csv
import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
RATE = 16_000
WITHOUT_SPACES = frozenset({"ja", "lo", "my", "th", "yue", "zh"})

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reference:
    """A recording and the words that are said in it, as they are compared."""

    path: Path
    language: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an alignment: a reference word and a heard word, by number. None where it has no partner."""

    expected: int | None
    found: int | None
    right: bool


def data_folder() -> Path:
    """Return the folder that holds MANIFEST.tsv."""
    return Path(os.environ.get("DATA") or ROOT / "tests/data")


def references(data: Path) -> list[Reference]:
    """Return the references of all languages in the manifest's order."""
    with (data / "MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["path"].startswith("speech/")]
    found = ((data / row["path"], row["language"] or "") for row in rows)
    return [
        Reference(path, language, tuple(normalised(path.with_suffix(".txt").read_text(encoding="utf-8"), language)))
        for path, language in found
        if len(language) in {2, 3} and path.is_file() and path.with_suffix(".txt").is_file()
    ]


def english(data: Path) -> list[Reference]:
    """Return the English references."""
    return [reference for reference in references(data) if reference.language == "en"]


def per_character(language: str) -> bool:
    """Say whether a language is compared character by character."""
    return language in WITHOUT_SPACES


def normalised(text: str, language: str) -> list[str]:
    """Return the words of a text, or its characters, written alike."""
    text = unicodedata.normalize("NFKC", text).lower().replace("'", "").replace("\u2019", "")
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split()
    return [*"".join(words)] if per_character(language) else words


def read(path: Path) -> Samples:
    """Return a recording as mono samples at 16 kHz."""
    from radkind_pod.media.decode import read_blocks

    return np.concatenate([block[:, 0] for block in read_blocks(path, channels=1, rate=RATE)])


def errors(expected: Sequence[str], found: Sequence[str]) -> int:
    """Return how many words must be put in, left out or replaced (Levenshtein)."""
    return sum(not step.right for step in aligned(expected, found))


def aligned(expected: Sequence[str], found: Sequence[str]) -> list[Step]:
    """Return an alignment with the fewest errors. Where several have as few, pairs are preferred to gaps."""
    costs = _costs(expected, found)
    i, j = len(expected), len(found)
    steps: list[Step] = []
    while i or j:
        same = bool(i and j) and expected[i - 1] == found[j - 1]
        if i and j and costs[i, j] == costs[i - 1, j - 1] + (not same):
            i, j = i - 1, j - 1
            steps.append(Step(i, j, same))
        elif i and costs[i, j] == costs[i - 1, j] + 1:
            i -= 1
            steps.append(Step(i, None, False))
        else:
            j -= 1
            steps.append(Step(None, j, False))
    return steps[::-1]


def _costs(expected: Sequence[str], found: Sequence[str]) -> NDArray[np.int32]:
    """Return the fewest errors between every beginning of the one and of the other."""
    numbers = {word: i for i, word in enumerate(dict.fromkeys([*expected, *found]))}
    others = np.array([numbers[word] for word in found], dtype=np.int32)
    across = np.arange(len(found) + 1, dtype=np.int32)
    costs = np.empty((len(expected) + 1, len(found) + 1), dtype=np.int32)
    costs[0] = across
    for i, word in enumerate(expected, 1):
        row = costs[i]
        row[0] = i
        row[1:] = np.minimum(costs[i - 1, 1:] + 1, costs[i - 1, :-1] + (others != numbers[word]))
        # A word put in costs one more than its left neighbour: the least of all to the left, by distance.
        row[:] = np.minimum.accumulate(row - across) + across
    return costs


def runs_left_out(steps: Iterable[Step], least: int) -> Iterator[range]:
    """Yield each run of at least so many reference words in a row of which nothing was heard."""
    run: list[int] = []
    for step in [*steps, Step(None, None, True)]:
        if step.expected is not None and step.found is None:
            run.append(step.expected)
        else:
            if len(run) >= least:
                yield range(run[0], run[-1] + 1)
            run = []
