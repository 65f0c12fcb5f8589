"""Two people's corrections become one transcript, case by case.

Documents are written as one line a paragraph: `# Heading # Ama: I met John~redact. yn~@cy`.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from radkind_pod.model.review import Block, Conflict, Document
from radkind_pod.model.transcript import Credit, Word
from radkind_pod.transcript.review.merge import Merged, merge
from radkind_pod.transcript.review.merge_conflicts import standing


def document(*lines: str, language: str = "en", start_ms: int = 0) -> Document:
    """Return the lines as a document, each word 300 ms long, 100 ms apart."""
    blocks, at = [], start_ms
    for line in lines:
        heading, _, rest = line[2:].rpartition(" # ") if line.startswith("# ") else ("", "", line)
        speaker, _, text = rest.partition(": ")
        words = []
        for written in text.split():
            word, *marks = written.split("~")
            own = next((mark[1:] for mark in marks if mark.startswith("@")), None)
            kept = tuple(sorted(mark.replace("_", " ") for mark in marks if not mark.startswith("@")))
            words.append(Word(word, at, at + 300, language=own, marks=kept))
            at += 400
        blocks.append(Block(speaker if speaker != "-" else None, tuple(words), heading or None))
    return Document(language, tuple(blocks))


def edited(base: Document, *lines: str) -> Document:
    """Return the lines as an editor would save them: words that stayed have their times, new ones about those."""
    new = document(*lines, language=base.language)
    old, words = base.words, list(new.words)
    matcher = SequenceMatcher(None, [w.text for w in old], [w.text for w in words], autojunk=False)
    at = 0
    for a, b, size in matcher.get_matching_blocks():
        for n in range(at, b):
            near = old[a - 1].end_ms if a else 0
            words[n] = replace(words[n], start_ms=near, end_ms=near, estimated=True)
        for n in range(size):
            words[b + n] = replace(words[b + n], start_ms=old[a + n].start_ms, end_ms=old[a + n].end_ms)
        at = b + size
    left = iter(words)
    blocks = (replace(block, words=tuple(next(left) for _ in block.words)) for block in new.blocks)
    return replace(base, blocks=tuple(blocks))


def shown(blocks: Sequence[Block]) -> list[str]:
    """Return paragraphs as the lines that they can be written as."""
    return [
        (f"# {block.heading} # " if block.heading else "")
        + f"{block.speaker or '-'}: "
        + " ".join(map(_word, block.words))
        for block in blocks
    ]


def _word(word: Word) -> str:
    own = [f"@{word.language}"] if word.language else []
    return "~".join([word.text, *own, *(mark.replace(" ", "_") for mark in word.marks)])


def both(base: Document, ours: list[str], theirs: list[str]) -> Merged:
    return merge(base, edited(base, *ours), edited(base, *theirs), ours_by="Ama", theirs_by="Tom")


def versions(conflict: Conflict) -> tuple[list[str], list[str]]:
    return shown(conflict.here), shown(conflict.other)


TALK = document("Ama: We went home. It was late.", "Ben: Yes. I saw John there.", "Ama: No.")
"""Three paragraphs that most cases below change."""

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


LAST = ["Ben: Yes. I saw John there.", "Ama: No."]
FIRST = ["Ama: We went home. It was late."]
DISPUTED = {
    "one sentence in two ways": (
        ["Ama: We drove home. It was late.", *LAST],
        ["Ama: We went homewards. It was late.", *LAST],
        ["Ama: We drove home. It was late.", *LAST],
        (["Ama: We drove home."], ["Ama: We went homewards."]),
    ),
    "a sentence deleted and changed": (
        ["Ama: We went home.", *LAST],
        ["Ama: We went home. It was dark.", *LAST],
        ["Ama: We went home.", *LAST],
        ([], ["Ama: It was dark."]),
    ),
    "a sentence changed and its paragraph deleted": (
        [*FIRST, "Ben: Yes. I met John there.", "Ama: No."],
        [*FIRST, "Ama: No."],
        [*FIRST, "Ben: Yes. I met John there.", "Ama: No."],
        (["Ben: Yes. I met John there."], []),
    ),
    "words put in at one place": (
        ["Ama: We went home. We ran. It was late.", *LAST],
        ["Ama: We went home. They saw. It was late.", *LAST],
        ["Ama: We went home. We ran. It was late.", *LAST],
        (["Ama: We ran."], ["Ama: They saw."]),
    ),
    "paragraphs put in at one place": (
        [*FIRST, "Cleo: Hello.", *LAST],
        [*FIRST, "Dan: Good day.", *LAST],
        [*FIRST, "Cleo: Hello.", *LAST],
        (["Cleo: Hello."], ["Dan: Good day."]),
    ),
    "one word heard by both, and given to different people": (
        ["Ama: We went home. It was late. Oh, right.", *LAST],
        [*FIRST, "Ben: Oh, right. Yes. I saw John there.", "Ama: No."],
        ["Ama: We went home. It was late. Oh, right.", *LAST],
        (["Ama: Oh, right."], ["Ben: Oh, right."]),
    ),
    "different speakers": (
        [*FIRST, "Cleo: Yes. I saw John there.", "Ama: No."],
        [*FIRST, "Dan: Yes. I saw John there.", "Ama: No."],
        [*FIRST, "Cleo: Yes. I saw John there.", "Ama: No."],
        (["Cleo: Yes. I saw John there."], ["Dan: Yes. I saw John there."]),
    ),
    "different headings": (
        [*FIRST, "# John # Ben: Yes. I saw John there.", "Ama: No."],
        [*FIRST, "# A friend # Ben: Yes. I saw John there.", "Ama: No."],
        [*FIRST, "# John # Ben: Yes. I saw John there.", "Ama: No."],
        (["# John # Ben: Yes."], ["# A friend # Ben: Yes."]),
    ),
    "different languages of a word": (
        [*FIRST, "Ben: Yes. I saw John~@cy there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw John~@fr there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw John~@cy there.", "Ama: No."],
        (["Ben: I saw John~@cy there."], ["Ben: I saw John~@fr there."]),
    ),
    "a speaker changes in the midst of words that the other wrote anew": (
        [*FIRST, "Ben: Yes. I saw", "Cleo: John there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I met them all, there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw", "Cleo: John there.", "Ama: No."],
        (["Ben: I saw", "Cleo: John there."], ["Ben: I met them all,", "Cleo: there."]),
    ),
    "a withheld name that the other deleted": (
        [*FIRST, "Ben: Yes. I saw John~redact there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw John~redact there.", "Ama: No."],
        (["Ben: I saw John~redact there."], ["Ben: I saw there."]),
    ),
    "a deleted name that the other withheld": (
        [*FIRST, "Ben: Yes. I saw there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw John~redact there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw John~redact there.", "Ama: No."],
        (["Ben: I saw John~redact there."], ["Ben: I saw there."]),
    ),
    "a deleted sentence, with a name that the other spelt and withheld": (
        [*FIRST, "Ben: Yes.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw Joan~redact there.", "Ama: No."],
        [*FIRST, "Ben: Yes. Joan~redact", "Ama: No."],
        (["Ben: Joan~redact"], ["Ben: I saw Joan~redact there."]),
    ),
    "a sentence in two ways, withheld by theirs": (
        [*FIRST, "Ben: Yes. I saw Jon there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw Joan~cut there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw Jon~cut there.", "Ama: No."],
        (["Ben: I saw Jon~cut there."], ["Ben: I saw Joan~cut there."]),
    ),
    "a sentence in two ways, withheld by ours": (
        [*FIRST, "Ben: Yes. I saw Jon~cut there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw Joan Smith there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw Jon~cut there.", "Ama: No."],
        (["Ben: I saw Jon~cut there."], ["Ben: I saw Joan~cut Smith~cut there."]),
    ),
    "an unclear word that the other deleted": (
        [*FIRST, "Ben: Yes. I saw there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw John~unclear there.", "Ama: No."],
        [*FIRST, "Ben: Yes. I saw there.", "Ama: No."],
        (["Ben: I saw there."], ["Ben: I saw John~unclear there."]),
    ),
    "a heading of a paragraph that the other deleted": (
        [*FIRST, "Ama: No."],
        [*FIRST, "# John # Ben: Yes. I saw John there.", "# End # Ama: No."],
        [*FIRST, "# End # Ama: No."],
        (["# End # Ama: No."], ["# John # Ben: Yes. I saw John there.", "# End # Ama: No."]),
    ),
}


@pytest.mark.parametrize("case", DISPUTED)
def test_where_both_changed_the_same_ours_stays_and_theirs_is_kept(case: str) -> None:
    ours, theirs, wanted, versions_wanted = DISPUTED[case]
    merged = both(TALK, ours, theirs)
    assert shown(merged.document.blocks) == wanted
    (found,) = merged.conflicts
    assert versions(found) == versions_wanted
    # the one exception: ours deleted a name that theirs withholds, and what is withheld stays
    swapped = case == "a deleted name that the other withheld"
    assert (found.here_by, found.other_by) == (("Tom", "Ama") if swapped else ("Ama", "Tom"))
    place = standing(merged.document, found)
    assert place is not None
    assert shown((Block("-", merged.document.words[slice(*place)]),)) == shown(
        (Block("-", tuple(word for block in found.here for word in block.words)),)
    )


def test_who_is_ours_does_not_matter_to_what_is_kept() -> None:
    for ours, theirs, _, _ in DISPUTED.values():
        one, other = both(TALK, ours, theirs), both(TALK, theirs, ours)
        assert one.conflicts
        assert other.conflicts


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


def test_repeated_words_are_told_apart_by_their_times() -> None:
    """The second of three `no` was deleted, and the third marked: it is the third that stays marked."""
    base = document("Ama: no no no we went.")
    no = base.words
    ours = replace(base, blocks=(Block("Ama", (no[0], no[2], no[3], no[4])),))
    theirs = replace(base, blocks=(Block("Ama", (no[0], no[1], replace(no[2], marks=("cut",)), no[3], no[4])),))
    merged = merge(base, ours, theirs)
    assert shown(merged.document.blocks) == ["Ama: no no~cut we went."]
    assert merged.conflicts == ()


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


def test_documents_that_went_through_other_programs_are_merged_by_their_words() -> None:
    """All times are others, speakers are gone in theirs, and the paragraphs are too."""
    theirs = replace(document("-: We went home. It was dark. Yes. I saw John there. No.", start_ms=50))
    ours = edited(TALK, "Ama: We drove home. It was late.", *LAST)
    merged = merge(TALK, ours, theirs)
    assert shown(merged.document.blocks) == ["-: We drove home. It was dark. Yes. I saw John there. No."]
    starts = [word.start_ms for word in merged.document.words]
    assert starts == sorted(starts)


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


def test_all_text_replaced_by_both_is_one_conflict() -> None:
    ours, theirs = document("Cleo: Something else."), document("Dan: Nothing of this.")
    merged = merge(TALK, ours, theirs)
    assert merged.document == ours
    assert [versions(found) for found in merged.conflicts] == [(["Cleo: Something else."], ["Dan: Nothing of this."])]


def test_conflicts_have_the_same_name_each_time_and_find_their_place() -> None:
    ours, theirs, *_ = DISPUTED["one sentence in two ways"]
    (found,) = both(TALK, ours, theirs).conflicts
    assert both(TALK, ours, theirs).conflicts == (found,)
    assert (found.start_ms, found.end_ms) == (0, 1100)
    assert len(found.id) == 12
    (turned,) = both(TALK, theirs, ours).conflicts
    assert turned.id != found.id


def test_a_passage_that_was_changed_since_is_not_found() -> None:
    ours, theirs, *_ = DISPUTED["one sentence in two ways"]
    (found,) = both(TALK, ours, theirs).conflicts
    assert standing(TALK, found) is None


def test_held_words_keep_new_machine_text_out_of_their_sentence() -> None:
    theirs = edited(TALK, "Ama: We went dome. It was slate.", *LAST)
    merged = merge(TALK, TALK, theirs, held=lambda word: word.text == "late.")
    assert shown(merged.document.blocks) == ["Ama: We went dome. It was late.", *LAST]
    assert merged.held_back == 1
    assert merged.conflicts == ()


def test_held_words_that_the_machine_agrees_with_are_not_counted() -> None:
    assert merge(TALK, TALK, TALK, held=lambda word: True) == Merged(TALK)


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
