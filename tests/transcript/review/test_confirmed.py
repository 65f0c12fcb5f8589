"""What a person found right is remembered with the words that stood there."""

from dataclasses import replace
from pathlib import Path

from radkind_pod.transcript.review.confirmed import Confirmed, confirm, confirmed
from radkind_pod.transcript.review.folder import ReviewFolder

LATE, EARLY = Confirmed("b1", "Dashwood", 5000, 5600, "Amina"), Confirmed("a1", "the night bus", 100, 900)


def test_places_are_remembered_once_and_in_order(tmp_path: Path) -> None:
    folder = ReviewFolder(tmp_path)
    confirm(folder, [LATE])
    confirm(folder, [EARLY, replace(LATE, by="Tom")])
    assert confirmed(folder) == (EARLY, LATE)


def test_a_place_whose_words_are_others_now_is_confirmed_anew(tmp_path: Path) -> None:
    folder = ReviewFolder(tmp_path)
    confirm(folder, [LATE])
    again = replace(LATE, text="Dashwoods", by="Tom")
    confirm(folder, [again])
    assert confirmed(folder) == (again,)


def test_confirming_nothing_writes_nothing(tmp_path: Path) -> None:
    confirm(ReviewFolder(tmp_path), [])
    assert not ReviewFolder(tmp_path).confirmed.exists()
