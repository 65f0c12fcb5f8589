"""From 1.6 s of speech to a vector of 256 numbers that is alike for one voice: the network, in numpy."""

import numpy as np
from numpy.typing import NDArray

from radkind_pod.transcript.voices.one_core import one_core
from radkind_pod.transcript.voices.weights import Floats, Layer, Weights

BATCH = 64
"""So many windows at once: large enough for fast products of matrices, and about 60 MB."""


@one_core()
def voice_vectors(windows: Floats, weights: Weights) -> Floats:
    """Return for each window (shape: windows, frames, bands) its vector of length 1: shape (windows, 256)."""
    batches = [_vectors(windows[i : i + BATCH], weights) for i in range(0, len(windows), BATCH)]
    return np.concatenate([np.zeros((0, len(weights.bias)), np.float32), *batches])


def _vectors(windows: Floats, weights: Weights) -> Floats:
    steps = np.ascontiguousarray(windows.transpose(1, 0, 2))
    for layer in weights.layers:
        steps = _through(steps, layer)
    raw = np.maximum(0, steps[-1] @ weights.linear.T + weights.bias)
    lengths = np.linalg.norm(raw, axis=1, keepdims=True)
    vectors: Floats = raw / np.maximum(lengths, np.finfo(np.float32).tiny)
    return vectors


def _through(steps: Floats, layer: Layer) -> Floats:
    """Return what a layer says at each step, shape (frames, windows, cells)."""
    cells = layer.of_state.shape[1]
    fed = steps @ layer.of_input.T + layer.bias
    state = cell = np.zeros((steps.shape[1], cells), np.float32)
    said = np.empty((len(steps), steps.shape[1], cells), np.float32)
    for i, incoming in enumerate(fed):
        gates = incoming + state @ layer.of_state.T
        take, keep, fresh, show = (gates[:, k * cells : (k + 1) * cells] for k in range(4))
        cell = _sigmoid(keep) * cell + _sigmoid(take) * np.tanh(fresh)
        state = _sigmoid(show) * np.tanh(cell)
        said[i] = state
    return said


def _sigmoid(x: NDArray[np.float32]) -> Floats:
    return np.asarray(np.float32(0.5) * np.tanh(np.float32(0.5) * x) + np.float32(0.5))
