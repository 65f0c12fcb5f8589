"""Cuts leave what they should, to the sample, without a click."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.edit import FADE, edit
from radkind_pod.errors import MediaError
from radkind_pod.model.audio import Cut

RATE = 48_000
Write = Callable[[str, np.ndarray], Path]


@pytest.fixture
def ramp(write_wav: Write) -> Path:
    """Three seconds and 17 samples in which each sample says where it is."""
    return write_wav("ramp.wav", (np.arange(3 * RATE + 17) / 2**20)[:, None])


def read(file: Path, cuts: tuple[Cut, ...], start: int = 0, stop: int | None = None) -> np.ndarray:
    return np.concatenate(list(edit(file, cuts).blocks(1, start, stop)))[:, 0] * 2**20


def test_without_cuts_everything_is_as_it_was(ramp: Path) -> None:
    assert np.array_equal(read(ramp, ()), np.arange(3 * RATE + 17))


def test_a_cut_takes_away_its_samples_and_fades_at_its_edges(ramp: Path) -> None:
    heard = read(ramp, (Cut(1000, 1500),))
    assert len(heard) == 2.5 * RATE + 17
    assert np.array_equal(heard[: RATE - FADE], np.arange(RATE - FADE))
    assert np.allclose(heard[RATE + FADE :], np.arange(1.5 * RATE + FADE, 3 * RATE + 17))
    assert np.abs(heard[RATE - 2 : RATE + 2]).max() < 5


def test_cuts_may_overlap_and_pass_the_end(ramp: Path) -> None:
    assert edit(ramp, (Cut(2000, 9000), Cut(500, 1000), Cut(800, 1200))).samples == RATE // 2 + 8 * RATE // 10


def test_a_window_over_a_cut_is_the_same_as_that_part_of_the_whole(ramp: Path) -> None:
    cuts = (Cut(1000, 1500),)
    assert np.array_equal(read(ramp, cuts, 47_800, 48_300), read(ramp, cuts)[47_800:48_300])


def test_cutting_everything_is_refused(ramp: Path) -> None:
    with pytest.raises(MediaError, match="nothing of the interview"):
        edit(ramp, (Cut(0, 4000),))
