"""What a part will be behind the limiter is known before it is limited."""

from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.edit import Piece
from radkind_pod.audio.limiter import Limiter
from radkind_pod.audio.part import Part
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import HOP, LoudnessMeter, integrated

SPEECH = Path(__file__).parents[1] / "data/speech"


@pytest.mark.parametrize("name", ["mfa/acoustic_corpus.wav", "en/sonnet001.mp3", "fleurs/fleurs-en-001.ogg"])
@pytest.mark.parametrize("wanted_lufs", [-19.0, -16.0, -14.0])
def test_a_part_comes_to_its_loudness_behind_the_limiter(name: str, wanted_lufs: float) -> None:
    blocks = list(read_blocks(SPEECH / name, channels=2))
    part = Part.of(blocks, 2)
    gain_db = part.gain_db(wanted_lufs, -2.0, np.zeros(len(part.hops)))
    limiter = Limiter(2, -2.0)
    limited = [*(limiter.limit(block * np.float32(amplitude(gain_db))) for block in blocks), limiter.finish()]
    assert LoudnessMeter.of(limited, 2).integrated_lufs == pytest.approx(wanted_lufs, abs=0.06)


def test_the_limiter_is_worth_it_where_peaks_are_high() -> None:
    """Without it in mind the same speech would be too soft by half an LU."""
    part = Part.of(read_blocks(SPEECH / "mfa/acoustic_corpus.wav", channels=2), 2)
    flat = np.zeros(len(part.hops))
    assert part.gain_db(-16, -2.0, flat) > -16 - integrated(part.hops) + 0.4


def test_a_part_is_the_same_in_other_blocks() -> None:
    samples = np.random.default_rng(2).normal(0, 0.1, (100_000, 2)).astype(np.float32)
    one, other = Part.of([samples], 2), Part.of(np.array_split(samples, 37), 2)
    assert (one.peaks == other.peaks).all()
    assert one.samples == other.samples == 100_000


def test_silence_has_no_gain() -> None:
    part = Part.of([np.zeros((48_000, 1), np.float32)], 1)
    assert part.gain_db(-16, -2.0, np.zeros(len(part.hops))) == np.inf


def test_between_many_cuts_every_hop_stays_at_its_place() -> None:
    """300 cuts of any length: what is heard at a moment of what is kept is the recording's hop around it."""
    count = 36_000
    edges = np.sort(np.random.default_rng(1).choice(np.arange(1, count * 100), 600, replace=False)) * 48
    pieces, at = [], 0
    for start, stop in np.concatenate([[0], edges, [count * HOP]]).reshape(-1, 2).tolist():
        pieces.append(Piece(start, stop, at))
        at += stop - start
    numbered = Part(np.arange(count, dtype=np.float64), np.zeros((count, 20), np.float16), count * HOP)
    kept = numbered.kept(pieces, None)
    assert kept.samples == at
    assert len(kept.hops) == at // HOP
    for piece in pieces:
        for hop in range(-(-piece.at // HOP), piece.end // HOP):
            assert abs(kept.hops[hop] * HOP - (hop * HOP - piece.at + piece.start)) <= HOP / 2
