"""What listeners may read: no word that is cut or withheld, and nobody's name of whom they hear nothing else."""

from dataclasses import replace

import pytest

from radkind_pod.model.audio import Cut, Passage
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.withholding import AFTER_MS, BEFORE_MS, for_listeners, passages, redacted, withheld


def cue(speaker: str | None, text: str, mark: str = "", at_ms: int = 0) -> Cue:
    marks = (mark,) if mark else ()
    texts = text.split()
    words = tuple(Word(one, at_ms + i * 500, at_ms + i * 500 + 400, marks=marks) for i, one in enumerate(texts))
    return Cue(at_ms, words[-1].end_ms, words, speaker)


def told(*cues: Cue) -> list[tuple[str | None, str]]:
    published = for_listeners(Transcript("en", cues))
    return [(one.speaker, " ".join(word.text for word in one.words)) for one in published.cues]


def test_what_is_cut_is_gone_and_what_is_withheld_is_one_label() -> None:
    seen = told(
        cue("Ama", "Hello"), cue("Ama", "never mind", "cut", 2000), cue("Ama", "Zebediah Quill", "redact", 4000)
    )
    assert seen == [("Ama", "Hello"), ("Ama", "[name withheld]")]


def test_a_name_withheld_over_two_cues_is_said_once() -> None:
    seen = told(cue("Ama", "Hello"), cue("Ama", "Zebediah", "redact", 2000), cue("Ama", "Quill", "redact", 4000))
    assert seen == [("Ama", "Hello"), ("Ama", "[name withheld]")]


def test_who_is_heard_in_withheld_words_alone_is_not_named() -> None:
    seen = told(cue("Ama", "Who is it?"), cue("Zebediah", "Zebediah Quill", "redact", 2000))
    assert seen == [("Ama", "Who is it?"), (None, "[name withheld]")]


def test_who_says_something_else_is_named_at_withheld_words_too() -> None:
    seen = told(cue("Ben", "My brother is", "", 0), cue("Ama", "Well"), cue("Ben", "Zebediah", "redact", 2000))
    assert seen[-1] == ("Ben", "[name withheld]")


def test_what_is_only_unclear_withholds_nothing() -> None:
    unclear = Transcript("en", (cue("Ama", "the old mill", "unclear"),))
    assert withheld(unclear) == ()
    assert [word.text for word in for_listeners(unclear).cues[0].words] == ["[unclear: the", "old", "mill]"]


def test_what_is_redacted_is_replaced_with_a_little_around_it() -> None:
    cues = (cue("Ama", "Hello"), cue("Ama", "Zebediah Quill", "redact", 2000), cue("Ama", "forget", "cut", 4000))
    said = withheld(Transcript("en", cues))
    assert [(one.is_cut, [word.text for word in one.words]) for one in said] == [
        (False, ["Zebediah", "Quill"]),
        (True, ["forget"]),
    ]
    assert redacted(said) == (Cut(2000 - BEFORE_MS, 2900 + AFTER_MS),)
    assert redacted(withheld(Transcript("en", (cue("Ama", "Zebediah", "redact", 100),)))) == (Cut(0, 500 + AFTER_MS),)


@pytest.mark.parametrize(
    ("at_ms", "after_ms", "passage"),
    [
        (2000, 4000, Passage(1400, 1850, 3150, 3500)),
        (500, 1500, Passage(400, 450, 1450, 1500)),
        (400, 1310, Passage(250, 400, 1300, 1510)),
        (200, 1100, Passage(200, 200, 1100, 1300)),
    ],
    ids=["long pauses", "short pauses", "no pauses", "over the word before"],
)
def test_a_cut_lies_in_the_pauses_around_its_words(at_ms: int, after_ms: int, passage: Passage) -> None:
    cues = (cue("Ama", "Hello"), cue("Ama", "never mind", "cut", at_ms), cue("Ama", "So", "", after_ms))
    transcript = Transcript("en", cues)
    assert passages(withheld(transcript), transcript) == (passage,)


def test_a_cut_at_either_end_of_the_recording_takes_a_little_more() -> None:
    transcript = Transcript("en", (cue("Ama", "never mind", "cut", 1000),))
    assert passages(withheld(transcript), transcript) == (Passage(400, 850, 2150, 2500),)


def test_what_somebody_typed_without_a_time_may_be_anywhere_between_words_with_one() -> None:
    words = [Word("My", 0, 400), Word("friend", 500, 900, estimated=True), Word("Zebediah", 1000, 1400, estimated=True)]
    words[2] = replace(words[2], marks=("redact",))
    after = [Word("is", 1500, 1900, estimated=True), Word("here", 2000, 2400)]
    (said,) = withheld(Transcript("en", (Cue(0, 2400, (*words, *after)),)))
    assert (said.start_ms, said.end_ms) == (400, 2000)


def test_without_any_known_time_a_word_is_somewhere_in_its_cue() -> None:
    """As in a file that somebody wrote without a draft."""
    typed = [
        Word(text, 1000 + 400 * i, 1400 + 400 * i, estimated=True) for i, text in enumerate(["I", "saw", "Zebediah"])
    ]
    typed[2] = replace(typed[2], marks=("redact",))
    before, after = cue("Ama", "Hello"), cue("Ama", "So", "", 20_000)
    far = Cue(
        9000, 11_000, tuple(replace(word, start_ms=word.start_ms + 8000, end_ms=word.end_ms + 8000) for word in typed)
    )
    for cues in ((Cue(900, 2500, tuple(typed)),), (before, far, after)):
        (said,) = withheld(Transcript("en", cues))
        own = next(one for one in cues if any(word.marks for word in one.words))
        assert (said.start_ms, said.end_ms) == (own.start_ms, own.end_ms)
