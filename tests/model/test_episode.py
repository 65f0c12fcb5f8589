"""Cuts as people write them, and as the recording counts."""

import pytest

from radkind_pod.model.audio import Cut
from radkind_pod.model.episode import Moment, PlannedCut, planned, resolved_cuts


def test_with_one_recording_there_is_one_clock() -> None:
    assert planned(Cut(500, 900), (0,)) == PlannedCut(Moment(500), Moment(900))


def test_with_several_each_moment_counts_in_its_own() -> None:
    starts = (0, 1000, 5000)
    assert planned(Cut(500, 900), starts) == PlannedCut(Moment(500, 0), Moment(900, 0))
    assert planned(Cut(900, 1100), starts) == PlannedCut(Moment(900, 0), Moment(100, 1))


def test_a_cut_up_to_a_recordings_end_ends_in_that_recording() -> None:
    assert planned(Cut(1000, 5000), (0, 1000, 5000)) == PlannedCut(Moment(0, 1), Moment(4000, 1))


@pytest.mark.parametrize("cut", [Cut(0, 1), Cut(999, 1000), Cut(1000, 1001), Cut(0, 9000), Cut(4999, 5001)])
@pytest.mark.parametrize("starts", [(0,), (0, 1000), (0, 1000, 5000)])
def test_it_is_the_same_cut_again(cut: Cut, starts: tuple[int, ...]) -> None:
    assert resolved_cuts((planned(cut, starts),), starts) == (cut,)
