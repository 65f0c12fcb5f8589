"""The bed goes round without a seam, goes down under speech, and is under the interview only."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from tests.audio.chains import Chain

from radkind_pod.audio.bed import looped
from radkind_pod.audio.curve import Curve
from radkind_pod.audio.ducking import ducking, joined, speech
from radkind_pod.audio.edit import Piece, edit
from radkind_pod.audio.envelope import Envelope, as_bytes
from radkind_pod.audio.programme import programme_blocks
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import Cut
from radkind_pod.model.programme import Bed, LaidBed

RATE = 48_000
ROOT = Path(__file__).parents[2]
TALK = ROOT / "tests/data/speech/mfa/acoustic_corpus.wav"
INTRO, OUTRO = ROOT / "audio/intro.flac", ROOT / "audio/outro.flac"
Write = Callable[[str, np.ndarray], Path]


def levels_of(samples: np.ndarray) -> bytes:
    envelope = Envelope()
    envelope.add(samples.astype(np.float32))
    return as_bytes(envelope.levels_db())


@pytest.fixture
def speech_levels(tmp_path: Path) -> Path:
    (tmp_path / "levels.bin").write_bytes(levels_of(np.concatenate(list(read_blocks(TALK)))))
    return tmp_path / "levels.bin"


def bed_of(file: Path) -> Bed:
    return Bed(file, 8.0, 14.0, 500, 2000)


def test_the_bed_goes_round_without_a_seam(write_wav: Write, tmp_path: Path) -> None:
    """Noise keeps its power where its end meets its beginning."""
    noise = np.random.default_rng(1).normal(0, 0.1, (5 * RATE, 2))
    bed = LaidBed(write_wav("bed.wav", noise), 5 * RATE, 0.0, tmp_path / "none")
    heard = np.concatenate(list(islice(looped(bed, 2), 40)))[: 16 * RATE]
    powers = (heard.reshape(-1, RATE // 10, 2) ** 2).mean(axis=(1, 2))
    assert 10 * np.log10(powers / 0.01) == pytest.approx(np.zeros(len(powers)), abs=0.5)
    assert np.abs(heard[: 3 * RATE] - noise[: 3 * RATE]).max() < 1e-6
    assert np.abs(heard[5 * RATE : 6 * RATE] - noise[2 * RATE : 3 * RATE]).max() < 1e-6


@pytest.mark.parametrize("samples", [3, 4800, 3 * RATE])
def test_a_bed_may_be_short(write_wav: Write, tmp_path: Path, samples: int) -> None:
    bed = LaidBed(write_wav("bed.wav", np.full((samples, 1), 0.1)), samples, 0.0, tmp_path / "none")
    assert sum(len(block) for block in islice(looped(bed, 1), 50)) > samples


def test_the_bed_is_down_when_speech_begins_and_comes_back_after_it() -> None:
    heard = np.zeros((20 * RATE, 1))
    heard[5 * RATE : 8 * RATE] = heard[9 * RATE : 10 * RATE] = 0.1
    curve = ducking(levels_of(heard), [Piece(0, 20 * RATE, 0)], Bed(Path("bed"), 8, 14, 500, 2000), 0, 20 * RATE)
    gain = np.interp(np.array([4.4, 5.0, 8.0, 8.4, 9.0, 10.0, 11.0, 12.1]) * RATE, curve.at, curve.db)
    assert gain == pytest.approx([0, -14, -14, -14 * 0.8, -14, -14, -7, 0], abs=0.01)


def test_the_bed_follows_what_is_left_after_cuts() -> None:
    heard = np.zeros((20 * RATE, 1))
    heard[5 * RATE : 8 * RATE] = 0.1
    pieces = [Piece(0, 2 * RATE, 0), Piece(4 * RATE, 20 * RATE, 2 * RATE)]
    curve = ducking(levels_of(heard), pieces, Bed(Path("bed"), 8, 14, 500, 2000), 0, 18 * RATE)
    assert np.interp(np.array([2.4, 3.0, 6.0]) * RATE, curve.at, curve.db) == pytest.approx(
        [-60 * 0.2, -14, -14], abs=0.01
    )


def test_the_bed_moves_no_faster_than_asked_for(speech_levels: Path) -> None:
    """On spontaneous speech: never more than the attack's slope down, nor the release's up."""
    curve = ducking(speech_levels.read_bytes(), edit(TALK, ()).pieces, bed_of(TALK), 0, 26 * RATE)
    inside = (curve.at > 3 * RATE) & (curve.at < 23 * RATE)
    slopes = np.diff(curve.db[inside]) / np.maximum(np.diff(curve.at[inside]) / RATE, 1e-9)
    assert -14 / 0.5 - 0.01 <= slopes.min() < 0 < slopes.max() <= 14 / 2 + 0.01


def test_speech_is_told_from_the_room(speech_levels: Path) -> None:
    talk = speech(speech_levels.read_bytes())
    assert 0.5 < talk.mean() < 0.95
    assert not speech(bytes([60] * 100)).any()
    assert list(joined([(0, 1), (1, 2), (3, 4)])) == [(0, 2), (3, 4)]


def test_the_bed_is_so_far_under_the_talk_and_under_the_interview_only(
    chain: Chain, write_wav: Write, speech_levels: Path
) -> None:
    """The bed is what a programme with it has more than the same without it; its target is reached all the same."""
    music = np.random.default_rng(3).normal(0, 0.02, (4 * RATE, 2))
    done = chain.run(
        TALK, INTRO, OUTRO, cuts=(Cut(9000, 9500),), bed=bed_of(write_wav("bed.wav", music)), speech=speech_levels
    )
    programme, cuts = done.programme, (Cut(9000, 9500),)
    assert programme.bed
    plain = np.concatenate(list(programme_blocks(TALK, replace(programme, bed=None), cuts, 2)))
    bed = np.concatenate(list(programme_blocks(TALK, programme, cuts, 2))) - plain
    start = programme.intro_keep + programme.interview_start
    stop = programme.intro_keep + programme.interview_end
    assert not bed[:start].any()
    assert not bed[stop:].any()
    curve = Curve.read(programme.bed.curve)
    gain = np.interp(np.arange(programme.interview_start, programme.interview_end), curve.at, curve.db)
    down = bed[start:stop][(gain < -13.9) & (gain > -14.1)]
    assert LoudnessMeter.of([down], 2).integrated_lufs == pytest.approx(-16 - 8 - 14, abs=0.5)
    assert LoudnessMeter.of(read_blocks(done.delivered.file), 2).integrated_lufs == pytest.approx(-16, abs=0.06)
