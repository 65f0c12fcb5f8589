"""What listeners may read: no word that is cut or withheld, and nobody's name of whom they hear nothing else."""

from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.withholding import AFTER_MS, BEFORE_MS, for_listeners, withheld


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


def test_what_is_withheld_is_told_with_a_little_around_it() -> None:
    cues = (cue("Ama", "Hello"), cue("Ama", "Zebediah", "redact", 2000), cue("Ama", "forget", "cut", 100))
    found = [(one.start_ms, one.end_ms) for one in withheld(Transcript("en", cues))]
    assert found == [(2000 - BEFORE_MS, 2400 + AFTER_MS), (0, 500 + AFTER_MS)]
