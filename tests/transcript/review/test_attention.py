"""A word's time is where it sounds, without the pause that the attention gives it."""

import numpy as np
from numpy.typing import NDArray

from radkind_pod.transcript.review.attention import trimmed


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
