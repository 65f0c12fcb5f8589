"""Say how often the wrong person is named: in recordings that several people share, and on tracks of their own.

Usage: python bench/speakers.py      (or DATA=FOLDER; tests/data by default)

Diarisation error (DER): the time in which somebody is missed, somebody speaks who doesn't, or the wrong one is named,
as a share of all that is spoken; overlaps count for each who speaks. It is given without a collar, which is what the
figures are held to, and with 0.25 s around each true edge left out. The mixes (conversations.py) are of two to four
known voices. On tracks, two microphones hear a conversation, each with the other's voice at -10 dB and late;
a word is wrong if it goes to who didn't say it, or is there twice. A word that goes to nobody is not wrong: people name
its speaker when they correct. Exits 1 if a figure is missed.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
from conversations import RATE, Samples, Spoken, microphones, mix, read, voices_in
from numpy.typing import NDArray

from radkind_pod.audio.stages import Prepare
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter, WavWriter
from radkind_pod.model.audio import Recording, Track
from radkind_pod.model.transcript import Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.draft import in_order
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.recognise import hear
from radkind_pod.transcript.speakers import speakers
from radkind_pod.transcript.stages import Diarise, Recognise, Shared
from radkind_pod.transcript.voices.package import find_voices

SEEDS = range(20)
THREE, MOST_THREE, MOST_MIXES = "multi/picovoice_leopard_diarization.wav", 0.15, 0.20
SPOKEN: tuple[Spoken, ...] = (
    ("first", 1.70, 3.75),
    ("second", 6.20, 11.15),
    ("third", 12.80, 13.85),
    ("third", 14.15, 15.85),
    ("third", 16.30, 18.25),
    ("third", 18.75, 19.30),
)
"""When the three people of THREE speak, in seconds, read off the sound's level."""
AT_ONCE = "multi/fw_stereo_two_speakers.wav"
MEETING = "multi/ami_dev00.wav"
COLLAR_S, TICKS = 0.25, 100
TRACKS, BLEED_DB, TWICE_MS = 6, -10.0, 500
OTHER_LANGUAGES = {"fleurs-de-000", "fleurs-de-001", "fleurs-fr-000", "test_es", "test_ja"}


def main() -> int:
    """Print the table and say whether the figures are held."""
    data = Path(os.environ.get("DATA") or "tests/data")
    print(f"{'recording':34} {'people':>6} {'spoken':>8} {'DER':>7} {'with collar':>12}")
    three = told("three people", SPOKEN, turns(read(data / THREE), 3))
    voices = voices_in(data)
    mixes = [mix(voices, seed) for seed in SEEDS]
    errors = [
        told(f"mix {seed}", made.spoken, turns(made.samples, made.people))
        for seed, made in zip(SEEDS, mixes, strict=True)
    ]
    mean = float(np.mean(errors))
    print(f"{'mean of the mixes':34} {'':6} {'':8} {mean:7.1%}   (worst {max(errors):.1%})")
    if (data / MEETING).is_file():
        meeting = rttm((data / MEETING).with_suffix(".rttm"))
        told(
            "a meeting, far away (no figure)", meeting, turns(read(data / MEETING), len({who for who, _, _ in meeting}))
        )
    wrong = sum(words_on_tracks(voices, seed) for seed in SEEDS[:TRACKS]) + words_at_once(data / AT_ONCE)
    held = three < MOST_THREE and mean < MOST_MIXES and wrong == 0
    figures = f"{MOST_THREE:.0%} for three people, {MOST_MIXES:.0%} for the mixes, no wrong word on channels"
    print(f"held to {figures}: {'yes' if held else 'NO'}")
    return 0 if held else 1


def told(what: str, spoken: Sequence[Spoken], found: Sequence[Spoken]) -> float:
    """Print one line and return its error without a collar."""
    error = diarisation_error(spoken, found)
    seconds = sum(end - start for _, start, end in spoken)
    people = len({who for who, _, _ in spoken})
    print(f"{what:34} {people:6} {seconds:6.1f} s {error:7.1%} {diarisation_error(spoken, found, COLLAR_S):12.1%}")
    return error


def turns(samples: Samples, people: int) -> list[Spoken]:
    """Return what the stage Diarise makes of 16 kHz samples."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with FlacWriter(here / "interview.flac", 1, bits=24) as out:
            out.write(np.repeat(samples, 3)[:, None])
        stage = Diarise(here / "interview.flac", find_voices(), (Shared(0, len(samples) * 1000 // RATE, people),))
        stage.run(here, Silent())
        return [(turn.speaker, turn.start_ms / 1000, turn.end_ms / 1000) for turn in stage.read(here).parts[0]]


def words_on_tracks(voices: dict[str, list[Samples]], seed: int) -> int:
    """Print one line on a two-channel file of a conversation, and return how many of its words are wrong."""
    made = mix({name: voices[name] for name in sorted(voices) if name not in OTHER_LANGUAGES}, seed, most=2)
    late_ms = 5 + seed % 16
    with tempfile.TemporaryDirectory() as folder:
        words, names = heard(Path(folder), microphones(made, BLEED_DB, late_ms), tuple(made.alone))
    wrong = sum(
        name is not None and name not in at(made.spoken, (word.start_ms + word.end_ms) / 2000)
        for word, name in zip(words, names, strict=True)
    )
    twice = sum(
        plain(one.text) == plain(other.text) and other.start_ms - one.start_ms <= TWICE_MS
        for one, other in pairwise(words)
    )
    nobody = names.count(None)
    print(
        f"{f'two channels {seed}, {late_ms} ms late':34} {len(words):4} words: {wrong} to the wrong person, "
        f"{twice} twice, {nobody} to nobody"
    )
    return wrong + twice


def words_at_once(file: Path) -> int:
    """Print one line on a file whose two channels are two sentences at the same time, and return its wrong words."""
    lines = file.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    said = {
        name: {plain(word) for word in words.split()} for name, _, words in (line.partition(": ") for line in lines)
    }
    with tempfile.TemporaryDirectory() as folder:
        channels = np.concatenate(list(read_blocks(file, rate=RATE)))
        words, names = heard(Path(folder), channels, tuple(said))
    wrong = 0
    for word, name in zip(words, names, strict=True):
        others = set.union(*(theirs for who, theirs in said.items() if who != name))
        wrong += name is not None and plain(word.text) in others - said[name]
    print(
        f"{'two sentences at once':34} {len(words):4} words: {wrong} to the wrong person, {names.count(None)} to nobody"
    )
    return wrong


def at(spoken: Sequence[Spoken], second: float) -> set[str]:
    """Return who may be speaking then: whoever does, and in a pause who spoke last or speaks next."""
    now = {who for who, start, end in spoken if start <= second <= end}
    if now:
        return now
    before = max((s for s in spoken if s[2] < second), key=lambda s: s[2], default=None)
    after = min((s for s in spoken if s[1] > second), key=lambda s: s[1], default=None)
    return {s[0] for s in (before, after) if s}


def heard(folder: Path, channels: Samples, names: tuple[str, ...]) -> tuple[list[Word], list[str | None]]:
    """Return the words of a file with a person on each channel, and whose they are said to be."""
    with WavWriter(folder / "two.wav", channels.shape[1]) as out:
        out.write(np.repeat(channels, 3, axis=0))
    prepare = Prepare((Recording((Track(folder / "two.wav", channels=names),)),))
    prepare.run(folder, Silent())
    interview = prepare.read(folder)
    recognise = Recognise(interview.file, "faster-whisper", find_model("base"), None, "en", ())
    words = in_order((word for part in hear(recognise, Silent()) for word in part.words), "en")
    return words, speakers(words, interview.turns)


def plain(text: str) -> str:
    """Return a word in lower case without signs."""
    return "".join(c for c in text.lower() if c.isalnum())


def rttm(file: Path) -> list[Spoken]:
    """Return what an RTTM file says."""
    rows = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    return [(row[7], float(row[3]), float(row[3]) + float(row[4])) for row in rows]


def diarisation_error(spoken: Sequence[Spoken], found: Sequence[Spoken], collar_s: float = 0.0) -> float:
    """Return the error with the assignment of found to true speakers that is best."""
    ticks = int(max(end for _, _, end in (*spoken, *found)) * TICKS) + 2
    true, ours = grid(spoken, ticks), grid(found, ticks)
    counted = np.ones(ticks, bool)
    if collar_s:
        for edge in (edge for _, *edges in spoken for edge in edges):
            counted[max(0, round((edge - collar_s) * TICKS)) : round((edge + collar_s) * TICKS)] = False
    true, ours = true[:, counted], ours[:, counted]
    ours = np.vstack([ours, np.zeros((max(0, len(true) - len(ours)), ours.shape[1]), bool)])
    both = true.astype(np.int64) @ ours.T.astype(np.int64)
    right = max(int(both[range(len(true)), order].sum()) for order in permutations(range(len(ours)), len(true)))
    return (int(np.maximum(true.sum(0), ours.sum(0)).sum()) - right) / int(true.sum())


def grid(spoken: Sequence[Spoken], ticks: int) -> NDArray[np.bool_]:
    """Return for each speaker in which ticks of 10 ms they speak."""
    names = sorted({who for who, _, _ in spoken})
    found = np.zeros((len(names), ticks), bool)
    for who, start, end in spoken:
        found[names.index(who), round(start * TICKS) : round(end * TICKS)] = True
    return found


if __name__ == "__main__":
    sys.exit(main())
