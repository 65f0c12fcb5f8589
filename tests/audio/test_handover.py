"""A change of speaker that voices place wrongly is put into the pause where the level changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.audio.handover import HOP_MS, handed_over
from radkind_pod.media.loudness import OFFSET_LU
from radkind_pod.model.audio import Turn

SOFT, LOUD, PAUSE = -22.0, -16.0, -60.0


def hops(*spans: tuple[float, int]) -> np.ndarray:
    """Return so many hops at each level, in LUFS."""
    return np.concatenate([np.full(count, 10 ** ((level - OFFSET_LU) / 10)) for level, count in spans])


def two(change_ms: int, end_ms: int = 14_000) -> list[Turn]:
    return [Turn("1", 0, change_ms), Turn("2", change_ms, end_ms)]


def ends(turns: list[Turn]) -> list[tuple[int, int]]:
    return [(turn.start_ms, turn.end_ms) for turn in turns]


@pytest.mark.parametrize("said_ms", [6300, 6800, 7000, 7200, 7700])
@pytest.mark.parametrize("levels", [(SOFT, LOUD), (LOUD, SOFT)])
def test_the_change_goes_to_the_pause_where_the_level_changes(said_ms: int, levels: tuple[float, float]) -> None:
    found = handed_over(two(said_ms), hops((levels[0], 69), (PAUSE, 2), (levels[1], 69)))
    assert abs(found[0].end_ms - 7000) <= HOP_MS
    assert found[1].start_ms == found[0].end_ms


def test_a_pause_within_what_one_of_them_says_is_passed_over() -> None:
    sound = hops((SOFT, 64), (PAUSE, 2), (SOFT, 6), (PAUSE, 2), (LOUD, 66))
    found = handed_over(two(6500), sound)
    assert abs(found[0].end_ms - 7300) <= HOP_MS


def test_without_a_pause_nothing_is_divided() -> None:
    assert ends(handed_over(two(6500), hops((SOFT, 70), (LOUD, 70)))) == ends(two(6500))


def test_a_pause_further_away_than_the_voices_err_is_left_alone() -> None:
    sound = hops((SOFT, 50), (PAUSE, 2), (LOUD, 88))
    assert ends(handed_over(two(6500), sound)) == ends(two(6500))


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param([Turn("1", 0, 6500), Turn("1", 6500, 14_000)], id="the same person"),
        pytest.param([Turn("1", 0, 5400), Turn("2", 7000, 14_000)], id="a long pause between them"),
        pytest.param([Turn("1", 0, 6500), Turn("2", 6500, 6800), Turn("3", 6800, 14_000)], id="too short to be judged"),
        pytest.param([Turn("1", 0, 300), Turn("2", 300, 13_900)], id="at the very beginning"),
    ],
)
def test_these_stay_as_they_are(turns: list[Turn]) -> None:
    sound = hops((SOFT, 69), (PAUSE, 2), (LOUD, 69))
    assert ends(handed_over(turns, sound)) == ends(turns)


def test_people_who_are_as_loud_as_each_other_are_left_alone() -> None:
    sound = hops((-20.5, 69), (PAUSE, 2), (-19.5, 69))
    assert ends(handed_over(two(6500), sound)) == ends(two(6500))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2500), st.integers(0, 4000)), max_size=12),
    st.integers(0, 2**32 - 1),
)
def test_turns_stay_in_order_and_keep_their_speakers(steps: list[tuple[int, int, int]], seed: int) -> None:
    turns, at = [], 0
    for speaker, gap_ms, length_ms in steps:
        turns.append(Turn(str(speaker), at + gap_ms, at + gap_ms + length_ms))
        at += gap_ms + length_ms
    chance = np.random.default_rng(seed)
    sound = 10 ** chance.uniform(-9, 0, at // HOP_MS) * chance.integers(0, 2, at // HOP_MS)
    found = handed_over(turns, sound)
    assert [turn.speaker for turn in found] == [turn.speaker for turn in turns]
    edges = [ms for turn in found for ms in (turn.start_ms, turn.end_ms)]
    assert edges == sorted(edges)
    assert all(abs(a - b) <= 1000 + 800 for a, b in zip(edges, (e for t in turns for e in ends([t])[0]), strict=True))
