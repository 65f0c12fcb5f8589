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


def test_a_cut_takes_away_its_samples_and_goes_over_at_its_edges(ramp: Path) -> None:
    heard = read(ramp, (Cut(1000, 1500),))
    half = FADE // 2
    assert len(heard) == 2.5 * RATE + 17
    assert np.array_equal(heard[: RATE - half], np.arange(RATE - half))
    assert np.array_equal(heard[RATE + half :], np.arange(1.5 * RATE + half, 3 * RATE + 17))
    place = (np.arange(FADE) + 0.5) / FADE * np.pi / 2
    going, coming = np.arange(RATE - half, RATE + half), np.arange(1.5 * RATE - half, 1.5 * RATE + half)
    assert np.allclose(heard[RATE - half : RATE + half], going * np.cos(place) + coming * np.sin(place))


def test_the_room_is_heard_through_a_cut(write_wav: Write) -> None:
    """Over many cuts the middle ms has the power of the room: no hole, no bump."""
    room = np.random.default_rng(5).normal(0, 0.01, (10 * RATE, 1))
    cut = edit(write_wav("room.wav", room), [Cut(at, at + 40) for at in range(50, 9900, 100)])
    heard = np.concatenate(list(cut.blocks(1)))
    joins = np.concatenate([heard[piece.at - RATE // 2000 : piece.at + RATE // 2000] for piece in cut.pieces[1:]])
    assert 20 * np.log10(joins.std() / 0.01) == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize("cut", [Cut(0, 1000), Cut(1000, 3001)])
def test_a_cut_at_either_end_of_the_recording_fades(ramp: Path, cut: Cut) -> None:
    heard = read(ramp, (cut,))
    edge = heard[:FADE] if cut.start_ms == 0 else heard[::-1][:FADE]
    assert abs(edge[0]) < 5

    assert (np.diff(edge) > 0).all()


def test_a_piece_shorter_than_a_fade_is_heard_between_its_neighbours(ramp: Path) -> None:
    heard = edit(ramp, (Cut(1000, 1500), Cut(1504, 2000)))
    assert [piece.lead for piece in heard.pieces] == [0, 96, 96]
    assert len(np.concatenate(list(heard.blocks(1)))) == heard.samples


def test_cuts_may_overlap_and_pass_the_end(ramp: Path) -> None:
    assert edit(ramp, (Cut(2000, 9000), Cut(500, 1000), Cut(800, 1200))).samples == RATE // 2 + 8 * RATE // 10


@pytest.mark.parametrize(("start", "stop"), [(47_700, 48_300), (47_900, 48_100), (47_990, 47_999), (48_100, 60_000)])
def test_a_window_over_a_cut_is_the_same_as_that_part_of_the_whole(ramp: Path, start: int, stop: int) -> None:
    cuts = (Cut(1000, 1500),)
    assert np.array_equal(read(ramp, cuts, start, stop), read(ramp, cuts)[start:stop])


def test_cutting_everything_is_refused(ramp: Path) -> None:
    with pytest.raises(MediaError, match="nothing of the interview"):
        edit(ramp, (Cut(0, 4000),))
