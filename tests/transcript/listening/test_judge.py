"""Each reason to doubt a window is raised by what deserves it, and not by what is near it."""

import numpy as np
import pytest

from radkind_pod.transcript.listening.decoder import Decoded, Spoken
from radkind_pod.transcript.listening.judge import (
    CUT_OFF,
    LANGUAGE,
    NO_SPEECH,
    REPEATS,
    SPEECH_ALONE,
    TOO_FAST,
    UNSURE,
    WORDS_ALONE,
    judged,
)
from radkind_pod.transcript.listening.voice import FRAME, Voice
from radkind_pod.transcript.listening.windows import Window
from radkind_pod.transcript.pieces import RATE, Piece

SECONDS = 20
TEXT = "And so my fellow Americans ask not what your country can do for you ask what you can do for your country."


def spoken(text: str, seconds: float = 10.0, probability: float = 0.9) -> tuple[Spoken, ...]:
    words = text.split()
    each = seconds / max(1, len(words))
    return tuple(Spoken(f" {word}", i * each, (i + 1) * each, probability) for i, word in enumerate(words))


def reasons(decoded: Decoded, voice: Voice | None = None) -> tuple[str, ...]:
    window = Window(Piece(np.zeros(SECONDS * RATE, np.float32), 0), ((0, SECONDS * RATE),))
    until = max((word.end_s for word in decoded.words), default=0.0)
    return judged(window, decoded, voice_from(0, until) if voice is None else voice).reasons


def voice_from(start_s: float, end_s: float) -> Voice:
    voice = np.zeros(SECONDS * RATE // FRAME, np.float32)
    voice[round(start_s * RATE) // FRAME : round(end_s * RATE) // FRAME] = 0.9
    return voice


def test_sure_words_in_speech_are_not_doubted() -> None:
    assert reasons(Decoded(spoken(TEXT), -0.3, 0.01)) == ()


def test_a_window_without_words_has_no_words_to_doubt() -> None:
    assert reasons(Decoded((), -3.0, 0.99)) == ()


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("thank you very much " * 4, True),
        ("thank you very much " * 3, False),
        ("the rain in spain stays mainly in the plain and then " * 7, True),
    ],
)
def test_repeats(text: str, repeats: bool) -> None:
    assert (REPEATS in reasons(Decoded(spoken(text), -0.3, 0.01))) is repeats


def test_a_loop_does_not_make_whisper_sure() -> None:
    """What counts is how sure it was when it said it for the first time."""
    first, again = spoken("thank you", 1, 0.1), spoken("thank you " * 9, 9, 0.99)
    assert {REPEATS, UNSURE, NO_SPEECH} <= set(reasons(Decoded((*first, *again), -0.2, 0.9)))
    assert UNSURE not in reasons(Decoded((*first, *again[:2]), -0.2, 0.9)), "people do say a thing twice"
    assert UNSURE not in reasons(Decoded(spoken("no no no no no no no", 5), -0.2, 0.9))


def test_a_text_that_compresses_too_well_repeats_though_no_phrase_comes_in_a_row() -> None:
    """Whisper's own figure: 2.4."""
    nearly = " ".join(f"we went to the house number {i} and then we went home" for i in range(9))
    assert REPEATS in reasons(Decoded(spoken(nearly, 19), -0.3, 0.01))


@pytest.mark.parametrize(("probability", "unsure"), [(-0.71, True), (-0.69, False)])
def test_unsure(probability: float, unsure: bool) -> None:
    assert (UNSURE in reasons(Decoded(spoken(TEXT), probability, 0.01))) is unsure


@pytest.mark.parametrize(
    ("probability", "no_speech", "nobody"), [(-1.1, 0.61, True), (-0.9, 0.99, False), (-1.1, 0.59, False)]
)
def test_no_speech_needs_both_figures(probability: float, no_speech: float, nobody: bool) -> None:
    assert (NO_SPEECH in reasons(Decoded(spoken("Thank you."), probability, no_speech))) is nobody


@pytest.mark.parametrize(("sure", "nobody"), [(0.04, True), (0.6, False)])
def test_a_word_that_whisper_made_up_is_no_speech_though_it_is_sure_that_nothing_follows(
    sure: float, nobody: bool
) -> None:
    """Ten minutes of music gave "You" with a probability of 0.04, at -0.94 with its end."""
    found = reasons(Decoded(spoken("You", probability=sure), -0.94, 0.63))
    assert (NO_SPEECH in found) is nobody


@pytest.mark.parametrize(
    ("probability", "silent", "unsure"), [(-0.6, 0.83, True), (-0.6, 0.4, False), (-0.45, 0.83, False)]
)
def test_doubt_is_enough_where_whisper_hardly_takes_it_for_speech(
    probability: float, silent: float, unsure: bool
) -> None:
    """Laughter gave whole sentences of apology at -0.87, no speech 0.83."""
    assert (UNSURE in reasons(Decoded(spoken(TEXT), probability, silent))) is unsure


@pytest.mark.parametrize(("seconds", "fast"), [(3.0, True), (4.0, False)])
def test_too_fast(seconds: float, fast: bool) -> None:
    """107 letters: nobody says them in 3 seconds."""
    assert len(TEXT) > 3 * 30
    assert (TOO_FAST in reasons(Decoded(spoken(TEXT, seconds), -0.3, 0.01), voice_from(0, seconds))) is fast


def test_a_few_letters_say_nothing_of_a_rate() -> None:
    assert TOO_FAST not in reasons(Decoded(spoken("Yes, of course.", 0.2), -0.3, 0.01), voice_from(0, 0.2))


def test_letters_that_stand_for_syllables_count_twice() -> None:
    text = tuple(Spoken("東", i * 0.05, (i + 1) * 0.05, 0.9) for i in range(60))
    assert TOO_FAST in reasons(Decoded(text, -0.3, 0.01), voice_from(0, 3.5))
    assert TOO_FAST not in reasons(Decoded(text, -0.3, 0.01), voice_from(0, 4.5))


def test_words_where_nobody_speaks() -> None:
    words = (*spoken(TEXT), Spoken(" Thank", 14.0, 14.4, 0.8), Spoken(" you.", 14.4, 14.8, 0.8))
    assert WORDS_ALONE in reasons(Decoded(words, -0.3, 0.01), voice_from(0, 10))
    assert WORDS_ALONE not in reasons(Decoded(words, -0.3, 0.01), voice_from(0, 15))
    assert WORDS_ALONE not in reasons(Decoded(words[:-2], -0.3, 0.01), voice_from(0.2, 9.8)), "times are not exact"


@pytest.mark.parametrize(
    ("language", "likeliest", "likelihood", "seconds", "foreign"),
    [
        ("en", "de", 0.9, 10, True),
        ("en", "de", 0.79, 10, False),
        ("de", "de", 0.9, 10, False),
        ("en", "de", 0.9, 2.5, False),
    ],
)
def test_what_is_in_another_language(
    language: str, likeliest: str, likelihood: float, seconds: float, foreign: bool
) -> None:
    decoded = Decoded(spoken("Thank you.", seconds), -0.6, 0.1, True, language, likeliest, likelihood)
    assert (LANGUAGE in reasons(decoded, voice_from(0, seconds))) is foreign


def test_of_a_translation_whisper_is_always_unsure_and_no_care_helps() -> None:
    assert reasons(Decoded(spoken(TEXT), -0.9, 0.1, True, "en", "de", 0.9)) == (LANGUAGE,)


@pytest.mark.parametrize(("more", "lacks"), [(2.8, False), (3.4, True)])
def test_much_speech_without_a_word(more: float, lacks: bool) -> None:
    found = reasons(Decoded(spoken(TEXT), -0.3, 0.01), voice_from(0, 10 + more))
    assert (SPEECH_ALONE in found) is lacks


def test_what_did_not_come_to_an_end() -> None:
    assert reasons(Decoded(spoken(TEXT), -0.3, 0.01, ended=False)) == (CUT_OFF,)
