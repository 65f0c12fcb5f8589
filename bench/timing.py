"""Say how well word times and cues fit what is spoken: against the onset and end of speech in the sound.

Usage: python bench/timing.py [--mixes 2]      (DATA=FOLDER; tests/data by default)

The English references are joined at random with silences of 0.2 to 3 s (bench/mix.py, without noise): where each
begins is known by construction. Where speech begins in a reference is read off its energy above 80 Hz (`speech` in
bench/mix.py). A word that was misheard has no time to hold against: what counts is a first word that is heard right
within 2 s of its onset.

The mean error of the start of such words must be under 80 ms with ours; the times of faster-whisper and openai-whisper
stand beside it. In the draft the cue with a first word begins at most 0.3 s after its onset, and the cue with a last
word ends at most 0.3 s before the end of speech.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from figures import Figure, report
from mix import SEEDS, Mix, joined, written
from peers import OURS, Told, available, run
from references import RATE, data_folder, english, normalised

from radkind_pod.model.audio import SourceFile
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.transcript import Cue, Transcript
from radkind_pod.progress import Silent
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.stages import Recognise, Transcribe

NEAR_MS = 2_000
MOST_MEAN_MS, MOST_CUE_MS = 80, 300


def main() -> int:
    """Print a line for each engine and one for the cues, and say whether the figures are held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mixes", type=int, default=2, choices=range(1, len(SEEDS) + 1))
    parser.add_argument("--minutes", type=float, default=5, help="how long each mix is")
    asked = parser.parse_args()
    sources = english(data_folder())
    mixes = [joined(sources, seed, asked.minutes) for seed in SEEDS[: asked.mixes]]
    with tempfile.TemporaryDirectory() as folder:
        items = [written(mix, Path(folder)) for mix in mixes]
        errors = {engine: starts(mixes, run(engine, items).told) for engine in available()}
        cues = [draft(item.path).cues for item in items]
    clips = sum(len(mix.clips) for mix in mixes)
    print(f"{'start of first words':22} {'heard':>9} {'mean':>8} {'median':>8} {'worst':>8} {'mean, with sign':>16}")
    for engine, found in errors.items():
        away = np.abs(found)
        figures = f"{away.mean():5.0f} ms {np.median(away):5.0f} ms {away.max():5.0f} ms {np.mean(found):+13.0f} ms"
        print(f"{engine:22} {len(found):3} of {clips:2} {figures}")
    mean = float(np.abs(errors[OURS]).mean())
    figure = Figure("mean error of word starts", f"{mean:.0f} ms", f"under {MOST_MEAN_MS} ms", mean < MOST_MEAN_MS)
    return report("timing", [figure, *covered(mixes, cues)], {name: list(found) for name, found in errors.items()})


def starts(mixes: Sequence[Mix], told: Sequence[Told]) -> list[float]:
    """Return for each clip whose first word was heard how many ms after its onset the word begins."""
    found = []
    for mix, one in zip(mixes, told, strict=True):
        for clip in mix.clips:
            onset = clip.start * 1000 / RATE
            near = [start - onset for word, start, _ in one.words if word == clip.reference.words[0]]
            if near and abs(error := min(near, key=abs)) < NEAR_MS:
                found.append(error)
    return found


def covered(mixes: Sequence[Mix], cues: Sequence[tuple[Cue, ...]]) -> list[Figure]:
    """Return how late a cue begins, and how early one ends, at worst."""
    late, early = [0.0], [0.0]
    for mix, shown in zip(mixes, cues, strict=True):
        for clip in mix.clips:
            onset, end = clip.start * 1000 / RATE, clip.end * 1000 / RATE
            first, last = clip.reference.words[0], clip.reference.words[-1]
            late += nearest([cue.start_ms - onset for cue in shown if first in normalised(cue.text, "en")])
            early += nearest([end - cue.end_ms for cue in shown if last in normalised(cue.text, "en")])
    names = ("a cue begins after its first word by", "a cue ends before its last word by")
    return [
        Figure(name, f"{worst:.0f} ms at most", f"at most {MOST_CUE_MS} ms", worst <= MOST_CUE_MS)
        for name, worst in zip(names, (max(late), max(early)), strict=True)
    ]


def nearest(errors_ms: Sequence[float]) -> list[float]:
    """Return the smallest error, if it is of the same place at all."""
    return sorted((error for error in errors_ms if abs(error) < NEAR_MS), key=abs)[:1]


def draft(recording: Path) -> Transcript:
    """Hear a recording and return the draft."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "stage"
        folder.mkdir()
        Recognise(recording, "faster-whisper", find_model("base"), None, "en", ()).run(folder, Silent())
        stage = Transcribe(folder / "answer.json", (), (SourceFile("a", "0" * 64, 1),), "en")
        stage.run(folder, Silent())
        return from_plain_file(Transcript, stage.read(folder).record)


if __name__ == "__main__":
    sys.exit(main())
