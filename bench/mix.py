"""Count word errors over a larger set: the English references joined at random, with gaps and with noise.

Usage: python bench/mix.py [--minutes 5]      (DATA=FOLDER; tests/data by default)

A mix is made of the references in random order, each at the same loudness, with 0.2 to 3 s between them; none comes
again within a minute, so that no engine takes the recording for a loop. There are nine: three fixed seeds, each
clean, with noise 20 dB and with noise 10 dB below the speech. The first seed's noise is white, the second's pink, the
third's babble: the whole mix backwards, three times over itself.

Two figures must be held. The word error rate of ours less that of faster-whisper's sequential decoder, in 95 % of
10,000 paired bootstrap draws over the clips, lies in an interval that reaches down to 0. And no speech is dropped
without a flag, in the references or in the mixes, with our own voice detection or with ten random ones. Dropped are at
least three reference words in a row of which the alignment finds nothing, where no flagged window lies. A word's place
is known from the mix: its clip's speech, divided by letters.
"""

import argparse
import sys
import tempfile
import wave
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from figures import Figure, report
from numpy.typing import NDArray
from peers import OURS, SEQUENTIAL, Item, Told, run
from references import RATE, Reference, Samples, aligned, data_folder, english, read, runs_left_out

SEEDS = (1, 2, 3)
SNRS_DB = (None, 20, 10)
GAP_S = (0.2, 3.0)
APART_S = 60
LOUDNESS_DB, FLOOR_DB = -24.0, -80.0
"""RMS of the speech in each clip, and of the noise that is in the clean mixes too: no recording is silent."""
LEAST_WORDS = 3
DRAWS = 10_000
THRESHOLDS = 10


@dataclass(frozen=True, slots=True)
class Clip:
    """A reference in a mix; its speech lasts from `start` to `end`, in samples of the mix."""

    reference: Reference
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mix:
    """Clips joined in order, with what was put between and under them."""

    name: str
    samples: Samples
    clips: tuple[Clip, ...]

    @property
    def words(self) -> list[str]:
        """All reference words in order."""
        return [word for clip in self.clips for word in clip.reference.words]

    @property
    def clip_of(self) -> list[int]:
        """The number of the clip of each reference word."""
        return [i for i, clip in enumerate(self.clips) for _ in clip.reference.words]

    @property
    def places_ms(self) -> list[tuple[float, float]]:
        """Where about each reference word is said."""
        return [place for clip in self.clips for place in _places_ms(clip)]


def main() -> int:
    """Print what was found and say whether the figures are held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5, help="how long each of the nine mixes is")
    minutes = parser.parse_args().minutes
    sources = english(data_folder())
    mixes = [joined(sources, seed, minutes, snr) for seed in SEEDS for snr in SNRS_DB]
    alone = [_alone(source) for source in sources]
    with tempfile.TemporaryDirectory() as folder:
        items = [written(mix, Path(folder)) for mix in mixes]
        ours, sequential = (run(engine, items).told for engine in (OURS, SEQUENTIAL))
        figures = [*compared(mixes, ours, sequential)]
        told = run(OURS, [Item(source.path, "en") for source in sources]).told
        figures.append(dropped("references", zip(alone, told, strict=True)))
        figures.append(dropped("mixes", zip(mixes, ours, strict=True)))
        figures.append(_under_random_thresholds(mixes, items))
    return report("mix", figures)


def joined(sources: Sequence[Reference], seed: int, minutes: float, snr_db: float | None = None) -> Mix:
    """Return a mix, the same for the same sources and numbers. Its clips don't depend on the noise."""
    chance = np.random.default_rng(seed)
    clips: list[Clip] = []
    parts: list[Samples] = []
    ended = dict.fromkeys(range(len(sources)), -APART_S * RATE)
    at = 0
    while at < minutes * 60 * RATE:
        gap = round(chance.uniform(*GAP_S) * RATE)
        free = [i for i, end in ended.items() if at + gap - end >= APART_S * RATE]
        parts.append(np.zeros(gap, np.float32))
        at += gap
        if free:
            i = int(chance.choice(free))
            samples, (start, end) = levelled(sources[i])
            parts.append(samples)
            clips.append(Clip(sources[i], at + start, at + end))
            at += len(samples)
            ended[i] = at
    dry = np.concatenate(parts)
    under = _noise(seed, dry, chance) * _gain(LOUDNESS_DB - snr_db) if snr_db else np.zeros_like(dry)
    floor = chance.standard_normal(len(dry)).astype(np.float32) * _gain(FLOOR_DB)
    name = f"seed {seed}, " + (f"{KINDS[seed]} {snr_db} dB" if snr_db else "clean")
    return Mix(name, np.clip(dry + under + floor, -1, 1).astype(np.float32), tuple(clips))


KINDS = {1: "white", 2: "pink", 3: "babble"}


@cache
def levelled(source: Reference) -> tuple[Samples, tuple[int, int]]:
    """Return a clip at LOUDNESS_DB, and where its speech begins and ends."""
    samples = read(source.path)
    start, end = speech(samples)
    rms = float(np.sqrt(np.mean(audible(samples)[start:end] ** 2)))
    return (samples * (_gain(LOUDNESS_DB) / rms)).astype(np.float32), (start, end)


_BLOCK, _WITHIN_DB, _STEADY, _LOWEST_HZ = RATE // 100, 20, 8, 80
_ABOVE_DB = 8
_BREAKS = 1


def speech(samples: Samples) -> tuple[int, int]:
    """Return where speech begins and ends, in samples, read off the energy above 80 Hz alone: below is only rumble.

    That is the first and the last 80 ms with at most one block of 10 ms that is more than 20 dB below the loud ones
    (95th percentile), or less than 8 dB above the quiet ones (5th percentile).
    """
    blocks = audible(samples)[: len(samples) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    level = 10 * np.log10(np.mean(blocks**2, axis=1) + 1e-12)
    quiet, loud = np.percentile(level, [5, 95])
    sounds = level > max(loud - _WITHIN_DB, quiet + _ABOVE_DB)
    found = np.flatnonzero(np.convolve(sounds, np.ones(_STEADY), mode="valid") >= _STEADY - _BREAKS)
    first, last = int(found[0]), int(found[-1]) + _STEADY
    first += int(np.argmax(sounds[first:]))
    return first * _BLOCK, last * _BLOCK


def audible(samples: Samples) -> NDArray[np.float64]:
    """Return the sound without what lies below the lowest voices."""
    spectrum = np.fft.rfft(samples)
    spectrum[np.fft.rfftfreq(len(samples), 1 / RATE) < _LOWEST_HZ] = 0
    return np.fft.irfft(spectrum, len(samples))


def written(mix: Mix, folder: Path) -> Item:
    """Write a mix as a WAV of 16 bit."""
    file = folder / f"{mix.name.replace(' ', '-').replace(',', '')}.wav"
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes((mix.samples * 32767).round().astype("<i2").tobytes())
    return Item(file, "en")


def _gain(db: float) -> float:
    return float(10 ** (db / 20))


def _noise(seed: int, dry: Samples, chance: np.random.Generator) -> Samples:
    """Return noise of the seed's kind, as long as the mix, with an RMS of 1."""
    if KINDS[seed] == "babble":
        found = sum(np.roll(dry[::-1], round(len(dry) * part)) for part in (0.0, 0.31, 0.67))
    else:
        found = chance.standard_normal(len(dry))
        if KINDS[seed] == "pink":
            found = pink(found)
    rms = np.sqrt(np.mean(np.square(found, dtype=np.float64)))
    return (found / rms).astype(np.float32)


def pink(white: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return white noise with 3 dB less in each higher octave."""
    spectrum = np.fft.rfft(white)
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), len(white))


def _places_ms(clip: Clip) -> Iterator[tuple[float, float]]:
    letters = np.cumsum([0, *(len(word) + 1 for word in clip.reference.words)])
    edges = (clip.start + (clip.end - clip.start) * letters / letters[-1]) * 1000 / RATE
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


def _alone(source: Reference) -> Mix:
    samples = read(source.path)
    return Mix(source.path.name, samples, (Clip(source, *speech(samples)),))


def errors_by_clip(mix: Mix, told: Told) -> NDArray[np.int64]:
    """Return the word errors in each clip. A word put in belongs to the clip of the reference word before it."""
    found = np.zeros(len(mix.clips), dtype=np.int64)
    clip_of = mix.clip_of
    at = 0
    for step in aligned(mix.words, told.spelt):
        at = at if step.expected is None else clip_of[step.expected]
        found[at] += not step.right
    return found


def compared(mixes: Sequence[Mix], ours: Sequence[Told], peers: Sequence[Told]) -> Iterator[Figure]:
    """Print errors by mix, and yield the figure of the bootstrap."""
    print(f"{'mix':28} {'words':>6} {'ours':>6} {'sequential':>11}")
    rows = []
    for mix, mine, its in zip(mixes, ours, peers, strict=True):
        by_us, by_peer = errors_by_clip(mix, mine), errors_by_clip(mix, its)
        print(f"{mix.name:28} {len(mix.words):6} {by_us.sum():6} {by_peer.sum():11}")
        rows += [(len(c.reference.words), a, b) for c, a, b in zip(mix.clips, by_us, by_peer, strict=True)]
    words, by_us, by_peer = np.array(rows, dtype=np.float64).T
    print(f"{'in all':28} {words.sum():6.0f} {by_us.sum():6.0f} {by_peer.sum():11.0f}")
    low, high = interval(words, by_us - by_peer)
    rates = f"ours {by_us.sum() / words.sum():.2%}, sequential {by_peer.sum() / words.sum():.2%}"
    text = f"{rates}; difference {low:+.2%} to {high:+.2%}"
    yield Figure("word error rate over the mixes", text, "interval reaches 0", low <= 0)


def interval(words: NDArray[np.float64], more: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % interval of errors more per word, drawn over clips with replacement."""
    drawn = np.random.default_rng(0).integers(len(words), size=(DRAWS, len(words)))
    rates = more[drawn].sum(axis=1) / words[drawn].sum(axis=1)
    low, high = np.percentile(rates, [2.5, 97.5])
    return float(low), float(high)


def dropped(what: str, pairs: Iterable[tuple[Mix, Told]]) -> Figure:
    """Return how many seconds of speech were dropped without a flag; print what they are."""
    seconds = 0.0
    for mix, told in pairs:
        for left in runs_left_out(aligned(mix.words, told.spelt), LEAST_WORDS):
            places = mix.places_ms
            start, end = places[left[0]][0], places[left[-1]][1]
            flagged = told.is_flagged(start, end)
            text = " ".join(mix.words[left[0] : left[-1] + 1])
            print(f"   {mix.name}: {start / 1000:.1f} s {'flagged' if flagged else 'DROPPED'}: {text}")
            seconds += 0 if flagged else (end - start) / 1000
    return Figure(f"speech dropped without a flag, {what}", f"{seconds:.1f} s", "0 s", not seconds)


def _under_random_thresholds(mixes: Sequence[Mix], items: Sequence[Item]) -> Figure:
    """Hear one mix after the other with voice found in a random way."""
    chance = np.random.default_rng(7)
    pairs = []
    for i in range(THRESHOLDS):
        ear = float(chance.uniform(0.05, 0.95)), int(chance.integers(100, 2500)), int(chance.integers(0, 800))
        mix, item = mixes[i % len(mixes)], items[i % len(mixes)]
        print(f"   voice from {ear[0]:.2f} on, over pauses of {ear[1]} ms, {ear[2]} ms around it: {mix.name}")
        pairs.append((mix, run(OURS, [item], gentle=ear).told[0]))
    return dropped("random voice detection", pairs)


if __name__ == "__main__":
    sys.exit(main())
