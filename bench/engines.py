"""Measure our listening beside faster-whisper, batched and sequential, and openai-whisper: errors, time, peak memory.

Usage: python bench/engines.py [--rounds 2] [--minutes 9.5]      (DATA=FOLDER; tests/data by default)
       python bench/engines.py --hours 1 4

All hear the same sound with the same weights (base), beam 5 and word times, each as its own process (bench/peers.py).
Word errors are counted over all references of the data folder, those of languages without spaces by character. Time is
taken with one recording, joined of the English references (bench/mix.py, seed 1, clean): the engines hear it in turn,
in each round in the opposite order, and a ratio is the median of those within a round. Seconds hold all that a child
does: imports, the model, decoding. Memory is a child's peak. openai-whisper is measured if .venv-openai is there, which
scripts/test-system makes. With --hours ours alone hears that recording again and again for so long, for its memory.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from figures import Figure, report
from mix import joined, written
from peers import BATCHED, OPENAI, OURS, SEQUENTIAL, Item, Run, available, run
from references import RATE, Reference, data_folder, english, errors, per_character, references

SEED = 1
MOST_ERRORS_MORE = 2
LEAST_RATIO = {BATCHED: 1.0, OPENAI: 8.0}
MOST_MB, MOST_GROWTH = 1600, 1.2


@dataclass(frozen=True, slots=True)
class Count:
    """Errors of each engine in one recording, or in all of a language."""

    name: str
    words: int
    errors: dict[str, int]


def main() -> int:
    """Print the tables and say whether the figures are held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=9.5, help="how long the joined recording is")
    parser.add_argument("--hours", type=float, nargs="+", help="measure our memory with recordings of these lengths")
    asked = parser.parse_args()
    mix = joined(english(data_folder()), SEED, asked.minutes)
    with tempfile.TemporaryDirectory() as folder:
        if asked.hours:
            return memory(asked.hours, [written(_repeated(mix, hours), Path(folder)) for hours in asked.hours])
        engines = available()
        counts = by_language(references(data_folder()), engines)
        rounds = timed(engines, written(mix, Path(folder)), asked.rounds)
    seconds = len(mix.samples) / RATE
    show(rounds, seconds, next(count for count in counts if count.name == "en"))
    figures = [*(_errors_figure(count) for count in counts), *_ratio_figures(rounds)]
    return report("engines", figures, _details(counts, rounds, seconds))


def by_language(sources: Sequence[Reference], engines: Sequence[str]) -> list[Count]:
    """Print the errors in each reference, and return those in each language."""
    items = [Item(source.path, source.language) for source in sources]
    told = {engine: run(engine, items).told for engine in engines}
    print(f"{'errors':44} {'words':>6}" + "".join(f"{engine:>12}" for engine in engines))
    counts: dict[str, Count] = {}
    for i, source in enumerate(sources):
        found = {engine: errors(source.words, told[engine][i].spelt) for engine in engines}
        one = Count(f"{source.language} {source.path.name[:40]}", len(source.words), found)
        _print(one)
        before = counts.get(source.language, Count(source.language, 0, dict.fromkeys(engines, 0)))
        summed = {engine: before.errors[engine] + found[engine] for engine in engines}
        counts[source.language] = Count(source.language, before.words + one.words, summed)
    for count in counts.values():
        unit = "characters" if per_character(count.name) else "words"
        _print(replace(count, name=f"all of {count.name}, by {unit}"))
    return list(counts.values())


def timed(engines: Sequence[str], item: Item, rounds: int) -> list[dict[str, Run]]:
    """Return what each engine did in each round; every other round goes the other way round."""
    found = []
    for number in range(rounds):
        order = engines if number % 2 == 0 else engines[::-1]
        found.append({engine: run(engine, [item]) for engine in order})
    return found


def show(rounds: Sequence[dict[str, Run]], seconds: float, count: Count) -> None:
    """Print a line for each engine."""
    print()
    print(f"{f'{seconds / 60:.1f} minutes':14} {'seconds':>9} {'x real time':>12} {'peak MB':>9} {'English WER':>12}")
    for engine in rounds[0]:
        took = median(one[engine].seconds for one in rounds)
        peak = max(one[engine].peak_mb for one in rounds)
        wer = count.errors[engine] / count.words
        print(f"{engine:14} {took:9.1f} {seconds / took:12.1f} {peak:9.0f} {wer:12.1%}")


def memory(hours: Sequence[float], items: Sequence[Item]) -> int:
    """Say how much memory ours takes at most for recordings of so many hours."""
    peaks = [run(OURS, [item]).peak_mb for item in items]
    figures = [
        Figure(f"peak memory, {length:g} h", f"{peak:.0f} MB", f"under {MOST_MB} MB", peak < MOST_MB)
        for length, peak in zip(hours, peaks, strict=True)
    ]
    if len(peaks) > 1:
        growth = peaks[-1] / peaks[0]
        name = f"memory of {hours[-1]:g} h over that of {hours[0]:g} h"
        figures.append(Figure(name, f"{growth:.2f}", f"at most {MOST_GROWTH}", growth <= MOST_GROWTH))
    return report("memory", figures)


def _repeated(mix: Any, hours: float) -> Any:
    samples = round(hours * 3600 * RATE)
    return replace(mix, name=f"{hours:g} h", samples=np.resize(mix.samples, samples), clips=())


def _print(count: Count) -> None:
    print(f"{count.name[:44]:44} {count.words:6}" + "".join(f"{number:12}" for number in count.errors.values()))


def _errors_figure(count: Count) -> Figure:
    ours, peer = count.errors[OURS], count.errors[SEQUENTIAL]
    found = f"ours {ours}, sequential {peer}"
    wanted = f"at most {MOST_ERRORS_MORE} more"
    return Figure(f"errors in {count.name}", found, wanted, ours <= peer + MOST_ERRORS_MORE)


def _ratio_figures(rounds: Sequence[dict[str, Run]]) -> Iterator[Figure]:
    for peer, least in LEAST_RATIO.items():
        name, wanted = f"speed of ours over that of {peer}", f"at least {least}"
        if peer not in rounds[0]:
            yield Figure(name, "it is not there", wanted, None)
            continue
        ratios = [one[peer].seconds / one[OURS].seconds for one in rounds]
        found = f"{median(ratios):.2f} (rounds: {', '.join(f'{ratio:.2f}' for ratio in ratios)})"
        yield Figure(name, found, wanted, median(ratios) >= least)


def _details(counts: Sequence[Count], rounds: Sequence[dict[str, Run]], seconds: float) -> dict[str, Any]:
    return {
        "recording_s": seconds,
        "errors": {count.name: {"words": count.words, **count.errors} for count in counts},
        "rounds": [
            {engine: {"seconds": one.seconds, "peak_mb": one.peak_mb} for engine, one in done.items()}
            for done in rounds
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
