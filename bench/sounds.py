"""Count words that are heard where nobody speaks.

Usage: python bench/sounds.py [--minutes 2]      (DATA=FOLDER; tests/data by default)

Recorded: `picovoice/empty_noise.wav` of the data folder, played again and again, and the sample's own intro. Made from
fixed seeds (bench/synthesis.py): digital silence, a room (pink noise, 50 Hz hum, a fan), music (chords, melody, drums),
applause, a held sung note, laughter, breathing. Each lasts `--minutes`. Real laughter and breaths, which a person made
while speaking, are in `mfa/acoustic_corpus.wav`.

Two figures must be held. Of silence, room, music, applause, intro and recorded noise ours writes no word. In laughter,
breath, a held note and the real recording nothing comes more than three times in a row, unless it was really said so
often, and where something does come three times, or was left out for coming oftener, there is a flag. The peers stand
beside it, for comparison.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import synthesis
from figures import Figure, report
from mix import Mix, written
from peers import BATCHED, OURS, SEQUENTIAL, SEQUENTIAL_VAD, Item, Told, run
from references import RATE, ROOT, Samples, data_folder, normalised, read

EMPTY, REAL = "speech/picovoice/empty_noise.wav", "speech/mfa/acoustic_corpus.wav"
REAL_NAME = "real, with speech"
NOBODY = {
    "silence": synthesis.silence,
    "room": synthesis.room,
    "music": synthesis.music,
    "applause": synthesis.applause,
}
VOICES = {"held note": synthesis.held_note, "laughter": synthesis.laughter, "breath": synthesis.breath}
MOST_REPEATS, LONGEST_PHRASE = 3, 24
ENGINES = (OURS, SEQUENTIAL, SEQUENTIAL_VAD, BATCHED)


def main() -> int:
    """Print the table and say whether the figures are held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=2, help="how long each sound is")
    parser.add_argument("--ours-alone", action="store_true", help="without the peers")
    asked = parser.parse_args()
    engines = ENGINES[:1] if asked.ours_alone else ENGINES
    data = data_folder()
    with tempfile.TemporaryDirectory() as folder:
        made = dict(_made(data, round(asked.minutes * 60 * RATE)))
        items = [written(Mix(name, sound, ()), Path(folder)) for name, sound in made.items()]
        runs = {engine: run(engine, [*items, Item(data / REAL, "en")]).told for engine in engines}
    names = [*made, REAL_NAME]
    print(f"{'words heard in':24}" + "".join(f"{engine:>16}" for engine in engines))
    for i, name in enumerate(names):
        print(f"{name:24}" + "".join(f"{len(runs[engine][i].spelt):16}" for engine in engines))
    ours = dict(zip(names, runs[OURS], strict=True))
    nobody = {name: told for name, told in ours.items() if name not in VOICES and name != REAL_NAME}
    show({name: told for name, told in ours.items() if name != REAL_NAME})
    details = {name: [asdict(part) for part in told.parts] for name, told in ours.items()}
    return report("sounds", [invented(nobody), looped(ours)], details)


def _made(data: Path, samples: int) -> Iterator[tuple[str, Samples]]:
    for number, (name, make) in enumerate((NOBODY | VOICES).items()):
        yield name, make(samples, np.random.default_rng(number)).astype(np.float32)
    yield "intro", np.resize(read(ROOT / "audio/intro.flac"), samples)
    yield "recorded noise", np.resize(read(data / EMPTY), samples)


def show(told: dict[str, Told]) -> None:
    """Print each part that ours wrote where there are no words, with all that is known of it."""
    for name, one in told.items():
        for part in one.parts:
            words = " ".join(f"{text} ({sure:.2f})" for text, _, _, sure in part.words)
            doubt = f"log probability {part.mean_log_probability:.2f}, no speech {part.no_speech_probability:.2f}"
            span = f"{part.start_ms / 1000:.1f} to {part.end_ms / 1000:.1f} s"
            print(f"   {name}, {span}: {words or 'nothing'}; {doubt}; flags {', '.join(part.flags) or 'none'}")


def invented(told: dict[str, Told]) -> Figure:
    """Return how many words ours wrote where nobody makes a sound."""
    words = {name: len(one.spelt) for name, one in told.items()}
    where = ", ".join(f"{name} {count}" for name, count in words.items() if count)
    return Figure("words invented where nobody speaks", f"{sum(words.values())} {where}", "0", not any(words.values()))


def looped(told: dict[str, Told]) -> Figure:
    """Return how often in a row something comes at most, and whether there is a flag wherever it is much."""
    really = times_in_a_row(normalised((data_folder() / REAL).with_suffix(".txt").read_text(encoding="utf-8"), "en"))
    over = {name: times_in_a_row(one.spelt) for name, one in told.items()}
    most = max(times for name, times in over.items() if name != REAL_NAME or times > really)
    silent = [name for name, one in told.items() if name != REAL_NAME and _is_silently_looped(one)]
    text = f"{most} times" + (f", without a flag in {', '.join(silent)}" if silent else "")
    return Figure("the same in a row, at most", text, "3, flagged", most <= MOST_REPEATS and not silent)


def _is_silently_looped(told: Told) -> bool:
    """Say whether a part has something three times in a row, or had it oftener, and no flag."""
    texts = ((part, normalised(" ".join(text for text, *_ in part.words), "en")) for part in told.parts)
    return any(not part.flags and (part.left_out or times_in_a_row(words) >= MOST_REPEATS) for part, words in texts)


def times_in_a_row(words: Sequence[str]) -> int:
    """Return how many times in a row the same phrase comes, wherever it does so most."""
    most = 0
    for phrase in range(1, LONGEST_PHRASE + 1):
        same = 0
        for i in range(phrase, len(words)):
            same = same + 1 if words[i] == words[i - phrase] else 0
            most = max(most, 1 + same // phrase)
    return max(most, min(1, len(words)))


if __name__ == "__main__":
    sys.exit(main())
