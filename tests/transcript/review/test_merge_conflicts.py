"""Where two people changed the same, ours stays, and theirs is kept as a conflict, case by case."""

import pytest
from tests.transcript.review.conversations import FIRST, LAST, TALK, both, document, shown, versions

from radkind_pod.model.review import Block
from radkind_pod.transcript.review.merge import merge
from radkind_pod.transcript.review.merge_conflicts import standing

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
