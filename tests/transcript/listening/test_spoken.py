"""Whisper's words become words as printed, in recording time."""

import numpy as np
import pytest

from radkind_pod.model.transcript import Heard, Word
from radkind_pod.transcript.engines.spoken import Spoken, Sureness, to_heard
from radkind_pod.transcript.pieces import RATE, Piece

PIECE = Piece(np.zeros(60 * RATE, np.float32), start=100 * RATE)


def heard(spoken: list[Spoken], language: str = "en") -> Heard:
    return to_heard(spoken, Sureness(-0.123456, 0.0312345, 1.499999), PIECE, language)


def test_a_word_keeps_its_punctuation_and_loses_its_leading_space() -> None:
    assert heard([Spoken(" Hello,", 1.0, 1.5, 0.98765)]).words == (Word("Hello,", 101_000, 101_500, 0.9877),)


def test_a_word_in_two_halves_is_printed_as_one_and_is_as_doubtful_as_its_worse_half() -> None:
    halves = [Spoken(" co", 1.0, 1.2, 0.9), Spoken("-operate", 1.2, 1.6, 0.4), Spoken(" now", 1.7, 2.0, 0.8)]
    assert heard(halves).words == (Word("co-operate", 101_000, 101_600, 0.4), Word("now", 101_700, 102_000, 0.8))


def test_words_of_a_language_without_spaces_stay_apart() -> None:
    assert [w.text for w in heard([Spoken("東", 0, 1, 0.9), Spoken("京", 1, 2, 0.9)], "ja").words] == ["東", "京"]


@pytest.mark.parametrize("empty", ["", " "])
def test_a_word_without_text_is_none(empty: str) -> None:
    assert heard([Spoken(empty, 0, 1, 0.9)]).words == ()


def test_a_word_never_ends_before_it_begins() -> None:
    assert heard([Spoken(" a", 2.0, 1.5, 0.9)]).words == (Word("a", 102_000, 102_000, 0.9),)


def test_the_sureness_is_kept_to_four_digits() -> None:
    part = heard([])
    assert (part.mean_log_probability, part.no_speech_probability, part.compression_ratio) == (-0.1235, 0.0312, 1.5)
