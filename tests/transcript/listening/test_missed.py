"""Speech that no word covers is found, so that it can be heard once more."""

import pytest

from radkind_pod.model.transcript import Heard, Word
from radkind_pod.transcript.engines.unheard import Stretch, unheard, within


def words(*spans: Stretch) -> list[Word]:
    return [Word("word", start, end, 0.9) for start, end in spans]


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ([], ((1000, 9000),)),
        ([(1000, 2000), (2100, 3500), (3500, 5000), (5000, 6000), (6000, 7400), (7400, 8900)], ()),
        ([(1000, 2000), (7000, 8000)], ((2000, 7000),)),
        ([(0, 900), (2600, 3600)], ((1000, 2600), (3600, 9000))),
        ([(5000, 5400), (5100, 5300)], ((1000, 5000), (5400, 9000))),
    ],
)
def test_what_is_left_of_the_speech_is_what_no_word_covers(heard: list[Stretch], expected: tuple[Stretch, ...]) -> None:
    assert unheard([(1000, 9000)], words(*heard)) == expected


def test_a_word_stretched_over_what_was_skipped_does_not_cover_it() -> None:
    assert unheard([(0, 20_000)], words((0, 20_000))) == ((1500, 20_000),)


def test_silence_without_words_is_nothing_to_hear_again() -> None:
    assert unheard([(0, 1000), (60_000, 61_000)], words((0, 900), (60_000, 60_900))) == ()


def test_a_neighbours_word_that_the_margin_let_in_is_not_heard_twice() -> None:
    heard = Heard(tuple(words((800, 1100), (1200, 1900), (1950, 2300))), -0.2, 0.0, 1.0)
    assert within((1000, 2000), heard).words == tuple(words((1200, 1900)))
