"""Compare engines that take noise out of speech: by the words that are heard afterwards, and by level.

Usage: python bench/cleaning.py [--minutes 3]      (DATA=FOLDER; tests/data by default)

The English references are joined at random (bench/mix.py), clean and with noise of a fixed seed under them: white,
pink, a room with a fan and mains hum (bench/synthesis.py), and babble, each 10 dB below the speech. Every engine cleans
every mix at 48 kHz, and our own speech engine hears what it made. The table says for each

* words: how many are wrong of all, and over all kinds of noise;
* speech: how much of it is lost, in dB, by projection on the speech as it was (what is added doesn't count);
* floor: by how much it falls where nobody speaks, in dB; both above 80 Hz, for what is below is only rumble;
* CPU: seconds for a minute of sound.

What the project cleans with is held to two figures. Gently cleaned, no more words are wrong in noise than without it,
but for 1 in 100, so that nobody who listens understands less. And no other engine here that lowers the floor of the
room by 6 dB or more leaves fewer words wrong. No engine makes words so much better that the transcript should be made
from the cleaned recording, and the strongest makes them worse: it is made from the recording as it was, and cleaning is
off unless it is asked for.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import synthesis
from denoisers import ENGINES, Engine, Sound, seconds
from figures import Figure, report
from mix import FLOOR_DB, LOUDNESS_DB, Mix, joined, pink, written
from peers import OURS, Item, run
from references import Samples, data_folder, english, errors

FULL_RATE = 48_000
SEED = 1
SNR_DB = 10
FRAME = FULL_RATE // 50
SPEECH_WITHIN_DB = 15
GENTLE, UNCLEANED, CHOSEN = "DeepFilterNet, 12 dB", "off", "DeepFilterNet"
MOST_WORSE, LEAST_FALL_DB = 0.01, 6.0


@dataclass(frozen=True, slots=True)
class Row:
    """What one engine made of one mix."""

    engine: str
    mix: str
    wrong: int
    words: int
    speech_lost_db: float
    floor_fell_db: float
    cpu_s_a_minute: float


def main() -> int:
    """Print the table and say whether the figures are held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=3, help="how long each mix is")
    dry = joined(english(data_folder()), SEED, parser.parse_args().minutes)
    here = [engine for engine in ENGINES if engine.is_here]
    for engine in ENGINES:
        if not engine.is_here:
            print(f"{engine.name}: not measured, for it is not installed; {engine.install}")
    noisy = dict(mixes(dry))
    rows = [row for engine in here for row in measured(engine, dry, noisy)]
    table(rows)
    return report("cleaning", figures(rows), [asdict(row) for row in rows])


def mixes(dry: Mix) -> Iterator[tuple[str, Samples]]:
    """Yield the speech alone, and with each noise."""
    yield "clean", dry.samples
    for kind, noise in noises(dry.samples).items():
        yield kind, np.clip(dry.samples + synthesis.at_level(noise, LOUDNESS_DB - SNR_DB), -1, 1)


def noises(speech: Samples) -> dict[str, np.ndarray]:
    """Return noise of each kind, as long as the speech."""
    chance = np.random.default_rng(SEED)
    white = chance.standard_normal(len(speech))
    babble = sum(np.roll(speech[::-1], round(len(speech) * part)) for part in (0.0, 0.31, 0.67))
    return {"white": white, "pink": pink(white), "room": synthesis.room(len(speech), chance), "babble": babble}


def measured(engine: Engine, dry: Mix, noisy: dict[str, Samples]) -> list[Row]:
    """Let an engine clean every mix; return what is left of it."""
    found, items = [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        speech = audible(at_full_rate(written(replace(dry, name="dry"), folder).path))
        for name, samples in noisy.items():
            sound = at_full_rate(written(Mix(name, samples, ()), folder).path)
            began = time.process_time()
            cleaned = engine.clean(sound)
            cpu_s = time.process_time() - began
            found.append(
                (name, *levels(speech, audible(sound), audible(cleaned)), cpu_s / (len(sound) / FULL_RATE / 60))
            )
            items.append(kept(name, cleaned, folder))
        told = run(OURS, items).told
    words = dry.words
    return [
        Row(engine.name, name, errors(words, one.spelt), len(words), *numbers)
        for (name, *numbers), one in zip(found, told, strict=True)
    ]


def at_full_rate(file: Path) -> Sound:
    """Return a recording as mono samples at 48 kHz."""
    from radkind_pod.media.decode import read_blocks

    return np.concatenate([block[:, 0] for block in read_blocks(file, channels=1)])


def audible(sound: Sound) -> Sound:
    """Return the sound without what lies below the lowest voices."""
    from radkind_pod.media.filtering import filtered

    high_pass = [("highpass", "f=80:precision=f64")] * 2
    return np.concatenate(list(filtered(seconds(sound), 1, high_pass)))[:, 0]


def kept(name: str, sound: Sound, folder: Path) -> Item:
    """Write a sound of 48 kHz for the engine that hears it."""
    from radkind_pod.media.encode import WavWriter

    file = folder / f"{name.replace(' ', '-')}-cleaned.wav"
    with WavWriter(file, 1) as wav:
        wav.write(sound[:, None])
    return Item(file, "en")


def levels(speech: Sound, before: Sound, after: Sound) -> tuple[float, float]:
    """Return how much of the speech is lost, and by how much the floor fell, in dB."""
    framed = [one[: len(one) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64) for one in (speech, before, after)]
    level = 10 * np.log10(np.mean(framed[0] ** 2, axis=1) + 1e-12)
    loud = level > np.percentile(level, 95) - SPEECH_WITHIN_DB
    quiet = np.convolve(level > FLOOR_DB + 3, np.ones(15), mode="same") == 0
    kept = np.sum(framed[2][loud] * framed[0][loud]) / np.sum(framed[0][loud] ** 2)
    fell = np.mean(framed[1][quiet] ** 2) / (np.mean(framed[2][quiet] ** 2) + 1e-12)
    return float(-20 * np.log10(kept)), float(10 * np.log10(fell))


def table(rows: Sequence[Row]) -> None:
    """Print a line for each engine and mix, and each engine's words over all noise."""
    print(f"{'':22}{'':14}{'wrong':>6}{'WER':>8}{'speech dB':>11}{'floor dB':>10}{'CPU s/min':>11}")
    for row in rows:
        lost, fell = -row.speech_lost_db, -row.floor_fell_db
        share = row.wrong / row.words
        print(
            f"{row.engine:22}{row.mix:14}{row.wrong:6}{share:8.1%}{lost:11.2f}{fell:10.1f}{row.cpu_s_a_minute:11.1f}",
            flush=True,
        )
    for engine, share in in_noise(rows).items():
        print(f"{engine:22} words wrong in noise: {share:.1%}")


def in_noise(rows: Sequence[Row]) -> dict[str, float]:
    """Return the share of words that are wrong in all mixes with noise, by engine."""
    found = {}
    for engine in dict.fromkeys(row.engine for row in rows):
        noisy = [row for row in rows if row.engine == engine and row.mix != "clean"]
        found[engine] = sum(row.wrong for row in noisy) / sum(row.words for row in noisy)
    return found


def figures(rows: Sequence[Row]) -> list[Figure]:
    """Return the figures that the project's own cleaning is held to."""
    shares = in_noise(rows)
    fall = {row.engine: row.floor_fell_db for row in rows if row.mix == "room"}
    names = ("words wrong in noise, gently cleaned", "words wrong in noise, the best other engine")
    if GENTLE not in shares:
        return [Figure(name, "not installed", "", None) for name in names]
    own, without = shares[GENTLE], shares[UNCLEANED]
    rivals = (name for name in shares if CHOSEN not in name and name != UNCLEANED)
    others = [shares[name] for name in rivals if fall[name] >= LEAST_FALL_DB]
    return [
        Figure(names[0], f"{own:.1%}", f"at most {without + MOST_WORSE:.1%}", own <= without + MOST_WORSE),
        Figure(names[1], f"{min(others):.1%}", f"at least {own:.1%}", min(others) >= own)
        if others
        else Figure(names[1], "not installed", f"at least {own:.1%}", None),
    ]


if __name__ == "__main__":
    sys.exit(main())
