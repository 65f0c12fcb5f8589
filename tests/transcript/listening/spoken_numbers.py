"""A recording that speaks in numbers, and a decoder that hears them.

Each EACH of the recording holds one value, which the decoder hears as a word.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from radkind_pod.model.transcript import Heard
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.listening.decoder import Ask, Decoded, Spoken, Way
from radkind_pod.transcript.listening.listener import Listener
from radkind_pod.transcript.pieces import RATE, Samples, cut_pieces

EACH = RATE * 5 // 4
EACH_MS = 1250


def numbers(samples: Samples) -> Iterator[tuple[int, float, float]]:
    """Yield each number in the samples, with the seconds at which it begins and ends; larger pieces of numbers too."""
    samples = np.abs(samples)
    edges = np.flatnonzero(np.diff(samples, prepend=-1.0)).tolist()
    for start, end in zip(edges, [*edges[1:], len(samples)], strict=True):
        if samples[start] > 0 and end - start > EACH // 2:
            yield round(float(samples[start]) * 1000), start / RATE, end / RATE


def hears(samples: Samples) -> Decoded:
    words = tuple(Spoken(f" {n}", start, min(end, start + 1.2), 0.9) for n, start, end in numbers(samples))
    return Decoded(words, -0.2, 0.01)


@dataclass
class FakeDecoder:
    """Hears every number, unless it is told to hear something else."""

    batch: int = 4
    workers: int = 2
    first: Callable[[Samples], Decoded] = hears
    careful: Callable[[Samples, Way], Decoded] = lambda samples, _: hears(samples)
    fast: list[int] = field(default_factory=list)
    """How many windows each call had."""
    ways: list[Way] = field(default_factory=list)
    name: str = "fake"
    remark: str = ""

    def knows(self, language: str) -> bool:
        return language == "en"

    def decode(self, windows: Sequence[Samples], ask: Ask) -> list[Decoded]:
        self.fast.append(len(windows))
        return [self.first(window) for window in windows]

    def again(self, window: Samples, ask: Ask, ways: Sequence[Way]) -> Iterator[Decoded]:
        for way in ways:
            self.ways.append(way)
            yield self.careful(window, way)


def recording(spoken: Iterable[int], pause_each: int = 9, pause_s: float = 2) -> Samples:
    """Return a recording that says the numbers, one each EACH, with a pause after every few."""
    parts = []
    for i, number in enumerate(spoken, 1):
        parts.append(np.tile(np.array([number, -number], np.float32) / 1000, EACH // 2))
        if i % pause_each == 0:
            parts.append(np.zeros(round(pause_s * RATE), np.float32))
    return np.concatenate([np.zeros(0, np.float32), *parts])


def hear(
    decoder: FakeDecoder,
    samples: Samples,
    told: list[int] | None = None,
    journal: dict[str, Decoded] | None = None,
    longest_s: int = 120,
) -> tuple[Heard, ...]:
    sound = Sound(cut_pieces([samples], longest_s, 20), len(samples) * 1000 // RATE)
    tell = (lambda _: None) if told is None else told.append
    return Listener(decoder).transcribe(sound, Ask("en"), tell, {} if journal is None else journal)


def words(heard: Iterable[Heard]) -> list[int]:
    return [int(word.text) for part in heard for word in part.words]
