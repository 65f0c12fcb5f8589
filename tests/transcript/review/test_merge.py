"""Two people's corrections become one transcript, case by case."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.transcript.review.conversations import FIRST, LAST, TALK, both, document, edited, shown, versions

from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Credit, Word
from radkind_pod.transcript.review.merge import Merged, merge
from radkind_pod.transcript.review.merge_conflicts import standing

CLEAN = {
    "words of different sentences": (
        ["Ama: We drove home. It was late.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was dark.", "Ben: Yes. I saw Joan there.", "Ama: No."],
        ["Ama: We drove home. It was dark.", "Ben: Yes. I saw Joan there.", "Ama: No."],
    ),
    "the same change by both": (
        ["Ama: We drove home. It was late.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We drove home. It was dark.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We drove home. It was dark.", "Ben: Yes. I saw John there.", "Ama: No."],
    ),
    "one went on from the other's correction": (
        ["Ama: We drove home. It was late.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We drove home again. It was late.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We drove home again. It was late.", "Ben: Yes. I saw John there.", "Ama: No."],
    ),
    "the end of one paragraph and the start of the next": (
        ["Ama: We went home. It was late. Really.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Oh. Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late. Really.", "Ben: Oh. Yes. I saw John there.", "Ama: No."],
    ),
    "the first word and the last": (
        ["Ama: So we went home. It was late.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John there.", "Ama: No. Never."],
        ["Ama: So we went home. It was late.", "Ben: Yes. I saw John there.", "Ama: No. Never."],
    ),
    "a paragraph divided and a word of it changed": (
        ["Ama: We went home.", "Ama: It was late.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It were late.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home.", "Ama: It were late.", "Ben: Yes. I saw John there.", "Ama: No."],
    ),
    "a paragraph divided where the other put a word in": (
        ["Ama: We went home.", "Ama: It was late.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. And it was late.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home.", "Ama: And it was late.", "Ben: Yes. I saw John there.", "Ama: No."],
    ),
    "paragraphs joined, and the word where the second began deleted": (
        ["Ama: We went home. It was late. Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late. I saw John there.", "Ama: No."],
    ),
    "a new speaker, and new words in the paragraph": (
        ["Ama: We went home. It was late.", "Cleo: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Oh yes. I met John there. Today.", "Ama: No."],
        ["Ama: We went home. It was late.", "Cleo: Oh yes. I met John there. Today.", "Ama: No."],
    ),
    "a speaker named, and a new paragraph by the one with the old name": (
        ["Ama: We went home. It was late.", "Cleo: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John there.", "Ama: No.", "Ben: Really."],
        ["Ama: We went home. It was late.", "Cleo: Yes. I saw John there.", "Ama: No.", "Cleo: Really."],
    ),
    "the second half given to another person, and a word of the first changed": (
        ["Ama: We went home. It was late.", "Ben: Yes.", "Cleo: I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yeah. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yeah.", "Cleo: I saw John there.", "Ama: No."],
    ),
    "a heading, and the word below it changed": (
        ["Ama: We went home. It was late.", "# John # Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yeah. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "# John # Ben: Yeah. I saw John there.", "Ama: No."],
    ),
    "a heading, and the word below it deleted": (
        ["Ama: We went home. It was late.", "# John # Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late.", "# John # Ben: I saw John there.", "Ama: No."],
    ),
    "a paragraph deleted, and another changed": (
        ["Ama: We went home. It was late.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John there.", "Ama: Never."],
        ["Ama: We went home. It was late.", "Ama: Never."],
    ),
    "a paragraph put in, and its neighbours changed": (
        ["Ama: We went home. It was late.", "Cleo: Hello all.", "Ben: Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was dark.", "Ben: Yeah. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was dark.", "Cleo: Hello all.", "Ben: Yeah. I saw John there.", "Ama: No."],
    ),
    "marks of both on one word": (
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~unclear there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~@cy~redact there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~@cy~redact~unclear there.", "Ama: No."],
    ),
    "different redactions of one word": (
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~redact there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~redact:place_withheld there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~redact~redact:place_withheld there.", "Ama: No."],
    ),
    "a name withheld by one and spelt by the other": (
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~redact there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw Jon Smith there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw Jon~redact Smith~redact there.", "Ama: No."],
    ),
    "a name withheld by one and completed by the other": (
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~redact there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John Smith there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~redact Smith~redact there.", "Ama: No."],
    ),
    "a word changed beside a withheld one": (
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~redact there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John here.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw John~redact here.", "Ama: No."],
    ),
    "the same new words, withheld by one": (
        ["Ama: We went home. It was late.", "Ben: Yes. I saw Jon~redact there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw Jon there.", "Ama: No."],
        ["Ama: We went home. It was late.", "Ben: Yes. I saw Jon~redact there.", "Ama: No."],
    ),
}


@pytest.mark.parametrize("case", CLEAN)
def test_what_does_not_touch_goes_together_from_either_side(case: str) -> None:
    ours, theirs, wanted = CLEAN[case]
    assert shown(both(TALK, ours, theirs).document.blocks) == wanted
    assert both(TALK, ours, theirs).conflicts == ()
    assert shown(both(TALK, theirs, ours).document.blocks) == wanted
    assert both(TALK, theirs, ours).conflicts == ()


def test_a_name_that_was_withheld_before_can_be_shown_again() -> None:
    base = document("Ama: I met John~redact today.", "Ben: Yes.")
    merged = both(base, ["Ama: I met John today.", "Ben: Yes."], ["Ama: I met John~redact today.", "Ben: No."])
    assert shown(merged.document.blocks) == ["Ama: I met John today.", "Ben: No."]
    assert merged.conflicts == ()


def test_a_name_shown_again_by_one_and_written_anew_by_the_other_stays_withheld() -> None:
    base = document("Ama: I met John~redact today.")
    shown_again, respelt = ["Ama: I met John today."], ["Ama: I met Jon~redact today."]
    for ours, theirs in ((shown_again, respelt), (respelt, shown_again)):
        merged = both(base, ours, theirs)
        assert "~redact" in shown(merged.document.blocks)[0]
        (found,) = merged.conflicts
        assert all("~redact" in version[0] for version in versions(found))


def test_new_words_inside_a_withheld_name_are_withheld() -> None:
    base = document("Ama: I met Ann Smith today.")
    merged = both(base, ["Ama: I met Ann~redact Smith~redact today."], ["Ama: I met Ann Mary Smith today."])
    assert shown(merged.document.blocks) == ["Ama: I met Ann~redact Mary~redact Smith~redact today."]


def test_a_word_given_two_redactions_or_a_cut_keeps_all() -> None:
    base = document("Ama: I met Ann~redact.")
    merged = both(base, ["Ama: I met Ann~redact:friend_withheld."], ["Ama: I met Ann~cut~redact."])
    assert merged.conflicts == ()
    assert {"cut", "redact:friend withheld."} - set(merged.document.words[2].marks) == set()


def test_words_without_spaces_are_merged_by_sentence() -> None:
    def japanese(*words: str) -> Document:
        spoken = (Word(text, n * 100, n * 100 + 90) for n, text in enumerate(words))
        return Document("ja", (Block("Ama", tuple(spoken)),))

    base = japanese("今", "日", "は", "雨", "です。", "寒", "い。")
    ours = japanese("今", "日", "は", "雪", "です。", "寒", "い。")
    merged = merge(base, ours, japanese("今", "日", "は", "雨", "です。", "暑", "い。"))
    assert [word.text for word in merged.document.words] == ["今", "日", "は", "雪", "です。", "暑", "い。"]
    assert merged.conflicts == ()
    cut_otherwise = merge(base, ours, japanese("今日", "は", "雨です。", "寒", "い。"))
    assert cut_otherwise.conflicts == ()
    assert "".join(word.text for word in cut_otherwise.document.words) == "今日は雪です。寒い。"


def test_empty_documents_are_merged() -> None:
    empty = document()
    assert merge(empty, empty, empty) == Merged(empty)
    assert merge(empty, TALK, TALK) == Merged(TALK)
    assert merge(TALK, empty, TALK) == Merged(empty)
    merged = merge(TALK, empty, edited(TALK, *FIRST, "Ben: Yes. I met John there.", "Ama: No."))
    assert merged.document == empty
    (found,) = merged.conflicts
    assert "I met John there." in versions(found)[1][-2]
    assert standing(merged.document, found) == (0, 0)
    both_new = merge(empty, document("Ama: Hello."), document("Ama: Good day."))
    assert shown(both_new.document.blocks) == ["Ama: Hello."]
    assert versions(both_new.conflicts[0]) == (["Ama: Hello."], ["Ama: Good day."])


def test_held_words_keep_new_machine_text_out_of_their_sentence() -> None:
    theirs = edited(TALK, "Ama: We went dome. It was slate.", *LAST)
    merged = merge(TALK, TALK, theirs, held=lambda word: word.text == "late.")
    assert shown(merged.document.blocks) == ["Ama: We went dome. It was late.", *LAST]
    assert merged.held_back == 1
    assert merged.conflicts == ()


def test_held_words_that_the_machine_agrees_with_are_not_counted() -> None:
    assert merge(TALK, TALK, TALK, held=lambda word: True) == Merged(TALK)


def test_credits_of_both_are_kept_in_order() -> None:
    ama, tom, eve = (Credit("corrected", name) for name in ("Ama", "Tom", "Eve"))
    base = replace(TALK, credits=(ama,))
    merged = merge(base, replace(base, credits=(ama, tom)), replace(base, credits=(ama, eve)))
    assert merged.document.credits == (ama, tom, eve)


def test_where_one_side_says_that_all_is_in_another_language_it_is() -> None:
    base = document("Ama: We went yn~@cy tŷ.")
    theirs = replace(document("Ama: We went yn tŷ."), language="cy")
    merged = merge(base, edited(base, "Ama: We drove yn~@cy tŷ."), theirs)
    assert (merged.document.language, merged.conflicts) == ("cy", ())
    assert shown(merged.document.blocks) == ["Ama: We drove yn tŷ."]


def test_the_time_of_a_merge_grows_with_the_words_not_with_their_square() -> None:
    """Five hours with every fourth word changed by each of two people."""
    chance = random.Random(1)

    def changed(words: Sequence[Word]) -> tuple[Word, ...]:
        return tuple(replace(w, text=f"x{chance.randrange(999)}") if chance.random() < 0.25 else w for w in words)

    def seconds(paragraphs: int) -> float:
        lines = [" ".join(f"w{int(chance.paretovariate(0.7))}" for _ in range(15)) + "." for _ in range(paragraphs)]
        base = document(*(f"Ama: {line}" for line in lines))
        ours, theirs = (
            replace(base, blocks=tuple(replace(b, words=changed(b.words)) for b in base.blocks)) for _ in "ot"
        )
        start = time.process_time()
        merge(base, ours, theirs)
        return time.process_time() - start

    assert seconds(2000) / seconds(250) < 30  # 8 where it is in proportion, 64 where it is the square
