"""Streams of samples keep every sample, whatever their pieces."""

import numpy as np
import pytest

from radkind_pod.media.blocks import even, fitted, window

RAMP = np.arange(1000, dtype=np.float32).reshape(-1, 1)


def pieces(size: int):
    return iter([RAMP[at : at + size] for at in range(0, len(RAMP), size)])


@pytest.mark.parametrize("size", [1, 7, 100, 333, 1000])
def test_even_blocks_hold_the_same_samples(size: int) -> None:
    blocks = list(even(pieces(size), 300))
    assert [len(b) for b in blocks] == [300, 300, 300, 100]
    np.testing.assert_array_equal(np.concatenate(blocks), RAMP)


@pytest.mark.parametrize(("skip", "length"), [(0, None), (0, 10), (5, 500), (999, None), (999, 50), (2000, 5), (3, 0)])
def test_a_window_is_a_slice(skip: int, length: int | None) -> None:
    expected = RAMP[skip : None if length is None else skip + length]
    found = list(window(pieces(7), skip, length))
    np.testing.assert_array_equal(np.concatenate([*found, RAMP[:0]]), expected)


def test_channels_are_fitted_by_their_mean() -> None:
    stereo = np.array([[0.5, -0.25]], np.float32)
    assert fitted(stereo, 2) is stereo
    assert fitted(stereo, 1).tolist() == [[0.125]]
    assert fitted(stereo[:, :1], 2).tolist() == [[0.5, 0.5]]
    assert fitted(np.array([[0.3, 0.6, 0.9]], np.float32), 2) == pytest.approx(np.array([[0.6, 0.6]]))
