"""Recording time and episode time."""

from pathlib import Path

import pytest

from radkind_pod.model.audio import SAMPLE_RATE, Cut
from radkind_pod.model.programme import Stings
from radkind_pod.model.timeline import Kept, make_timeline

CUTS = (Cut(10_000, 20_000), Cut(30_000, 35_000))


def test_without_cuts_every_moment_moves_by_the_offset() -> None:
    timeline = make_timeline(60_000, (), 4_500, 70_000)
    assert [timeline.to_episode(ms) for ms in (0, 1, 59_999, 60_000)] == [4_500, 4_501, 64_499, 64_500]


def test_what_follows_a_cut_comes_earlier_by_its_length() -> None:
    timeline = make_timeline(60_000, CUTS, 4_500, 70_000)
    assert timeline.kept == (Kept(0, 10_000, 4_500), Kept(20_000, 30_000, 14_500), Kept(35_000, 60_000, 24_500))


@pytest.mark.parametrize("inside", [10_000, 15_000, 19_999])
def test_a_moment_inside_a_cut_moves_to_its_end(inside: int) -> None:
    timeline = make_timeline(60_000, CUTS, 0, 50_000)
    assert timeline.to_episode(inside) == timeline.to_episode(20_000) == 10_000
    assert timeline.is_cut(inside)


def test_every_kept_moment_comes_back_from_episode_time() -> None:
    timeline = make_timeline(60_000, CUTS, 4_500, 70_000)
    kept = [ms for ms in range(0, 60_000, 250) if not timeline.is_cut(ms)]
    assert [timeline.to_recording(timeline.to_episode(ms)) for ms in kept] == kept


def test_a_cut_at_the_start_and_one_past_the_end_leave_the_middle() -> None:
    timeline = make_timeline(60_000, (Cut(0, 5_000), Cut(50_000, 99_000)), 1_000, 46_000)
    assert timeline.kept == (Kept(5_000, 50_000, 1_000),)
    assert timeline.to_episode(0) == 1_000
    assert timeline.to_episode(60_000) == 46_000


STINGS = Stings(Path("sting.wav"), 0.0, 3 * SAMPLE_RATE, (5_000, 40_000), (False, False))


def test_what_follows_a_sting_comes_later_by_its_length() -> None:
    timeline = make_timeline(60_000, CUTS, 4_500, 76_000, STINGS)
    assert [timeline.to_episode(ms) for ms in (4_999, 5_000, 15_000, 39_999, 40_000)] == [
        9_499,
        12_500,
        17_500,
        32_499,
        35_500,
    ]


def test_a_moment_of_a_sting_is_where_the_recording_stopped_for_it() -> None:
    timeline = make_timeline(60_000, (), 0, 66_000, STINGS)
    assert [timeline.to_recording(ms) for ms in (4_999, 5_000, 7_999, 8_000, 8_001)] == [
        4_999,
        5_000,
        5_000,
        5_000,
        5_001,
    ]
    assert not timeline.is_cut(5_000)


def test_what_is_heard_of_a_stretch_does_not_count_a_sting() -> None:
    timeline = make_timeline(60_000, (Cut(5_500, 6_500),), 0, 65_000, STINGS)
    assert [timeline.heard_ms(*span) for span in ((4_000, 6_000), (5_600, 6_400), (39_000, 41_000))] == [
        1_500,
        0,
        2_000,
    ]


def test_overlapping_cuts_count_once() -> None:
    timeline = make_timeline(60_000, (Cut(10_000, 30_000), Cut(20_000, 25_000)), 0, 40_000)
    assert timeline.kept == (Kept(0, 10_000, 0), Kept(30_000, 60_000, 10_000))
