"""Speech that no word covers is found, so that it can be heard once more."""

import pytest

from radkind_pod.transcript.listening.missed import is_in, missed, neighbours, with_margins
from radkind_pod.transcript.listening.voice import Stretch
from radkind_pod.transcript.pieces import RATE


def at(*spans: tuple[float, float]) -> list[Stretch]:
    return [(round(start * RATE), round(end * RATE)) for start, end in spans]


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ([], [(1, 9)]),
        ([(1, 2), (2.1, 3.5), (3.5, 5), (5, 6), (6, 7.4), (7.4, 8.9)], []),
        ([(1, 2), (7, 8)], [(2, 7), (8, 9)]),
        ([(0, 0.9), (2.6, 3.6)], [(1, 2.6), (3.6, 9)]),
        ([(5, 5.4), (5.1, 5.3)], [(1, 5), (5.4, 9)]),
    ],
)
def test_what_is_left_of_the_speech_is_what_no_word_covers(
    heard: list[tuple[float, float]], expected: list[tuple[float, float]]
) -> None:
    assert missed(at((1, 9)), at(*heard)) == at(*expected)


def test_a_word_stretched_over_what_was_skipped_does_not_cover_it() -> None:
    assert missed(at((0, 20)), at((0, 20))) == at((1.5, 20))


def test_what_is_shorter_than_a_second_is_breath() -> None:
    assert missed(at((0, 0.99), (60, 61)), []) == at((60, 61))
    assert missed(at((0, 1), (60, 61)), at((0, 0.9), (60, 60.9))) == []


def test_margins_stay_in_the_piece_and_join_what_touches() -> None:
    assert with_margins(at((0.1, 2), (2.3, 4), (6, 8)), 8 * RATE) == at((0, 4.2), (5.8, 8))


def test_a_neighbours_word_that_the_margin_let_in_is_not_heard_twice() -> None:
    gaps = at((1, 2))
    words = at((0.8, 1.1), (1.2, 1.9), (1.95, 2.3))
    assert [word for word in words if is_in(word, gaps)] == [words[1]]


def test_only_neighbours_are_heard_together() -> None:
    found = at((0, 1), (5, 6), (12, 13), (14, 15))
    assert list(neighbours(found)) == [found[:2], found[2:]]
    assert list(neighbours([])) == []
