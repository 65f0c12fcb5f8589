"""Count word errors of the stage Recognise beside those of faster-whisper itself, on the same samples.

Usage: python bench/wer.py [--data FOLDER]      (or DATA=FOLDER; tests/data by default)

FOLDER holds MANIFEST.tsv and the files that it names. Every English recording under speech/ with a text beside it is
heard twice with the base model: by `Recognise`, and by `WhisperModel.transcribe` with beam 5 and its own defaults.
Both texts and the reference are normalised alike: NFKC, lower case, apostrophes dropped, everything else that is
neither letter nor digit made a space. Numbers are left as they are written. Exits 1 where Recognise makes more than
two errors more in all.
"""

import argparse
import csv
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from radkind_pod.media.decode import read_blocks
from radkind_pod.progress import Silent
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import RATE
from radkind_pod.transcript.recognise import hear
from radkind_pod.transcript.stages import Recognise

ALLOWED = 2


@dataclass
class Tally:
    """What one side did in all."""

    errors: int = 0
    seconds: float = 0.0


def main() -> int:
    """Print the table and say whether the figure is held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA", "tests/data")))
    recordings = list(english(parser.parse_args().data))
    weights = find_model("base")
    peer = WhisperModel(str(weights.parent), device="cpu", compute_type="int8")
    ours, theirs = Tally(), Tally()
    words, seconds = 0, 0.0
    print(f"{'recording':52} {'words':>6} {'ours':>6} {'faster-whisper':>15}")
    for recording, reference in recordings:
        samples = np.concatenate([block[:, 0] for block in read_blocks(recording, channels=1, rate=RATE)])
        by_us = timed(ours, lambda r=recording: heard_by_us(r, weights))
        by_peer = timed(theirs, lambda s=samples: heard_by(peer, s))
        mine, its = distance(reference, by_us), distance(reference, by_peer)
        ours.errors, theirs.errors = ours.errors + mine, theirs.errors + its
        words, seconds = words + len(reference), seconds + len(samples) / RATE
        print(f"{recording.name[:52]:52} {len(reference):6} {mine:6} {its:15}")
    print(f"{'in all':52} {words:6} {ours.errors:6} {theirs.errors:15}")
    print(f"{'word error rate':52} {'':6} {ours.errors / words:6.1%} {theirs.errors / words:15.1%}")
    speed = f"{seconds / ours.seconds:5.1f}x {seconds / theirs.seconds:14.1f}x"
    print(f"{'times real time (ours: model loaded each time)':52} {'':6} {speed}")
    return 0 if ours.errors <= theirs.errors + ALLOWED else 1


def english(data: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield each English recording that is there, with the normalised words of its reference."""
    with (data / "MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            recording = data / row["path"]
            if row["language"] == "en" and row["path"].startswith("speech/") and recording.is_file():
                yield recording, normalised(recording.with_suffix(".txt").read_text(encoding="utf-8"))


def heard_by_us(recording: Path, weights: Path) -> list[str]:
    """Return the normalised words of the stage Recognise."""
    request = Recognise(recording, "faster-whisper", weights, answers=None, language="en", glossary=())
    return normalised(" ".join(word.text for heard in hear(request, Silent()) for word in heard.words))


def heard_by(peer: WhisperModel, samples: np.ndarray) -> list[str]:
    """Return the normalised words of faster-whisper with its own defaults."""
    segments, _ = peer.transcribe(samples, language="en", beam_size=5)
    return normalised(" ".join(segment.text for segment in segments))


def normalised(text: str) -> list[str]:
    """Return the words of a text, written alike."""
    text = unicodedata.normalize("NFKC", text).lower().replace("'", "").replace("\u2019", "")
    return "".join(c if c.isalnum() else " " for c in text).split()


def distance(expected: list[str], found: list[str]) -> int:
    """Return how many words must be put in, left out or replaced (Levenshtein)."""
    row = list(range(len(found) + 1))
    for i, word in enumerate(expected, 1):
        before, row = row, [i]
        for j, other in enumerate(found, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (word != other)))
    return row[-1]


def timed(tally: Tally, hear_once: Callable[[], list[str]]) -> list[str]:
    """Return what was heard, and add the time that it took."""
    start = time.perf_counter()
    words = hear_once()
    tally.seconds += time.perf_counter() - start
    return words


if __name__ == "__main__":
    sys.exit(main())
