"""Say how far speakers lie apart in recordings of several people, before and after: in the MP3, as decoded.

Usage: python bench/levelling.py      (or DATA=FOLDER; tests/data by default)

Each recording is built with the real command, which finds out itself who speaks when. Then everybody is measured
(BS.1770) in their true turns: by the recording's RTTM, read off its sound, or as it was put together. Two sentences
said at once, one on each channel, are measured as the report of the build does it, and held to nothing: nobody is heard
alone. Mixes (conversations.py) are of two to four voices. Exits 1 if a figure is missed.
"""

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from conversations import Samples, Spoken, mix, read, voices_in
from episode import POD
from figures import Figure, report
from references import ROOT
from speakers import AT_ONCE, MEETING, OTHER_LANGUAGES, SPOKEN, THREE, rttm

from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.media.loudness import LoudnessMeter, Powers, integrated, loudness_range

SEEDS = range(8)
APART_LU = 1.0
HOPS_PER_S = 10
EPISODE = """title: {slug}
published: 2026-11-23T09:00:00+00:00
guid: urn:uuid:{guid}
summary: People who talk.
recordings: [{recording}]
"""


@dataclass(frozen=True, slots=True)
class Row:
    """Everybody's loudness in LUFS and the range in LU, before and after."""

    name: str
    before: dict[str, float]
    after: dict[str, float]
    range_before: float
    range_after: float

    @property
    def apart(self) -> float:
        """How far the loudest and the softest lie apart in the end."""
        return max(self.after.values()) - min(self.after.values())


def main() -> int:
    """Print the table and say whether the figure is held."""
    data = Path(os.environ.get("DATA") or ROOT / "tests/data")
    with tempfile.TemporaryDirectory() as folder:
        show = make_show(Path(folder))
        print(f"{'recording':22} {'LUFS, before and after':62} {'apart':>14} {'range, LU':>14}")
        told(at_once(show, data / AT_ONCE))
        rows = [told(shared(show, "three people", read(data / THREE), SPOKEN))]
        if (data / MEETING).is_file():
            labels = rttm((data / MEETING).with_suffix(".rttm"))
            rows.append(told(shared(show, "a meeting, far away", read(data / MEETING), labels)))
        voices = {name: cut for name, cut in voices_in(data).items() if name not in OTHER_LANGUAGES}
        for seed in SEEDS:
            made = mix(voices, seed)
            rows.append(told(shared(show, f"mix {seed}", made.samples, made.spoken)))
    worst = max(rows, key=lambda row: row.apart)
    found = f"{worst.apart:.2f} LU at most ({worst.name})"
    return report("levelling", [Figure("speakers apart", found, f"within {APART_LU:g} LU", worst.apart <= APART_LU)])


def make_show(root: Path) -> Path:
    """Make the sample show without music, so that what is heard keeps its time."""
    shutil.copy(ROOT / "artwork.png", root)
    lines = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if not line.startswith(("intro:", "outro:"))]
    (root / "config.yaml").write_text("".join(left), encoding="utf-8")
    return root


def shared(show: Path, name: str, samples: Samples, spoken: Sequence[Spoken]) -> Row:
    """Build a 16 kHz recording of several people; measure everybody in their true turns."""
    file = show / "shared.flac"
    with FlacWriter(file, 1, bits=24) as out:
        out.write(np.repeat(samples, 3)[:, None])
    mp3, _ = built(show, name, file, f"{{file: {file.name}, speakers: {len({who for who, _, _ in spoken})}}}")
    before, after = hops(file), hops(mp3)
    alone = where_alone(spoken, min(len(before), len(after)))
    return Row(name, *(by_speaker(of, alone) for of in (before, after)), loudness_range(before), loudness_range(after))


def at_once(show: Path, file: Path) -> Row:
    """Build a file with somebody on each channel."""
    _, found = built(show, "one on each channel", file, f"{{file: {file.name}, channels: [Left, Right]}}")
    before, after = (
        {voice["speaker"]: voice[key] for voice in found["voices"]} for key in ("before_lufs", "after_lufs")
    )
    return Row("one on each channel", before, after, found["before"]["range_lu"], found["after"]["range_lu"])


def built(show: Path, name: str, file: Path, recording: str) -> tuple[Path, dict]:
    """Build an episode of one recording; return its MP3 and its report."""
    slug = name.replace(",", "").replace(" ", "-")
    (raw := show / "episodes" / slug / "raw").mkdir(parents=True)
    shutil.copy(file, raw)
    text = EPISODE.format(slug=slug, guid=uuid.uuid4(), recording=recording)
    (raw.parent / "episode.yaml").write_text(text, encoding="utf-8")
    done = subprocess.run([*POD, "-C", str(show), "build", slug], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found = json.loads((show / "build" / slug / "report/report.json").read_text(encoding="utf-8"))
    return next((show / "build" / slug / "encode").glob("*.mp3")), found


def hops(file: Path) -> Powers:
    """Return the weighted power of each 100 ms of a file, played in stereo."""
    meter = LoudnessMeter(2)
    for block in read_blocks(file, channels=2):
        meter.add(block)
    return meter.hops


def where_alone(spoken: Sequence[Spoken], count: int) -> dict[str, np.ndarray]:
    """Return for each speaker the hops of their turns, pauses in them included, in which nobody else speaks."""
    names = sorted({who for who, _, _ in spoken})
    turns, said = np.zeros((len(names), count), bool), np.zeros((len(names), count), bool)
    for who, run in groupby(sorted(spoken, key=lambda one: one[1]), key=lambda one: one[0]):
        phrases = [(int(start * HOPS_PER_S), math.ceil(end * HOPS_PER_S)) for _, start, end in run]
        turns[names.index(who), phrases[0][0] : phrases[-1][1]] = True
        for first, last in phrases:
            said[names.index(who), first:last] = True
    return {name: turns[i] & (said.sum(axis=0) <= said[i]) for i, name in enumerate(names)}


def by_speaker(powers: Powers, alone: dict[str, np.ndarray]) -> dict[str, float]:
    """Return how loud everybody is, in LUFS."""
    return {name: integrated(powers[: len(where)][where]) for name, where in alone.items()}


def told(row: Row) -> Row:
    """Print one line."""
    levels = "  ".join(f"{row.before[name]:.1f} > {row.after[name]:.1f}" for name in row.before)
    apart = max(row.before.values()) - min(row.before.values())
    ranges = f"{row.range_before:.1f} > {row.range_after:.1f}"
    print(f"{row.name:22} {levels:62} {f'{apart:.1f} > {row.apart:.1f}':>14} {ranges:>14}", flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main())
