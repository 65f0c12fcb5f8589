"""Say how near re-timed words lie to the times that the engine gives when it hears them itself.

Usage: python bench/retime.py      (or DATA=folder; tests/data by default)

Each recording of the data folder that has a text beside it, and the sample episode, is heard with the base model.
Then words are taken for typed by a person: they lose their times, which are spread by letters over the gap, and are
retimed. Four times: every third run of 1 to 6 words, as it is; all words but the first and the last; every third run
in another spelling (small letters, no marks, other vowels in long words); and every third run with other words of the
same recording in their place, which must be found doubtful. The figure is how far a word's middle lies from the middle
of the engine's own word, beside that of the spread times. Words as they are that lie more than 0.3 s away are listed:
the engine itself lets some words last through a pause. Exits 1 where they are more than one in twenty.
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np

from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.draft import in_order
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.recognise import hear
from radkind_pod.transcript.review.retime import retime
from radkind_pod.transcript.stages import Recognise

SAMPLE = Path("episodes/two-voices/raw")
SAMPLE_FILES = ("reader-1.wav", "reader-2.wav", "jfk.flac", "reader-3.wav")
LANGUAGE = {"fleurs-de": "de", "fleurs-fr": "fr", "test_es.w": "es", "test_ja.w": "ja"}
LENGTHS = (1, 3, 2, 6)
ASKED_MS = 300
Runs = Callable[[int], Iterator[range]]
Change = Callable[[Sequence[Word], int], Word]


@dataclass(frozen=True)
class Row:
    """One line of the table: errors in ms of the words that were timed, and of spread times; words that are far."""

    typed: int
    left: int
    doubtful: int
    runs: int
    errors: list[float]
    spread: list[float]
    far: list[str]


def main() -> int:
    """Print the tables and say whether the figure is held."""
    data = Path(os.environ.get("DATA") or "tests/data") / "speech"
    files = [f for f in sorted(data.glob("*/*")) if f.suffix != ".txt" and f.with_suffix(".txt").is_file()]
    recordings = [(f.name, [f], LANGUAGE.get(f.name[:9], "en")) for f in files]
    recordings.append(("two-voices (sample episode)", [SAMPLE / f for f in SAMPLE_FILES], "en"))
    with tempfile.TemporaryDirectory() as folder:
        heard = [
            (name, *prepared(Path(folder) / f"{i}.flac", parts, language))
            for i, (name, parts, language) in enumerate(recordings)
        ]
        first, *_ = [table(heard, title, runs, change) for title, runs, change in TABLES]
    print(f"\nas they are, but more than {ASKED_MS / 1000} s away:", *first.far, sep="\n")
    return 0 if len(first.far) * 20 <= len(first.errors) else 1


def table(heard: Sequence[tuple[str, Path, Document]], title: str, runs: Runs, change: Change) -> Row:
    """Print one table, and return its last line."""
    print(
        f"\n{title:34} {'typed':>6} {'timed':>6} {'runs':>5} {'doubt':>6} {'median':>7} {'90 %':>7} {'worst':>7}",
        end="",
    )
    print(f" {'spread: median':>15} {'worst':>7}")
    rows = [(name, measured(interview, document, runs, change)) for name, interview, document in heard]
    whole = Row(*(sum((getattr(row, f.name) for _, row in rows[1:]), getattr(rows[0][1], f.name)) for f in fields(Row)))
    for name, row in [*rows, ("in all", whole)]:
        print(f"{name[:34]:34} {shown(row)}")
    return whole


def prepared(interview: Path, parts: Sequence[Path], language: str) -> tuple[Path, Document]:
    """Write the parts as one working recording, hear it, and return it with its words."""
    with FlacWriter(interview, 1, bits=24) as out:
        for part in parts:
            for block in read_blocks(part, channels=1):
                out.write(block)
    heard = hear(Recognise(interview, "faster-whisper", find_model("base"), None, language, ()), Silent())
    words = in_order((word for some in heard for word in some.words), language)
    return interview, Document(language, (Block(None, tuple(words)),) if words else ())


def measured(interview: Path, document: Document, runs: Runs, change: Change) -> Row:
    """Return how the typed words of one recording fared."""
    truth = document.words
    typed = list(runs(len(truth)))
    words = list(truth)
    for run in typed:
        words[run.start : run.stop] = [replace(change(truth, i), probability=None, estimated=True) for i in run]
        words[run.start : run.stop] = spread(words, run)
    blocks = (replace(document.blocks[0], words=tuple(words)),) if words else ()
    retimed = retime(replace(document, blocks=blocks), interview, find_model("base"), Silent())
    after = retimed.document.words
    assert all(after[i] == w for i, w in enumerate(words) if not w.estimated)
    timed = [i for run in typed for i in run if not after[i].estimated]
    return Row(
        typed=sum(map(len, typed)),
        left=retimed.left,
        doubtful=len(retimed.doubtful),
        runs=len(typed),
        errors=[apart(after[i], truth[i]) for i in timed],
        spread=[apart(words[i], truth[i]) for i in timed],
        far=[f"  {told(after[i])}, engine {told(truth[i])}" for i in timed if apart(after[i], truth[i]) > ASKED_MS],
    )


def thirds(words: int) -> Iterator[range]:
    """Yield every third run of words: one typed, two runs of the same length kept."""
    at = turn = 0
    while at < words:
        length = LENGTHS[turn % len(LENGTHS)]
        if at + length < words:
            yield range(at + length, min(words, at + 2 * length))
        at, turn = at + 3 * length, turn + 1


def inner(words: int) -> Iterator[range]:
    """Yield all but the first and the last word as one run."""
    if words > 2:
        yield range(1, words - 1)


def spread(words: Sequence[Word], run: range) -> list[Word]:
    """Return the run with times by letters over the gap between its neighbours."""
    low = words[run.start - 1].end_ms if run.start else 0
    high = words[run.stop].start_ms if run.stop < len(words) else words[run.stop - 1].end_ms if run else low
    edges = np.cumsum([0, *(len(words[i].text) for i in run)])
    steps = [low + int((high - low) * edge / max(1, edges[-1])) for edge in edges]
    return [replace(words[i], start_ms=steps[k], end_ms=steps[k + 1]) for k, i in enumerate(run)]


def same(words: Sequence[Word], i: int) -> Word:
    """Return the word itself."""
    return words[i]


def respelt(words: Sequence[Word], i: int) -> Word:
    """Return the word as somebody may write it who hears it well and spells it badly."""
    text = re.sub(r"[^\w']", "", words[i].text.lower())
    if len(text) > 4:
        text = text[:2] + text[2:].translate(str.maketrans("aeiou", "eiaue"))
    return replace(words[i], text=text or words[i].text)


def others(words: Sequence[Word], i: int) -> Word:
    """Return a word that is said elsewhere."""
    return replace(words[i], text=words[(i * 7 + len(words) // 2) % len(words)].text)


def apart(a: Word, b: Word) -> float:
    """Return how far the middles of two words lie apart."""
    return abs(a.start_ms + a.end_ms - b.start_ms - b.end_ms) / 2


def told(word: Word) -> str:
    """Return the word and its times in seconds."""
    return f"{word.text!r} {word.start_ms / 1000:.2f} to {word.end_ms / 1000:.2f}"


def shown(row: Row) -> str:
    """Return the figures of a line."""
    errors, spread_ = (
        [f"{np.percentile(some, p) / 1000:6.2f}s" if some else "      -" for p in (50, 90, 100)]
        for some in (row.errors, row.spread)
    )
    return (
        f"{row.typed:6} {row.typed - row.left:6} {row.runs:5} {row.doubtful:6} {errors[0]} {errors[1]} {errors[2]}"
        f" {spread_[0]:>15} {spread_[2]}"
    )


TABLES: tuple[tuple[str, Runs, Change], ...] = (
    ("as they are", thirds, same),
    ("all but the first and the last", inner, same),
    ("other spellings", thirds, respelt),
    ("other words", thirds, others),
)

if __name__ == "__main__":
    sys.exit(main())
