"""Words that are merged are told apart by their times, and stay in order of time."""

from dataclasses import replace

from tests.transcript.review.conversations import FIRST, LAST, TALK, document, edited, shown

from radkind_pod.model.review import Block
from radkind_pod.transcript.review.merge import merge


def test_repeated_words_are_told_apart_by_their_times() -> None:
    """The second of three `no` was deleted, and the third marked: it is the third that stays marked."""
    base = document("Ama: no no no we went.")
    no = base.words
    ours = replace(base, blocks=(Block("Ama", (no[0], no[2], no[3], no[4])),))
    theirs = replace(base, blocks=(Block("Ama", (no[0], no[1], replace(no[2], marks=("cut",)), no[3], no[4])),))
    merged = merge(base, ours, theirs)
    assert shown(merged.document.blocks) == ["Ama: no no~cut we went."]
    assert merged.conflicts == ()


def test_documents_that_went_through_other_programs_are_merged_by_their_words() -> None:
    """All times are others, speakers are gone in theirs, and the paragraphs are too."""
    theirs = replace(document("-: We went home. It was dark. Yes. I saw John there. No.", start_ms=50))
    ours = edited(TALK, "Ama: We drove home. It was late.", *LAST)
    merged = merge(TALK, ours, theirs)
    assert shown(merged.document.blocks) == ["-: We drove home. It was dark. Yes. I saw John there. No."]
    starts = [word.start_ms for word in merged.document.words]
    assert starts == sorted(starts)


def test_a_new_recording_brings_its_times_and_ours_its_words() -> None:
    """Matched words stand where the new recording has them, ours' own in between, known as guesses."""
    ours = edited(TALK, "Ama: We drove home. It was late.", *LAST)
    theirs = replace(
        document("Ama: We went home. It was late.", *LAST, start_ms=5000), sources=("b" * 64,), draft="c" * 12
    )
    merged = merge(TALK, ours, theirs, times_from_theirs=True)
    assert merged.conflicts == ()
    assert merged.document.sources == theirs.sources
    assert merged.document.draft == theirs.draft
    words = merged.document.words
    assert words[1].text == "drove"
    assert words[1].estimated
    assert 5300 <= words[1].start_ms <= words[1].end_ms <= 5800
    others = [n for n in range(len(words)) if n != 1]
    assert [words[n] for n in others] == [theirs.words[n] for n in others]


def test_words_from_theirs_keep_the_order_of_time() -> None:
    """Ours has the words a second later than the base; theirs' new ones stand among them all the same."""
    later = replace(
        TALK,
        blocks=tuple(
            replace(b, words=tuple(replace(w, start_ms=w.start_ms + 1000, end_ms=w.end_ms + 1000) for w in b.words))
            for b in TALK.blocks
        ),
    )
    merged = merge(TALK, later, edited(TALK, *FIRST, "Ben: Yes. I met John there.", "Ama: No."))
    starts = [word.start_ms for word in merged.document.words]
    assert starts == sorted(starts)
    met = merged.document.words[8]
    assert (met.text, met.estimated) == ("met", True)


def test_what_is_known_of_a_word_is_merged_too() -> None:
    """Ours aligned a word anew, theirs heard it with another probability."""
    base = document("Ama: We went.")
    word = base.words[1]
    ours = replace(base, blocks=(Block("Ama", (base.words[0], replace(word, start_ms=420, end_ms=650))),))
    theirs = replace(base, blocks=(Block("Ama", (base.words[0], replace(word, probability=0.4))),))
    assert merge(base, ours, theirs).document.words[1] == replace(word, start_ms=420, end_ms=650, probability=0.4)
