"""A stretch of a recording is the sound that is there, and costs no decoding of what lies before it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.media import decode
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.transcript.pieces import RATE
from radkind_pod.transcript.review.stretch import read_stretch

SPEECH = Path(__file__).parents[2] / "data" / "speech"
CLIP_MS = 11_000
QUIET_MS = 30_000


@pytest.fixture(scope="module")
def interview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kennedy, half a minute of faint noise, and Kennedy again, at 48 kHz."""
    clip = np.concatenate([b[:, 0] for b in read_blocks(SPEECH / "en" / "jfk.flac", channels=1)])[: CLIP_MS * 48]
    noise = np.random.default_rng(1).normal(0, 1e-4, QUIET_MS * 48).astype(np.float32)
    file = tmp_path_factory.mktemp("sound") / "interview.flac"
    with FlacWriter(file, 1, bits=24) as out:
        out.write(np.concatenate([clip, noise, clip])[:, None])
    return file


def test_a_stretch_is_the_same_sound_wherever_it_is_cut(interview: Path) -> None:
    whole = read_stretch(interview, 0, 60_000)
    assert len(whole) == (2 * CLIP_MS + QUIET_MS) * 16
    part = read_stretch(interview, 42_000, 45_000)
    assert len(part) == 3 * RATE
    assert np.abs(part[100:-100] - whole[42 * RATE + 100 : 45 * RATE - 100]).max() < 1e-4


def test_a_stretch_sounds_as_the_whole_recording_does_at_16_khz(interview: Path) -> None:
    reference = np.concatenate([b[:, 0] for b in read_blocks(interview, channels=1, rate=RATE)])[: 10 * RATE]
    ours = read_stretch(interview, 0, 10_000)
    assert np.sqrt(np.mean((ours - reference) ** 2)) < 0.02 * np.sqrt(np.mean(reference**2))


def test_nothing_is_read_beyond_the_end(interview: Path) -> None:
    assert len(read_stretch(interview, 51_000, 60_000)) == 1000 * 16
    assert len(read_stretch(interview, 5, 5)) == 0


def test_a_far_stretch_costs_no_decoding_of_what_is_before(interview: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    resampled = decode._drained

    def counted(*how: object) -> Iterator[np.ndarray]:
        for block in resampled(*how):  # type: ignore[arg-type]
            read.append(len(block))
            yield block

    monkeypatch.setattr(decode, "_drained", counted)
    read_stretch(interview, 45_000, 46_000)
    assert sum(read) < 4 * 48_000
