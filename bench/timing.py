"""Say how well cues cover the words that are really spoken: cue times against the onset and end of speech in the sound.

Usage: python bench/timing.py      (or DATA=FOLDER; tests/data by default)

The English recordings of the data folder are joined with pauses of 2.5 s of faint noise and heard with the base
model. Where speech really begins and ends is read off the sound: the first and last 120 ms that are steadily within
15 dB of the recording's loud parts. A first or last word that was misheard has no time to hold against. The cue that
shows a recording's first word must not begin more than 0.3 s after that onset, and the cue that shows its last word
must not end more than 0.3 s before that end.
"""

import os
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import SourceFile
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.transcript import Cue, Transcript
from radkind_pod.progress import Silent
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.stages import Recognise, Transcribe

RATE, BLOCK, PAUSE_S, NEAR_MS = 48_000, 480, 2.5, 2_000
ENGLISH = {"en", "mfa", "fleurs-en"}
WITHIN_DB, STEADY = 15, 12
"""Speech: 120 ms with at most two blocks of 10 ms more than this far below the loud ones (95th percentile)."""


def main() -> None:
    """Print for each recording how late its first cue begins and how early its last one ends."""
    data = Path(os.environ.get("DATA") or "tests/data") / "speech"
    files = [
        f
        for f in sorted(data.glob("*/*"))
        if f.suffix != ".txt" and f.with_suffix(".txt").is_file() and ENGLISH & {f.parent.name, f.name[:9]}
    ]
    clips = [np.concatenate([b[:, 0] for b in read_blocks(f, channels=1)]) for f in files]
    noise = np.random.default_rng(3)
    with tempfile.TemporaryDirectory() as folder:
        spans, at = [], 0
        with FlacWriter(Path(folder) / "interview.flac", 1, bits=24) as out:
            for clip in clips:
                pause = noise.normal(0, 1e-4, round(PAUSE_S * RATE)).astype(np.float32)
                out.write(np.concatenate([pause, clip])[:, None])
                begin, end = speech(clip)
                spans.append((at + len(pause) + begin, at + len(pause) + end))
                at += len(pause) + len(clip)
        cues = draft(Path(folder)).cues
    late_worst = early_worst = 0.0
    for file, (begin, end) in zip(files, spans, strict=True):
        reference = plain(file.with_suffix(".txt").read_text(encoding="utf-8"))
        late = begins(cues, reference[0], begin / 48)
        early = ends(cues, reference[-1], end / 48)
        late_worst, early_worst = max(late_worst, late or 0.0), max(early_worst, early or 0.0)
        print(
            f"{file.name[:48]:48} first word: cue {shown(late, 'after')}, last word: cue ends {shown(early, 'before')}"
        )
    print(f"worst: {late_worst:.2f} s late, {early_worst:.2f} s early (0.30 is allowed)")


def begins(cues: tuple[Cue, ...], word: str, onset_ms: float) -> float | None:
    """Return how many seconds after its onset the cue with this first word begins; None where it was not heard."""
    near = [c for c in cues if abs(c.start_ms - onset_ms) < NEAR_MS and word in plain(c.text)]
    return min(((c.start_ms - onset_ms) / 1000 for c in near), key=abs, default=None)


def ends(cues: tuple[Cue, ...], word: str, end_ms: float) -> float | None:
    """Return how many seconds before its end the cue with this last word ends; None where it was not heard."""
    near = [c for c in cues if abs(c.end_ms - end_ms) < NEAR_MS and word in plain(c.text)]
    return min(((end_ms - c.end_ms) / 1000 for c in near), key=abs, default=None)


def plain(text: str) -> list[str]:
    """Return the words in lower case without punctuation."""
    return "".join(c for c in text.lower() if c.isalnum() or c.isspace()).split()


def shown(seconds: float | None, side: str) -> str:
    """Return the figure for the table."""
    return "misheard" if seconds is None else f"{seconds:+.2f} s {side}"


def speech(clip: NDArray[np.float32]) -> tuple[int, int]:
    """Return where speech begins and ends, in samples."""
    blocks = clip[: len(clip) // BLOCK * BLOCK].reshape(-1, BLOCK)
    level = 10 * np.log10(np.mean(blocks.astype(np.float64) ** 2, axis=1) + 1e-12)
    loud = level > np.percentile(level, 95) - WITHIN_DB
    steady = np.convolve(loud, np.ones(STEADY), mode="valid") >= STEADY - 2
    found = np.flatnonzero(steady)
    return int(found[0]) * BLOCK, int(found[-1] + STEADY) * BLOCK


def draft(folder: Path) -> Transcript:
    """Hear interview.flac and return the draft."""
    Recognise(folder / "interview.flac", "faster-whisper", find_model("base"), None, "en", ()).run(folder, Silent())
    stage = Transcribe(folder / "answer.json", (), (SourceFile("a", "0" * 64, 1),), "en")
    stage.run(folder, Silent())
    return from_plain_file(Transcript, stage.read(folder).record)


if __name__ == "__main__":
    main()
