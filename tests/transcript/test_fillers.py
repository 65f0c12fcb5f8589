"""Fillers are what a transcript has as such words, in the language that is spoken there, and nothing that says more."""

import pytest

from radkind_pod.model.audio import Passage
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.fillers import FILLERS, fillers
from radkind_pod.transcript.wording import HOLD_ON


def spoken(text: str, language: str = "en-gb") -> Transcript:
    """Each word lasts 300 ms, and 100 ms pass between two."""
    words = tuple(Word(word, i * 400, i * 400 + 300) for i, word in enumerate(text.split()))
    return Transcript(language, (Cue(0, words[-1].end_ms, words),))


def texts(transcript: Transcript) -> list[str]:
    return [filler.text for filler in fillers(transcript)]


@pytest.mark.parametrize("written", ["um", "Um,", "um...", "“Um”", "ummm", "UHHHH.", "erm", "uh?", "er—"])
def test_a_filler_is_found_however_it_is_written(written: str) -> None:
    assert len(texts(spoken(f"I went {written} to the"))) == 1


@pytest.mark.parametrize(
    "said", ["uh-huh", "uh huh", "uh -huh", "uh-oh", "uh oh", "err", "umbrella", "mm", "mhm", "her", "hmm", "-", "…"]
)
def test_what_says_something_is_no_filler(said: str) -> None:
    assert texts(spoken(f"I went {said}")) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Er sagt ähm nein er um acht", ["ähm"]),
        ("fr", "Je suis euh ici", ["euh"]),
        ("nl", "Ik ga er om um uh heen", ["uh"]),
        ("cy", "Dw i ym Mangor er hynny", []),
    ],
)
def test_each_language_has_its_own(language: str, text: str, expected: list[str]) -> None:
    assert texts(spoken(text, language)) == expected


def test_a_word_in_another_language_is_measured_by_that_language() -> None:
    german = Cue(0, 700, (Word("er", 0, 300), Word("ähm", 400, 700)), language="de")
    mixed = Cue(1000, 1700, (Word("er", 1000, 1300), Word("äh", 1400, 1700, language="de")))
    assert texts(Transcript("en", (german, mixed))) == ["ähm", "er", "äh"]


def test_no_filler_is_a_small_word_of_its_language() -> None:
    for language, words in FILLERS.items():
        assert set(words.split()).isdisjoint(HOLD_ON.get(language, "").split())


def passage(*words: Word) -> Passage | None:
    (filler,) = fillers(Transcript("en", (Cue(0, 9000, words),)))
    return filler.passage


def test_a_filler_may_be_cut_in_the_pauses_beside_it() -> None:
    um = Word("um", 2000, 2400)
    assert passage(Word("went", 1000, 1400), um, Word("to", 3000, 3200)) == Passage(1850, 2050, 2350, 2550)


def test_it_is_never_cut_into_a_neighbour() -> None:
    um = Word("um", 2000, 2400)
    assert passage(Word("went", 1000, 1950), um, Word("to", 2400, 3200)) == Passage(1950, 2050, 2350, 2400)
    assert passage(Word("went", 1000, 2030), um, Word("to", 2380, 3200)) == Passage(2000, 2050, 2350, 2400)


def test_at_either_end_of_a_recording_there_is_no_neighbour() -> None:
    assert passage(Word("um", 100, 400)) == Passage(0, 150, 350, 550)


@pytest.mark.parametrize(
    "words",
    [
        (Word("um", 2000, 2400, estimated=True),),
        (Word("um", 2000, 2400), Word("because", 2200, 2700)),
        (Word("because", 1500, 2300), Word("um", 2000, 2400)),
        (Word("extraordinarily", 1500, 2600), Word("so", 1550, 1600), Word("um", 2000, 2400)),
    ],
)
def test_where_its_time_is_not_its_own_it_has_no_place(words: tuple[Word, ...]) -> None:
    assert passage(*words) is None


def test_beside_a_word_of_unknown_time_nothing_but_itself_may_go() -> None:
    near = Word("to", 2450, 2900, estimated=True)
    assert passage(Word("um", 2000, 2400), near) == Passage(2000, 2050, 2350, 2400)


def test_what_is_marked_already_is_somebody_elses_business() -> None:
    assert texts(Transcript("en", (Cue(0, 400, (Word("um", 0, 400, marks=("cut",)),)),))) == []
