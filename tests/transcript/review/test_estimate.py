"""Times that nobody knows lie between those that somebody knows."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.estimate import UNKNOWN_MS, between, spread, untimed


@st.composite
def gappy(draw: st.DrawFn) -> list[Word]:
    """Words in order of their start, which may overlap, and words without times among them."""
    words, at = [], draw(st.integers(0, 100))
    for text in draw(st.lists(st.text("abü語", min_size=0, max_size=9), max_size=12)):
        if draw(st.booleans()):
            words.append(untimed(text))
        else:
            words.append(Word(text, at, at + draw(st.integers(1, 400))))
            at += draw(st.integers(0, 400))
    return words


def times(words: list[Word]) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for word in words]


@given(gappy())
def test_every_word_has_a_time_after_it_in_order_and_known_ones_stay(words: list[Word]) -> None:
    found = spread(words)
    assert [w for w, before in zip(found, words, strict=True) if before.start_ms != UNKNOWN_MS] == [
        word for word in words if word.start_ms != UNKNOWN_MS
    ]
    assert all(word.end_ms > word.start_ms >= 0 for word in found)
    assert all(left.start_ms <= right.start_ms for left, right in pairwise(found))
    assert [w.estimated for w in found] == [w.start_ms == UNKNOWN_MS for w in words]


def test_the_longer_word_gets_the_longer_time() -> None:
    words = [Word("a", 0, 100), untimed("ab"), untimed("abcdef"), Word("z", 900, 1000)]
    assert times(spread(words))[1:3] == [(100, 300), (300, 900)]


def test_words_without_room_share_what_there_is() -> None:
    tight = [Word("a", 0, 100), untimed("b"), untimed("c"), untimed("d"), Word("z", 102, 200)]
    assert times(spread(tight))[1:4] == [(100, 101), (100, 101), (101, 102)]
    none = [Word("a", 0, 100), untimed("b"), untimed("c"), Word("z", 100, 200)]
    assert times(spread(none))[1:3] == [(100, 101), (100, 101)]


def test_at_the_ends_words_take_as_long_as_people_do() -> None:
    words = [untimed("abcd"), Word("z", 60_000, 60_100), untimed("abcd")]
    assert times(spread(words)) == [(59_650, 60_000), (60_000, 60_100), (60_100, 60_450)]
    assert times(spread([untimed("abcd")], 5000, 5100)) == [(5000, 5100)]
    assert times(spread([untimed("abcd"), Word("z", 5100, 5200)], 5000)) == [(5000, 5100), (5100, 5200)]


def test_words_take_the_time_of_those_that_they_replace_and_more_if_they_need_it() -> None:
    left, old, right = Word("a", 0, 100), Word("their", 500, 800), Word("z", 5000, 5100)
    assert times(between([untimed("him")], left, right, [old])) == [(500, 800)]
    assert times(between([untimed("abcdefghi")], left, right, [old])) == [(500, 1200)]
    assert times(between([untimed("abcdefghi")], left, Word("z", 900, 950), [old])) == [(200, 900)]
