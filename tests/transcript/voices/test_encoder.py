"""Bands and vectors are what librosa and torch make of the same samples and weights."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from radkind_pod.transcript.voices.encoder import BATCH, voice_vectors
from radkind_pod.transcript.voices.mel import mel_power
from radkind_pod.transcript.voices.package import find_voices
from radkind_pod.transcript.voices.weights import Weights, read_weights

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def mel() -> np.ndarray:
    samples, _ = soundfile.read("tests/data/speech/picovoice/test.wav", dtype="float32", frames=3 * 16_000)
    return mel_power(samples)


@pytest.fixture(scope="module")
def network() -> Weights:
    return read_weights(find_voices())


@pytest.mark.parametrize("frame", [0, 100])
def test_bands_are_librosas(mel: np.ndarray, frame: int) -> None:
    assert mel.shape == (301, 40)
    np.testing.assert_allclose(mel[frame], GOLDEN[f"mel of frame {frame}"], rtol=1e-4)


@pytest.mark.parametrize("first", [60, 120])
def test_vectors_are_torchs(mel: np.ndarray, network: Weights, first: int) -> None:
    found = voice_vectors(mel[None, first : first + 160], network)[0]
    expected = GOLDEN[f"vector of frames {first} to {first + 160}, every eighth number"]
    np.testing.assert_allclose(found[::8], expected, atol=2e-5)
    assert np.linalg.norm(found) == pytest.approx(1)


def test_a_window_has_the_same_vector_in_any_batch(mel: np.ndarray, network: Weights) -> None:
    windows = np.stack([mel[i % 100 : i % 100 + 160] for i in range(BATCH + 3)])
    found = voice_vectors(windows, network)
    np.testing.assert_allclose(found[[0, -1]], voice_vectors(windows[[0, -1]], network), atol=1e-5)
    assert voice_vectors(windows[:0], network).shape == (0, 256)
