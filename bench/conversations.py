"""Conversations put together from recordings of single voices, with who really speaks when.

Each recording is cut into phrases at its pauses. A mix takes phrases of two to four voices in turn, none twice, brings
them to different levels, puts pauses between them (now and then a short overlap), and lays faint noise below.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.decode import read_blocks
from radkind_pod.transcript.pieces import cut_pieces

RATE, BLOCK = 16_000, 160
SAME_VOICE = {"fleurs-en-002": "fleurs-en-003"}
"""These two sound like one person, and nothing says that they aren't: taken as one voice."""
WITHIN_DB, PAUSE, SHORTEST, LONGEST_S, LEAST_S = 18, 12, 25, 6, 4.0
"""A phrase stays this near to the loud parts, without a pause of 120 ms, for 0.25 to 6 s; a voice has 4 s of them."""

Samples = NDArray[np.float32]
Spoken = tuple[str, float, float]
"""Who speaks from when to when, in seconds."""


@dataclass(frozen=True)
class Mix:
    """One conversation and what is true of it: `alone` holds each voice without the others."""

    samples: Samples
    spoken: tuple[Spoken, ...]
    alone: dict[str, Samples]

    @property
    def people(self) -> int:
        """How many speak in it."""
        return len({name for name, _, _ in self.spoken})


def voices_in(data: Path) -> dict[str, list[Samples]]:
    """Return the phrases of each voice under speech/, by a name for the voice, at the same level."""
    found: dict[str, list[Samples]] = {}
    with (data / "MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            file = data / row["path"]
            if row["path"].startswith("speech/") and row["language"] and row["speakers"] == "1" and file.is_file():
                found.setdefault(_voice(file), []).extend(phrases(read(file)))
    return {name: cut for name, cut in found.items() if sum(map(len, cut)) >= LEAST_S * RATE}


def read(file: Path) -> Samples:
    """Return a recording as 16 kHz mono."""
    return np.concatenate([block[:, 0] for block in read_blocks(file, channels=1, rate=RATE)])


def phrases(samples: Samples) -> list[Samples]:
    """Return what is said between pauses, at -23 dBFS."""
    loud = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)
    level = 10 * np.log10(np.mean(loud.astype(np.float64) ** 2, axis=1) + 1e-12)
    near = np.flatnonzero(level > np.percentile(level, 95) - WITHIN_DB)
    breaks = np.flatnonzero(np.diff(near) > PAUSE)
    starts, ends = near[np.concatenate([[0], breaks + 1])], near[np.concatenate([breaks, [len(near) - 1]])] + 1
    cut = [samples[a * BLOCK : b * BLOCK] for a, b in zip(starts, ends, strict=True) if b - a >= SHORTEST]
    power = np.sqrt(np.mean(np.concatenate(cut) ** 2))
    shorter = (piece.samples for phrase in cut for piece in cut_pieces([phrase], LONGEST_S, search_s=3))
    return [(piece / power * 10 ** (-23 / 20)).astype(np.float32) for piece in shorter]


def mix(voices: dict[str, list[Samples]], seed: int, most: int = 4) -> Mix:
    """Return the conversation of this seed between two to `most` voices."""
    chance = np.random.default_rng(seed)
    names = [str(n) for n in chance.choice(sorted(voices), size=int(chance.integers(2, most + 1)), replace=False)]
    waiting = {name: list(voices[name]) for name in names}
    gains = {name: 10 ** (chance.uniform(-4, 4) / 20) for name in names}
    at, placed, order = 0.5, list[tuple[str, float, Samples]](), names
    while len(order) > 1:
        for name in order:
            for phrase in _taken(waiting[name], chance.uniform(1.5, 8.0)):
                placed.append((name, at, phrase * gains[name]))
                at += len(phrase) / RATE + chance.uniform(0.1, 0.4)
            at += chance.uniform(-0.6, -0.3) if chance.random() < 0.1 else chance.uniform(0.0, 0.6)
        order = [str(name) for name in chance.permutation([name for name in names if waiting[name]])]
    alone = {name: np.zeros(round((at + 0.5) * RATE), np.float32) for name in names}
    for name, start, phrase in placed:
        alone[name][round(start * RATE) :][: len(phrase)] += phrase
    noise = chance.normal(0, 10 ** (-65 / 20), round((at + 0.5) * RATE)).astype(np.float32)
    spoken = tuple((name, start, start + len(phrase) / RATE) for name, start, phrase in placed)
    return Mix(noise + sum(alone.values()), spoken, alone)


def microphones(conversation: Mix, bleed_db: float, late_ms: int) -> Samples:
    """Return what a microphone for each person hears, shape (samples, people): the others are quieter and late."""
    late = late_ms * RATE // 1000
    noise = np.random.default_rng(late_ms).normal(0, 10 ** (-65 / 20), (len(conversation.samples), conversation.people))
    near = np.stack(list(conversation.alone.values()), axis=1)
    far = near.sum(axis=1, keepdims=True) - near
    heard = near + 10 ** (bleed_db / 20) * np.pad(far, ((late, 0), (0, 0)))[: len(near)] + noise
    return np.asarray(heard, np.float32)


def _voice(file: Path) -> str:
    if file.parent.name == "en" and "-" in file.stem:
        return file.stem.rpartition("-")[0]
    return SAME_VOICE.get(file.stem, file.stem)


def _taken(waiting: list[Samples], seconds: float) -> Iterator[Samples]:
    """Take phrases until they last so long."""
    taken = 0
    while waiting and taken < seconds * RATE:
        phrase = waiting.pop(0)
        taken += len(phrase)
        yield phrase
