"""Whisper's words become words as printed, in recording time."""

import numpy as np
import pytest

from radkind_pod.model.transcript import Heard, Word
from radkind_pod.transcript.listening.decoder import Ask, Decoded, Spoken
from radkind_pod.transcript.listening.judge import NO_SPEECH, REPEATS, Judged
from radkind_pod.transcript.listening.spoken import in_recording, passed_over
from radkind_pod.transcript.listening.windows import Window
from radkind_pod.transcript.pieces import RATE, Piece

PIECE = Piece(np.zeros(60 * RATE, np.float32), start=100 * RATE)
WINDOW = Window(PIECE, ((0, 10 * RATE), (20 * RATE, 30 * RATE)))


def heard(spoken: list[Spoken], language: str = "en", reasons: tuple[str, ...] = ()) -> Heard:
    words = tuple(spoken)
    return in_recording(Judged(WINDOW, Decoded(words, -0.123456, 0.0312345), words, reasons), Ask(language))


def test_a_word_keeps_its_punctuation_and_loses_its_leading_space() -> None:
    assert heard([Spoken(" Hello,", 1.0, 1.5, 0.98765)]).words == (Word("Hello,", 101_000, 101_500, 0.9877),)


def test_a_word_in_two_halves_is_printed_as_one_and_is_as_doubtful_as_its_worse_half() -> None:
    halves = [Spoken(" co", 1.0, 1.2, 0.9), Spoken("-operate", 1.2, 1.6, 0.4), Spoken(" now", 1.7, 2.0, 0.8)]
    assert heard(halves).words == (Word("co-operate", 101_000, 101_600, 0.4), Word("now", 101_700, 102_000, 0.8))


def test_words_of_a_language_without_spaces_stay_apart() -> None:
    assert [w.text for w in heard([Spoken("東", 0, 1, 0.9), Spoken("京", 1, 2, 0.9)], "ja").words] == ["東", "京"]


def test_latin_words_in_a_language_without_spaces_keep_theirs() -> None:
    spoken = [Spoken("東京", 0, 1, 0.9), Spoken(" machine", 1, 2, 0.9), Spoken(" learning", 2, 3, 0.9)]
    assert [w.text for w in heard(spoken, "ja").words] == ["東京", " machine", " learning"]


def test_words_of_a_second_language_say_so() -> None:
    words = (Spoken(" Bore", 0, 1, 0.9), Spoken(" da.", 1, 2, 0.9))
    decoded = Decoded(words, -0.2, 0.1, True, "cy", "cy", 0.9)
    part = in_recording(Judged(WINDOW, decoded, words, ()), Ask("en"))
    assert [(w.text, w.language) for w in part.words] == [("Bore", "cy"), ("da.", "cy")]
    assert [w.language for w in in_recording(Judged(WINDOW, decoded, words, ()), Ask("cy")).words] == [None, None]


@pytest.mark.parametrize("empty", ["", " "])
def test_a_word_without_text_is_none(empty: str) -> None:
    assert heard([Spoken(empty, 0, 1, 0.9)]).words == ()


def test_a_word_never_ends_before_it_begins() -> None:
    assert heard([Spoken(" a", 2.0, 1.5, 0.9)]).words == (Word("a", 102_000, 102_000, 0.9),)


def test_a_word_stands_in_its_part_of_the_window() -> None:
    words = heard([Spoken(" a", 9.5, 10.0, 0.9), Spoken(" b", 10.0, 10.5, 0.9)]).words
    assert [(w.start_ms, w.end_ms) for w in words] == [(109_500, 110_000), (120_000, 120_500)]


def test_a_window_tells_where_it_is_and_how_sure_whisper_was() -> None:
    part = heard([Spoken(" a", 1, 2, 0.9)])
    assert (part.start_ms, part.end_ms) == (100_000, 130_000)
    assert (part.mean_log_probability, part.no_speech_probability) == (-0.1235, 0.0312)
    assert part.compression_ratio == round(1 / 9, 4)  # zlib needs 9 bytes for one


def test_what_is_said_for_more_than_the_third_time_is_left_out_and_told() -> None:
    spoken = [Spoken(word, i, i + 0.4, 0.9) for i, word in enumerate([" So", *[" thank", " you."] * 5])]
    part = heard(spoken, reasons=(REPEATS,))
    assert [w.text for w in part.words] == ["So", *["thank", "you."] * 3]
    assert (part.flags, part.left_out) == ((REPEATS,), "thank you. thank you.")


def test_words_of_silence_are_left_out_and_told() -> None:
    part = heard([Spoken(" Thank", 0, 1, 0.2), Spoken(" you.", 1, 2, 0.2)], reasons=(NO_SPEECH, "unsure"))
    assert (part.words, part.flags, part.left_out) == ((), (NO_SPEECH, "unsure"), "Thank you.")


def test_marks_alone_are_no_words() -> None:
    assert heard([Spoken(" .", 0, 1, 0.9), Spoken(" ...", 1, 2, 0.9)]).words == ()
    assert [w.text for w in heard([Spoken(" So", 0, 1, 0.9), Spoken(" -", 1, 2, 0.9)]).words] == ["So", "-"]


def test_speech_in_which_nothing_was_heard_is_told() -> None:
    part = passed_over(PIECE, (5 * RATE, 7 * RATE), "good memes")
    assert part.left_out == "good memes"
    assert (part.words, part.start_ms, part.end_ms, part.flags) == ((), 105_000, 107_000, ("speech-without-words",))
