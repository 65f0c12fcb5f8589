"""What the machine flagged is a place to listen to, until somebody has seen to it."""

from dataclasses import replace

from radkind_pod.model.review import Block, Document, Place
from radkind_pod.model.transcript import Cue, Transcript, Window, Word
from radkind_pod.transcript.review.places import places

WORDS = tuple(Word(text, i * 500, i * 500 + 400, 0.9, window=i // 4) for i, text in enumerate("abcdefgh"))


def window(start_ms: int, end_ms: int, *flags: str, left_out: str = "") -> Window:
    return Window(start_ms, end_ms, -1.2, 0.1, 1.0, flags, left_out)


def found(*windows: Window, words: tuple[Word, ...] = WORDS) -> list[tuple[int, int, tuple[str, ...]]]:
    machine = Transcript("en", (Cue(0, 4000, WORDS),), windows=windows)
    document = Document("en", (Block(None, words),), ())
    return [(place.first, place.last, place.why) for place in places(document, machine, b"", ()) if _is_flag(place)]


def _is_flag(place: Place) -> bool:
    return not {"name", "doubtful"} & set(place.why)


def test_a_flagged_window_is_a_place_with_its_words_and_reasons() -> None:
    assert found(window(0, 2000), window(2000, 4000, "repeats", "unsure")) == [(4, 8, ("repeats", "unsure"))]


def test_a_window_without_words_is_a_gap() -> None:
    third = window(4000, 6000, "speech-without-words")
    assert found(window(0, 2000), window(2000, 4000), third) == [(8, 8, ("speech-without-words",))]


def test_what_somebody_has_changed_withheld_or_filled_is_seen_to() -> None:
    flagged = window(0, 2000, "unsure")
    changed = (replace(WORDS[0], text="A"), *WORDS[1:])
    withheld = (replace(WORDS[0], marks=("cut",)), *WORDS[1:])
    assert found(flagged, words=changed) == []
    assert found(flagged, words=withheld) == []
    filled = (*WORDS, Word("new", 4500, 4900))
    assert found(window(0, 1), window(1, 2), window(4000, 6000, "no-speech"), words=filled) == []
