"""Bring an hour of two microphones in step, and say how far apart they still are at both ends.

Usage: python bench/alignment.py [--minutes 60]      (DATA=FOLDER; tests/data by default)

Two people talk by turns for an hour: phrases of real recordings (bench/conversations.py), each at a pace of its own, so
that nothing is said twice. Each microphone hears its own person at once, and the other one quieter, later and with
echoes. The second recorder was started at another time, and its clock goes wrong; both are known. The tracks go through
`prepare` as 48 kHz WAV of 16 bit. Then what each person said is looked for in the first and the last minute that the
two tracks have in common, in the mix: how far the second person is from where they were, against the first, is the
error. It must be within 1 ms at both ends. Where nothing of one is heard in the other, tracks must stay as they are.
"""

import argparse
import resource
import sys
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from conversations import voices_in
from figures import Figure, report
from numpy.typing import NDArray
from references import RATE, data_folder

from radkind_pod.audio.stages import Prepare
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import SAMPLE_RATE, Interview, Recording, Track
from radkind_pod.progress import Silent

MOST_MS, END_S, NEAR_S = 1.0, 60, 0.05
NOISE_DB = -60
ECHOES = ((0.0, 1.0), (4.3, 0.5), (9.1, -0.4), (17.7, 0.3), (31.0, -0.2), (47.0, 0.1))
"""Ways by the walls: so many ms later, so strong against the straight way."""

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """A room and a second recorder: started `start_s` after the first one, fast by `ppm`. None: not one room."""

    start_s: float
    ppm: float
    bleed_db: float | None
    way_ms: float


CASES = (Case(37.123, 200, -20, 3), Case(-58.4, -200, -26, 6), Case(0.0, 12.5, -12, 1), Case(12.0, 80, None, 0))


def main() -> int:
    """Print a line for each case, and say whether the figures are held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=60, help="how long the conversation is")
    asked = parser.parse_args()
    voices = conversation(asked.minutes * 60)
    figures, details = [], []
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            interview = prepared(voices, case, Path(folder))
            found = interview.alignments[0]
            details.append({**asdict(case), **asdict(found)})
            print(f"{case}\n  offset {found.offset_s:+.5f} s, drift {found.drift_ppm:+.2f} ppm, {found.places} places")
            if case.bleed_db is None:
                figures.append(Figure("nothing in common", f"{found.places} places", "0", found.places == 0))
                continue
            for end, error_ms in zip(("beginning", "end"), errors_ms(voices, case, interview), strict=True):
                name = f"{case.start_s:+.3f} s, {case.ppm:+g} ppm, bleed {case.bleed_db:g} dB: {end}"
                held = abs(error_ms) <= MOST_MS
                figures.append(Figure(name, f"{error_ms:+.3f} ms", f"within {MOST_MS:g} ms", held))
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB, the conversation included")
    return report("alignment", figures, details)


def conversation(seconds: int) -> tuple[Sound, Sound]:
    """Return what each of two people says, by turns of one to four phrases, at 16 kHz."""
    chance = np.random.default_rng(5)
    phrases = [phrase for _, cut in sorted(voices_in(data_folder()).items()) for phrase in cut]
    pools = phrases[0::2], phrases[1::2]
    said = np.zeros((2, seconds * RATE), np.float32)
    used, at, who = [0, 0], RATE, 0
    while at < said.shape[1]:
        for _ in range(int(chance.integers(1, 5))):
            phrase = pools[who][used[who] % len(pools[who])]
            used[who] += 1
            at_pace = np.interp(np.arange(0, len(phrase) - 1, chance.uniform(0.85, 1.15)), range(len(phrase)), phrase)
            place = said[who, at : at + len(at_pace)]
            place += at_pace[: len(place)].astype(np.float32)
            at += len(at_pace) + round(chance.uniform(0.1, 0.6) * RATE)
        who = 1 - who
    return said[0], said[1]


def prepared(voices: tuple[Sound, Sound], case: Case, folder: Path) -> Interview:
    """Return what comes of the two tracks."""
    clocks = ((0.0, 0.0), (case.start_s, case.ppm))
    tracks = []
    for number, (start_s, ppm) in enumerate(clocks):
        heard = voices[number]
        if case.bleed_db is not None:
            heard = heard + far(voices[1 - number], case.bleed_db, case.way_ms)
        file = folder / f"{number}.wav"
        with wave.open(str(file), "wb") as out:
            out.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
            for block in recorded(heard, start_s, ppm, number):
                out.writeframes(np.clip(block * 32_767, -32_768, 32_767).astype("<i2").tobytes())
        tracks.append(Track(file, f"person {number}"))
    request = Prepare((Recording(tuple(tracks)),))
    request.run(folder, Silent())
    return request.read(folder)


def far(sound: Sound, bleed_db: float, way_ms: float) -> Sound:
    """Return what the other microphone hears."""
    heard = np.zeros_like(sound)
    for late_ms, part in ECHOES:
        late = round((way_ms + late_ms) * RATE / 1000)
        heard[late:] += np.float32(part * 10 ** (bleed_db / 20)) * sound[: len(sound) - late]
    return heard


def recorded(sound: Sound, start_s: float, ppm: float, seed: int) -> Iterator[NDArray[np.float64]]:
    """Yield what a recorder writes at 48 kHz by its own clock, a second at a time, with its own noise."""
    chance = np.random.default_rng(seed)
    pace = 1 + ppm * 1e-6
    for first in range(0, int((len(sound) / RATE - start_s) * SAMPLE_RATE * pace), SAMPLE_RATE):
        at = (start_s + (first + np.arange(SAMPLE_RATE)) / SAMPLE_RATE / pace) * RATE
        low, high = max(0, int(at[0]) - 2), max(0, int(at[-1]) + 3)
        part = sound[low:high]
        written = np.interp(at - low, np.arange(len(part)), part, left=0, right=0) if len(part) else np.zeros(len(at))
        yield written + 10 ** (NOISE_DB / 20) * chance.standard_normal(len(at))


def errors_ms(voices: tuple[Sound, Sound], case: Case, interview: Interview) -> tuple[float, float]:
    """Return how much later the second person is than they were, against the first, at both ends."""
    begins = max(0.0, -case.start_s)
    ends_s = len(voices[0]) / RATE
    lags = []
    for start_s in (max(NEAR_S, case.start_s), ends_s - END_S - 1):
        first = round((begins + start_s - NEAR_S) * SAMPLE_RATE)
        count = round((END_S + 2 * NEAR_S) * SAMPLE_RATE)
        blocks = read_blocks(interview.file, start=first, stop=first + count)
        heard = np.concatenate([block[:: SAMPLE_RATE // RATE, 0] for block in blocks])
        one, other = (lag_ms(heard, voice[round(start_s * RATE) :][: END_S * RATE]) for voice in voices)
        lags.append(other - one)
    return lags[0], lags[1]


def lag_ms(heard: Sound, said: Sound) -> float:
    """Return how much later than the middle `heard` has what is said, to a fraction of a sample."""
    size = 1 << len(heard).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size))
    likeness = np.fft.irfft(product, size)[: len(heard) - len(said) + 1]
    best = int(np.argmax(likeness))
    before, top, after = likeness[best - 1 : best + 2]
    return float((best + (before - after) / (2 * (before - 2 * top + after)) - NEAR_S * RATE) * 1000 / RATE)


if __name__ == "__main__":
    sys.exit(main())
