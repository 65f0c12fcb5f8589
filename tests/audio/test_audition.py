from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.audition import equally_loud, noisiest
from radkind_pod.audio.audition_stage import Audition
from radkind_pod.audio.stages import Prepare
from radkind_pod.audio.weights import find_denoiser
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import Mp3Format, Recording, Track
from radkind_pod.progress import Silent

RATE = 48_000
VOICE = Path(__file__).parents[1] / "data/speech/en/sonnet001.mp3"


def talk(seconds: int, voice_db: float, noise_db: float) -> np.ndarray:
    """Half a second of voice, half a second of pause, as bytes of a level for each 100 ms."""
    return np.tile(np.repeat([-voice_db, -noise_db], 5), seconds)


def test_the_20_seconds_are_where_noise_is_nearest_to_a_voice() -> None:
    """Not where nobody speaks, not where somebody is far away, and not in digital silence."""
    levels = np.concatenate(
        [
            talk(40, -20, -60),
            talk(30, -50, -52),
            talk(40, -20, -200),
            talk(30, -22, -40),
            talk(40, -20, -60),
        ]
    )
    assert 105 <= noisiest(levels) / 10 <= 120


@pytest.mark.parametrize("seconds", [0, 7, 20])
def test_a_short_recording_is_heard_from_its_beginning(seconds: int) -> None:
    assert noisiest(talk(seconds, -20, -40)) == 0


def test_the_sounds_are_equally_loud_and_none_clips() -> None:
    rng = np.random.default_rng(1)
    soft = rng.normal(0, 0.01, (5 * RATE, 2)).astype(np.float32)
    spiky = rng.normal(0, 0.05, (5 * RATE, 2)).astype(np.float32)
    spiky[RATE] = 0.9
    made = list(equally_loud([soft, spiky, np.zeros_like(soft)], -16))
    lufs = [LoudnessMeter.of([sound], 2).integrated_lufs for sound in made[:2]]
    assert lufs[0] == pytest.approx(lufs[1], abs=0.05)
    assert lufs[0] < -16
    assert max(np.abs(sound).max() for sound in made) < 10 ** (-1.4 / 20)


def test_the_file_holds_the_same_stretch_three_times(tmp_path: Path, write_wav) -> None:
    """A second recording holds the noise; the stretch goes over into it."""
    rng = np.random.default_rng(1)
    voice = np.concatenate(list(read_blocks(VOICE, channels=1, stop=28 * RATE)))
    noise = 0.01 * rng.normal(0, 1, (25 * RATE, 1))
    files = write_wav("a.wav", voice[: 3 * RATE]), write_wav("b.wav", voice[3 * RATE :] + noise)
    recordings = tuple(Recording((Track(file),)) for file in files)
    for name in ("prepare", "audition"):
        (tmp_path / name).mkdir()
    prepare = Prepare(recordings)
    prepare.run(tmp_path / "prepare", Silent())
    interview = prepare.read(tmp_path / "prepare")
    request = Audition(
        recordings, interview.file, interview.levels, interview.starts, find_denoiser(), -19, Mp3Format(96, 1)
    )
    request.run(tmp_path / "audition", Silent())
    made = request.read(tmp_path / "audition")
    assert [(sample.cleaning, sample.at_ms) for sample in made.samples] == [
        ("off", 0),
        ("gentle", 20_000),
        ("strong", 40_000),
    ]
    off, gentle, strong = (sample.voice_above_noise_db for sample in made.samples)
    assert off + 6 < gentle < strong
    heard = np.concatenate(list(read_blocks(made.file)))
    assert len(heard) == 60 * RATE
    parts = [heard[at : at + 20 * RATE, 0] for at in range(0, 60 * RATE, 20 * RATE)]
    start = made.recording_ms * 48
    original = np.concatenate(list(read_blocks(interview.file, start=start, stop=start + 20 * RATE)))[:, 0]
    for part in parts:
        together = np.fft.irfft(np.fft.rfft(part) * np.conj(np.fft.rfft(original)))
        assert min(int(together.argmax()), len(part) - int(together.argmax())) <= 2
