"""Build long episodes as a producer would, and print what the issue of speed, memory and disk comes to.

Usage: python bench/episode.py [--hours 3] [--edits-hours 1]

The recordings are the English ones of the data folder (DATA, else tests/data), joined again and again at changing
levels with a little noise, as a stereo WAV of 16 bit at 48 kHz. Transcription is played from a made answer of 150
words a minute, so that what is measured is everything else. Each build is a process of its own, as on a command line.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from radkind_pod.media.decode import read_blocks

ROOT = Path(__file__).parent.parent
POD = [sys.executable, "-m", "radkind_pod"]
RATE = 48_000
EPISODE = "episodes/two-voices"


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=3)
    parser.add_argument("--edits-hours", type=float, default=1)
    arguments = parser.parse_args()
    voice = talk(Path(os.environ.get("DATA", ROOT / "tests/data")))
    say("--help", f"{timed([*POD, '--help'])[0]:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        long_build(Path(folder), voice, arguments.hours)
    with tempfile.TemporaryDirectory() as folder:
        edits(Path(folder), voice, arguments.edits_hours)


def long_build(root: Path, voice: NDArray[np.int16], hours: float) -> None:
    """Measure the first build of a long recording, its disk and memory, and a rebuild of nothing."""
    raw = make_show(root, voice, hours)
    seconds, result = build(root)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    used = sum(f.stat().st_size for f in (root / "build").rglob("*") if f.is_file())
    say(f"{hours:g} h, first build", f"{seconds:.0f} s ({hours * 3600 / seconds:.0f} times real time)")
    for stage in result["stages"]:
        if stage["seconds"] >= 1:
            say(f"   {stage['name']}", f"{stage['seconds']:.1f} s")
    say("   loudness as decoded", json.dumps(result["loudness"]))
    say("   peak memory of the largest process", f"{peak:.0f} MB")
    say("   build/ over the raw WAV", f"{used / raw:.2f}")
    for _ in range(2):
        seconds, result = build(root)
        say(f"{hours:g} h, unchanged", f"{seconds:.2f} s, made: {made(result)}")


def edits(root: Path, voice: NDArray[np.int16], hours: float) -> None:
    """Measure what a new title, new notes, new chapters, a corrected word and a new intro cost."""
    make_show(root, voice, hours)
    build(root)
    build(root)
    episode = root / EPISODE / "episode.yaml"
    for what, old, new in (
        ("new title", "what we owe each other", "what we all owe each other"),
        ("new notes", "Two short recordings", "Some short recordings"),
        ("new chapter title", "A brother's prudence", "Prudence"),
    ):
        episode.write_text(episode.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        seconds, result = build(root)
        say(f"{hours:g} h, {what}", f"{seconds:.2f} s, made: {made(result)}")
    subprocess.run([*POD, "-C", str(root), "review", "start", "two"], check=True, stdout=subprocess.DEVNULL)
    build(root)
    transcript = root / EPISODE / "transcript.vtt"
    transcript.write_text(
        transcript.read_text(encoding="utf-8").replace("country", "county", 1), encoding="utf-8", newline="\n"
    )
    seconds, result = build(root)
    say(f"{hours:g} h, corrected word", f"{seconds:.2f} s, made: {made(result)}")
    shutil.copy(root / "audio/outro.flac", root / "audio/intro.flac")
    seconds, result = build(root)
    say(f"{hours:g} h, new intro", f"{seconds:.0f} s, made: {made(result)}")


def make_show(root: Path, voice: NDArray[np.int16], hours: float) -> int:
    """Make the sample show with one long recording instead of its own; return the recording's bytes."""
    for name in ("config.yaml", "artwork.png"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "audio", root / "audio")
    (root / EPISODE / "raw").mkdir(parents=True)
    text = (ROOT / EPISODE / "episode.yaml").read_text(encoding="utf-8")
    head, tail = text.split("recordings:\n")[0], text.split("# Where a new subject begins.")[1]
    tail = tail.replace("{recording: jfk.flac, at: 0:00}", "0:01:00").replace(
        "{recording: reader-3.wav, at: 0:00}", "0:02:00"
    )
    (root / EPISODE / "episode.yaml").write_text(f"{head}recordings: [long.wav]\n{tail}", encoding="utf-8")
    words = (ROOT / "tests/data/speech/en/sonnet001.txt").read_text(encoding="utf-8").split()
    write_answer(root / EPISODE / "replay.json", [*words, "country"], hours)
    return write_recording(root / EPISODE / "raw/long.wav", voice, hours)


def talk(data: Path) -> NDArray[np.int16]:
    """Return about two minutes of speech, mono, at changing levels."""
    files = sorted(f for f in (data / "speech/en").iterdir() if f.suffix in (".wav", ".flac", ".mp3"))
    clips = [np.concatenate([block[:, 0] for block in read_blocks(file, channels=1)]) for file in files]
    levels = np.random.default_rng(1).uniform(0.3, 1.0, len(clips) * 2)
    loud = np.concatenate([clip * level for clip, level in zip(clips * 2, levels, strict=True)])
    return (np.clip(loud, -1, 1) * 32_000).astype(np.int16)


def write_recording(file: Path, voice: NDArray[np.int16], hours: float) -> int:
    """Write the talk again and again with fresh noise, until it is long enough; above 4 GB as RF64."""
    noise = np.random.default_rng(2)
    left = round(hours * 3600 * RATE)
    kind = "RF64" if left * 4 >= 2**32 - 2**16 else "WAV"
    with soundfile.SoundFile(file, "w", RATE, 2, "PCM_16", format=kind) as out:
        while left:
            part = voice[:left]
            both = np.stack([part, part // 2], axis=1) + noise.integers(-12, 13, (len(part), 2), dtype=np.int16)
            out.write(both)
            left -= len(part)
    return file.stat().st_size


def write_answer(file: Path, words: list[str], hours: float) -> None:
    """Write an answer of 150 words a minute in sentences of twelve."""
    heard = []
    for start in range(0, round(hours * 3_600_000) - 5_000, 4_800):
        said = [words[(start // 400 + i) % len(words)] for i in range(12)]
        said[-1] += "."
        row = [
            {"text": w, "start_ms": start + 400 * i, "end_ms": start + 400 * i + 360, "probability": 0.9}
            for i, w in enumerate(said)
        ]
        heard.append(
            {"words": row, "mean_log_probability": -0.2, "no_speech_probability": 0.0, "compression_ratio": 1.5}
        )
    answer = {"engine": "replay", "weights_sha256": "", "language": "en", "heard": heard}
    file.write_text(json.dumps(answer), encoding="utf-8")


def build(root: Path) -> tuple[float, dict]:
    """Build the episode; return the seconds and the result."""
    seconds, out = timed([*POD, "-C", str(root), "build", "two", "--engine", "replay", "--json"])
    return seconds, json.loads(out)


def timed(command: list[str]) -> tuple[float, str]:
    """Run the command; return its seconds on the wall clock and its stdout."""
    began = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return time.monotonic() - began, done.stdout


def made(result: dict) -> str:
    """Name what a build made."""
    return ", ".join(stage["name"] for stage in result["stages"] if stage["state"] == "made") or "nothing"


def say(what: str, figure: str) -> None:
    """Print one row."""
    print(f"{what:<40} {figure}", flush=True)


if __name__ == "__main__":
    main()
