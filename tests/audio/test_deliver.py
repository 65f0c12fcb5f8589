"""Nothing is delivered that doesn't hold its figures."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.correction import Correction
from radkind_pod.audio.stages import Encode
from radkind_pod.errors import MediaError
from radkind_pod.media.encode import WavWriter
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import LoudnessTarget, Mp3Format
from radkind_pod.model.programme import Delivered, Levels, Mastering, Programme
from radkind_pod.progress import Silent

RATE = 48_000
Talk = Callable[..., np.ndarray]


def deliver(folder: Path, samples: np.ndarray, target: LoudnessTarget, ceiling_dbtp: float = 0.0) -> Delivered:
    """Deliver what is said to be mastered already."""
    channels = samples.shape[1]
    with WavWriter(folder / "interview.wav", channels) as writer:
        writer.write(samples.astype(np.float32))
    whole = Programme(Levels(0.0), None, None, None, None, 0, 0, len(samples), 0, 0, 0, len(samples), 0)
    mastering = Mastering(0.0, ceiling_dbtp)
    request = Encode(folder / "interview.wav", whole, (), mastering, target, Mp3Format(128, channels))
    (folder / "encode").mkdir()
    request.run(folder / "encode", Silent())
    return request.read(folder / "encode")


def at_target(samples: np.ndarray, lufs: float) -> np.ndarray:
    return (samples * 10 ** ((lufs - LoudnessMeter.of([samples], samples.shape[1]).integrated_lufs) / 20)).astype(
        np.float32
    )


def test_peaks_over_the_ceiling_are_dipped_and_encoded_again(tmp_path: Path, talk: Talk) -> None:
    samples = at_target(talk(10), -20)
    samples[4 * RATE : 4 * RATE + 200] = 0.99 * np.sin(np.arange(200) / 8)[:, None]
    delivered = deliver(tmp_path, samples, LoudnessTarget(-20.0))
    assert delivered.rounds > 1
    assert delivered.loudness.true_peak_dbtp <= -1.0
    assert delivered.loudness.integrated_lufs == pytest.approx(-20, abs=0.2)


def test_a_master_off_its_target_is_corrected(tmp_path: Path, talk: Talk) -> None:
    delivered = deliver(tmp_path, at_target(talk(10, level=0.01), -22.5), LoudnessTarget(-22.0))
    assert delivered.loudness.integrated_lufs == pytest.approx(-22, abs=0.1)
    assert delivered.rounds == 2


def test_what_cannot_be_reached_is_refused_with_what_was_reached(tmp_path: Path) -> None:
    """A full-scale tone can't be at -1 LUFS under a ceiling of -6 dBTP."""
    tone = np.repeat(0.5 * np.sin(2 * np.pi * 997 * np.arange(4 * RATE) / RATE)[:, None], 2, 1)
    with pytest.raises(MediaError, match=r"LUFS and .* dBTP as decoded, after 4 attempts"):
        deliver(tmp_path, tone, LoudnessTarget(-1.0, -6.0))
    assert not (tmp_path / "encode" / "delivered.json").exists()


def test_a_dip_is_deep_where_it_must_be_and_nothing_a_little_away() -> None:
    dipped = Correction().changed(0.0, [(4800, 2.0)])
    gain = np.concatenate([dipped.applied(np.ones((1200, 1), np.float32), at) for at in range(0, 12_000, 1200)])[:, 0]
    assert gain[4800:5280] == pytest.approx(np.full(480, 10 ** (-2 / 20)), abs=1e-6)
    assert np.all(gain[: 4800 - 1201] == 1)
    assert np.all(gain[5280 + 1201 :] == 1)
    assert np.abs(np.diff(gain)).max() < 0.001


def test_working_ahead_changes_no_byte(tmp_path: Path, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limiting, encoding and decoding at once give what one after the other gives."""
    samples = at_target(talk(10), -16)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    at_once = deliver(tmp_path / "one", samples, LoudnessTarget(-16.0))
    monkeypatch.setattr("radkind_pod.audio.deliver.ahead", list)
    in_turn = deliver(tmp_path / "two", samples, LoudnessTarget(-16.0))
    assert at_once.file.read_bytes() == in_turn.file.read_bytes()
    assert at_once.loudness == in_turn.loudness
