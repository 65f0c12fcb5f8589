"""A word's time is where it sounds, without the pause that the attention gives it."""

import numpy as np
from numpy.typing import NDArray

from radkind_pod.transcript.listening.decoder import Spoken
from radkind_pod.transcript.listening.times import LONGEST_MS, held, sounding, to_last_sound, trimmed
from radkind_pod.transcript.pieces import RATE


def frames(*loud: int) -> NDArray[np.bool_]:
    sound = np.zeros(100, dtype=bool)
    for k in loud:
        sound[k * 10 : k * 10 + 10] = True
    return sound


def test_a_pause_in_front_of_a_word_is_not_the_word() -> None:
    assert trimmed(0, 900, frames(0, 6, 7, 8)) == (550, 900)
    assert trimmed(100, 900, frames(6, 7)) == (550, 850)


def test_what_is_short_or_sounds_all_through_or_not_at_all_stays() -> None:
    assert trimmed(500, 800, frames(7)) == (500, 800)
    assert trimmed(0, 900, frames(*range(10))) == (0, 900)
    assert trimmed(0, 900, frames()) == (0, 900)
    assert trimmed(0, 900, None) == (0, 900)


def test_the_end_of_a_sound_alone_is_not_taken_for_the_word() -> None:
    sound = frames(1, 2, 3)
    sound[85:88] = True
    assert trimmed(0, 900, sound) == (50, 900)


def test_sound_is_told_from_quiet_only_where_there_is_both() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    quiet = np.zeros(RATE, np.float32)
    assert sounding(noise) is None
    assert sounding(quiet[:0]) is None
    found = sounding(np.concatenate([quiet, noise]))
    assert found is not None
    assert found.tolist() == [False] * 100 + [True] * 100


def spans(words: list[Spoken]) -> list[tuple[int, int]]:
    return [(round(word.start_s * 1000), round(word.end_s * 1000)) for word in words]


def test_a_word_after_a_pause_begins_where_its_sound_does() -> None:
    word = Spoken(" Hello", 0.58, 0.86, 0.9)
    assert spans(held([word], frames(4, 5, 6, 7, 8))) == [(400, 860)]
    assert spans(held([word], frames(0, 1, 2, 3, 4, 5, 6, 7, 8))) == [(580, 860)], "there is no pause"
    assert spans(held([word], frames(2, 3, 4, 5, 6, 7, 8))) == [(580, 860)], "the pause is too far"


def test_a_word_does_not_begin_before_the_one_before_it_ends() -> None:
    words = [Spoken(" a", 0.40, 0.45, 0.9), Spoken(" b", 0.50, 0.70, 0.9)]
    assert spans(held(words, frames(4, 5, 6))) == [(400, 450), (500, 700)]


def test_no_word_is_longer_than_words_are_also_where_sound_can_not_be_told() -> None:
    assert spans(held([Spoken(" Hm", 1.0, 9.0, 0.9)], None)) == [(1000, 1000 + LONGEST_MS)]


def test_a_word_lasts_as_long_as_its_sound_before_a_pause_or_another_word() -> None:
    word, after = Spoken(" sen-", 0.2, 0.3, 0.9), Spoken(" so", 0.5, 0.7, 0.9)
    assert spans(to_last_sound([word], frames(2, 3, 4))) == [(200, 500)]
    assert spans(to_last_sound([word, after], frames(2, 3, 4, 5, 6))) == [(200, 500), (500, 700)]
    assert spans(to_last_sound([word], frames(2, 5, 6))) == [(200, 300)], "a pause parts it from the sound"
    assert spans(to_last_sound([word], None)) == [(200, 300)]


def test_sound_that_goes_on_is_not_the_word() -> None:
    word = Spoken(" and", 0.1, 0.2, 0.9)
    assert spans(to_last_sound([word], frames(1, 2, 3, 4, 5, 6, 7))) == [(100, 800)]
    assert spans(to_last_sound([word], frames(1, 2, 3, 4, 5, 6, 7, 8, 9))) == [(100, 200)]
