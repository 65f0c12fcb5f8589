"""Which words differ between two texts."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.transcript.review.worddiff import Change, compared, differing, normalised

WORDS = st.lists(
    st.sampled_from(["the", "The", "of,", "Oluwaseun", "—", "…", "ran", "home.", "it's", "its", "今日", "は"])
)


def words(text: str) -> list[str]:
    return text.split()


def test_equal_texts_do_not_differ() -> None:
    assert compared([], []) == []
    assert compared(["We", "ran"], ["We", "ran"]) == []


def test_case_punctuation_and_apostrophes_do_not_count() -> None:
    assert compared(["“We", "don't", "go,”", "CAFÉ"], ["we", "don\u2019t", "go.", "Cafe\u0301"]) == []


@pytest.mark.parametrize(
    ("word", "plain"), [("Yes,", "yes"), ("…", "…"), (" — ", "—"), ("今日は、", "今日は"), ("x-ray", "xray"), ("", "")]
)
def test_a_word_without_letters_keeps_itself(word: str, plain: str) -> None:
    assert normalised(word) == plain


def test_signs_differ_from_each_other_and_from_nothing() -> None:
    assert compared(["yes", "…", "no"], ["yes", "—", "no"]) == [Change(1, 2, 1, 2)]
    assert compared(["yes", "…", "no"], ["yes", "no"]) == [Change(1, 2, 1, 1)]


def test_changes_at_the_start_and_end_and_of_everything_are_found() -> None:
    assert compared(["a"], []) == [Change(0, 1, 0, 0)]
    assert compared([], ["a"]) == [Change(0, 0, 0, 1)]
    assert compared(words("b c"), words("a b c d")) == [Change(0, 0, 0, 1), Change(2, 2, 3, 4)]
    assert compared(words("a b"), words("x y z")) == [Change(0, 2, 0, 3)]


def test_a_common_word_in_a_rewritten_passage_is_part_of_it() -> None:
    one = words("we left because nobody had told the children where that was")
    other = words("they stayed since everyone kept asking the same old silly questions that was")
    assert compared(one, other) == [Change(0, 9, 0, 11)]


def test_a_common_word_between_two_small_changes_is_kept() -> None:
    assert compared(words("saw the cat"), words("sees the kitten")) == [Change(0, 1, 0, 1), Change(2, 3, 2, 3)]


def test_a_word_between_two_insertions_stays_where_it_is() -> None:
    found = compared(words("go to bed"), words("go a b c d to e f g h bed"))
    assert found == [Change(1, 1, 1, 5), Change(2, 2, 6, 10)]


def test_a_repeated_word_is_found_once_more_or_less() -> None:
    assert len(compared(words("no no no we"), words("no no we"))) == 1
    assert compared(words("no no we"), words("no no no we"))[0].b_last <= 3


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_what_is_not_in_a_change_is_equal_and_changes_never_touch(a: list[str], b: list[str]) -> None:
    i = j = 0
    changes = compared(a, b)
    for n, change in enumerate([*changes, Change(len(a), len(a), len(b), len(b))]):
        assert list(map(normalised, a[i : change.a_first])) == list(map(normalised, b[j : change.b_first]))
        assert change.a_first > i or change.b_first > j or n in {0, len(changes)}
        i, j = change.a_last, change.b_last
    assert all(change.a_first < change.a_last or change.b_first < change.b_last for change in changes)
    assert compared(a, b) == changes


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_things_that_are_the_very_same_or_not_are_compared_too(a: list[int], b: list[int]) -> None:
    rebuilt: list[int] = []
    at = 0
    for change in differing(a, b):
        rebuilt += a[at : change.a_first] + b[change.b_first : change.b_last]
        at = change.a_last
    assert rebuilt + a[at:] == b


def test_numbers_with_the_same_hash_are_not_the_same() -> None:
    assert differing([-1, "x"], [-2, "x"]) == [Change(0, 1, 0, 1)]


@pytest.mark.parametrize("share", [0.001, 0.25, 1.0])
def test_five_hours_of_words_are_compared_at_once(share: float) -> None:
    chance = random.Random(1)
    one = [f"w{int(chance.paretovariate(0.7))}" for _ in range(30_000)]
    other = [f"x{chance.randrange(3000)}" if chance.random() < share else word for word in one]
    start = time.process_time()
    compared(one, other)
    assert time.process_time() - start < 2
