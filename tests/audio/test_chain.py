"""From prepared interview to delivered MP3: level, stitch, master and encode in a row."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.audio.chains import Chain

from radkind_pod.audio.limiter import limited
from radkind_pod.audio.stages import Master, Stitch
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.media.meter import Meter
from radkind_pod.model.audio import Cut, LoudnessTarget, Mp3Format
from radkind_pod.model.programme import Levels

RATE = 48_000
Write = Callable[[str, np.ndarray], Path]


def music(seconds: float, level: float) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return np.stack([level * np.sin(2 * np.pi * f * t) for f in (220, 277)], 1).astype(np.float32)


@pytest.mark.parametrize("mp3", [Mp3Format(128, 2), Mp3Format(64, 1), Mp3Format(192, 2)], ids=str)
def test_the_delivered_file_holds_its_figures_and_its_length(
    chain: Chain, write_wav: Write, talk: Callable[..., np.ndarray], mp3: Mp3Format
) -> None:
    """As decoded by another decoder than the one that verified it, too."""
    parts = talk(12, level=0.03), music(3, 0.3), music(4, 0.02)
    files = [write_wav(name, part) for name, part in zip(("i.wav", "a.wav", "z.wav"), parts, strict=True)]
    done = chain.run(*files, cuts=(Cut(2000, 3000),), mp3=mp3)
    heard = soundfile.read(done.delivered.file, always_2d=True, dtype="float32")[0]
    meter = Meter(mp3.channels)
    meter.add(heard)
    loudness = meter.loudness()
    assert len(heard) == done.programme.samples == done.delivered.samples == (11 + 3 + 4 - 2 * 0.5) * RATE
    assert loudness.integrated_lufs == pytest.approx(-16 if mp3.channels == 2 else -19, abs=0.2)
    assert loudness.true_peak_dbtp <= -1.0


def test_an_impulse_in_the_interview_is_heard_where_the_programme_says(
    chain: Chain, write_wav: Write, talk: Callable[..., np.ndarray]
) -> None:
    interview = talk(8, level=0.01)
    interview[4 * RATE] = 0.5
    done = chain.run(write_wav("i.wav", interview), write_wav("a.wav", music(3.01, 0.1)), crossfade_ms=700)
    heard = soundfile.read(done.delivered.file, always_2d=True)[0][:, 0]
    near = RATE // 100
    expected = done.programme.interview_offset + 4 * RATE
    assert int(np.abs(heard[expected - near : expected + near]).argmax()) == near
    assert done.programme.interview_offset == round(3.01 * RATE) - round(0.7 * RATE)


@pytest.mark.parametrize(
    ("intro", "outro", "crossfade_ms", "expected"),
    [
        (None, None, 500, 6 * RATE),
        (2.0, None, 500, 7.5 * RATE),
        (None, 2.0, 500, 7.5 * RATE),
        (2.0, 2.0, 0, 10 * RATE),
        (2.0, 1.0, 5000, (9 - 1 - 0.5) * RATE),
    ],
)
def test_the_programme_is_the_sum_of_its_parts_less_the_crossfades(
    chain: Chain,
    write_wav: Write,
    talk: Callable[..., np.ndarray],
    intro: float | None,
    outro: float | None,
    crossfade_ms: int,
    expected: float,
) -> None:
    """A crossfade is never longer than half of the shorter part."""
    before = write_wav("a.wav", music(intro, 0.1)) if intro else None
    after = write_wav("z.wav", music(outro, 0.1)) if outro else None
    done = chain.run(write_wav("i.wav", talk(6)), before, after, crossfade_ms=crossfade_ms)
    assert done.programme.samples == done.delivered.samples == expected


def test_seams_do_not_click(chain: Chain, write_wav: Write, talk: Callable[..., np.ndarray]) -> None:
    """No step from sample to sample is larger at a seam than inside the parts."""
    tone = music(6, 0.1) * 0.5
    done = chain.run(write_wav("i.wav", tone), write_wav("a.wav", music(3, 0.2)), write_wav("z.wav", music(3, 0.05)))
    heard = np.concatenate(list(read_blocks(done.delivered.file)))
    steps = np.abs(np.diff(heard, axis=0)).max(axis=1)
    seam = slice(done.programme.interview_offset - 10, done.programme.interview_offset + RATE // 2 + 10)
    inside = steps[RATE : 2 * RATE].max()
    assert steps[seam].max() <= inside * np.sqrt(2) * 1.02


def test_a_programme_already_at_its_target_is_left_as_it_is(
    chain: Chain, write_wav: Write, talk: Callable[..., np.ndarray]
) -> None:
    samples = at_lufs(talk(10), -16)
    file = write_wav("i.wav", samples)
    programme = chain.make(Stitch(file, None, None, (), Levels(0.0), 0, 2))
    mastering = chain.make(Master(file, programme, (), LoudnessTarget(-16.0), 2, 128))
    assert mastering.gain_db == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("before_lufs", [-40, -16, -3])
@pytest.mark.parametrize("peaks", [1.0, 4.0])
def test_the_gain_that_is_found_brings_the_programme_to_its_target(
    chain: Chain, write_wav: Write, talk: Callable[..., np.ndarray], before_lufs: float, peaks: float
) -> None:
    """Without levelling before, and with peaks of which the limiter takes much: within 0.05 LU of limiting it."""
    samples = talk(10)
    samples[::2000] *= peaks
    file = write_wav("i.wav", at_lufs(samples, before_lufs))
    programme = chain.make(Stitch(file, None, None, (), Levels(0.0), 0, 2))
    found = chain.make(Master(file, programme, (), LoudnessTarget(-16.0), 2, 128))
    sound = limited(read_blocks(file), 2, found.gain_db, found.ceiling_dbtp)
    assert LoudnessMeter.of(sound, 2).integrated_lufs == pytest.approx(-16, abs=0.05)


def at_lufs(samples: np.ndarray, lufs: float) -> np.ndarray:
    return samples * np.float32(10 ** ((lufs - LoudnessMeter.of([samples], 2).integrated_lufs) / 20))


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, write_wav: Write, talk: Callable[..., np.ndarray]) -> None:
    files = write_wav("i.wav", talk(5)), write_wav("a.wav", music(2, 0.1))
    runs = [Chain(tmp_path / name).run(*files) for name in ("one", "two")]
    hashes = [hashlib.sha256(run.delivered.file.read_bytes()).hexdigest() for run in runs]
    assert hashes[0] == hashes[1]
