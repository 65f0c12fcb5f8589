"""What holds for every merge: small conversations, corrected at random by two people."""

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.transcript.review.two_editors import Editor, documents, threes

from radkind_pod.model.review import CUT, Block, Document, is_redaction
from radkind_pod.model.transcript import Credit, Word
from radkind_pod.transcript.review.merge import Merged, merge

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def texts(merged: Merged) -> set[str]:
    kept = [merged.document.blocks, *(conflict.other for conflict in merged.conflicts)]
    return {word.text for blocks in kept for block in blocks for word in block.words}


def hidden(word: Word) -> set[str]:
    return {mark for mark in word.marks if mark == CUT or is_redaction(mark)}


@QUICK
@given(threes())
def test_what_one_side_alone_changed_is_taken_whole(three: tuple[Document, Document, Document]) -> None:
    base, ours, theirs = three
    assert merge(base, base, theirs) == Merged(theirs)
    assert merge(base, ours, base) == Merged(ours)
    assert merge(base, ours, ours) == Merged(ours)


@QUICK
@given(documents(), documents(), documents())
def test_that_holds_for_documents_of_other_programs(base: Document, ours: Document, theirs: Document) -> None:
    theirs = replace(theirs, language="cy", credits=(Credit("corrected", "Ama"),), draft=None)
    assert merge(base, base, theirs) == Merged(theirs)
    assert merge(base, ours, base) == Merged(ours)
    assert merge(base, theirs, theirs) == Merged(theirs)


@QUICK
@given(threes())
def test_each_word_that_a_person_wrote_is_in_the_text_or_in_a_conflict(
    three: tuple[Document, Document, Document],
) -> None:
    base, ours, theirs = three
    merged = merge(base, ours, theirs)
    old = {word.text for word in base.words}
    assert {word.text for word in (*ours.words, *theirs.words)} - old <= texts(merged)


@QUICK
@given(threes())
def test_words_of_ours_are_never_replaced(three: tuple[Document, Document, Document]) -> None:
    base, ours, theirs = three
    old = {word.text for word in base.words}
    here = Counter(word.text for word in merge(base, ours, theirs).document.words)
    assert not Counter(word.text for word in ours.words if word.text not in old) - here


@QUICK
@given(threes())
def test_what_either_side_withholds_stays_withheld_in_the_document(
    three: tuple[Document, Document, Document],
) -> None:
    """A word that a side newly withheld is there with its marks, or what came in its place has them."""
    base, ours, theirs = three
    merged = merge(base, ours, theirs)
    before = {(word.text, word.start_ms): word for word in base.words}
    after = {(word.text, word.start_ms): word for word in merged.document.words}
    everywhere = {mark for word in merged.document.words for mark in hidden(word)}
    for side in (ours, theirs):
        for word in side.words:
            old = before.get((word.text, word.start_ms))
            new = hidden(word) - (hidden(old) if old else set())
            found = after.get((word.text, word.start_ms))
            assert new <= (hidden(found) if found else everywhere)


@QUICK
@given(threes())
def test_two_runs_give_the_same_and_nothing_is_empty(three: tuple[Document, Document, Document]) -> None:
    merged = merge(*three)
    assert merge(*three) == merged
    assert all(block.words for block in merged.document.blocks)
    assert len({conflict.id for conflict in merged.conflicts}) == len(merged.conflicts)


@QUICK
@given(threes())
def test_words_stay_in_order_of_time(three: tuple[Document, Document, Document]) -> None:
    for document in three:
        times = [word.start_ms for word in document.words]
        assume(times == sorted(times))
    merged = [word.start_ms for word in merge(*three).document.words]
    assert merged == sorted(merged)
    moved = [word.start_ms for word in merge(*three, times_from_theirs=True).document.words]
    assert moved == sorted(moved)


@QUICK
@given(threes())
def test_a_conflict_says_what_stands_in_the_document(three: tuple[Document, Document, Document]) -> None:
    merged = merge(*three)
    words = merged.document.words
    for conflict in merged.conflicts:
        here = [word for block in conflict.here for word in block.words]
        assert any(list(words[n : n + len(here)]) == here for n in range(len(words) + 1))
        assert conflict.start_ms <= conflict.end_ms
        assert all(conflict.start_ms <= word.start_ms and word.end_ms <= conflict.end_ms for word in here)


@QUICK
@given(st.data())
def test_edits_of_different_paragraphs_commute(data: st.DataObject) -> None:
    base = data.draw(documents(least=2))
    middle = data.draw(st.integers(1, len(base.blocks) - 1))
    ours = Editor(data.draw, base, "o").edit(range(middle))
    theirs = Editor(data.draw, base, "t").edit(range(middle, len(base.blocks)))
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.conflicts == ()
    assert one == other
    assert [block.words for block in one.document.blocks] == [
        *(block.words for block in ours.blocks[:middle]),
        *(block.words for block in theirs.blocks[middle:]),
    ]


def known(document: Document) -> dict[tuple[str, int], tuple[Word, str | None]]:
    """Return each word with its speaker, by its text and time, which in these documents no other word has."""
    return {(word.text, word.start_ms): (word, block.speaker) for block in document.blocks for word in block.words}


def agreed(base: str | None, ours: str | None, theirs: str | None) -> str | None:
    assert base in {ours, theirs} or ours == theirs
    return theirs if ours == base else ours


@QUICK
@given(threes())
def test_each_word_has_what_either_side_said_of_it_or_is_in_a_conflict(
    three: tuple[Document, Document, Document],
) -> None:
    """Where one side gave a speaker another name everywhere, that name stands for the other side's words too."""
    base, ours, theirs = map(known, three)
    merged = merge(*three)
    here = known(merged.document)
    disputed = {(w.text, w.start_ms) for conflict in merged.conflicts for b in conflict.here for w in b.words}
    for key in base.keys() & ours.keys() & theirs.keys():
        assert key in here
        if key not in disputed:
            sides = [side[key] for side in (base, ours, theirs, here)]
            speakers, languages = [speaker for _, speaker in sides], [word.language for word, _ in sides]
            assert languages[3] == agreed(*languages[:3])
            wanted = agreed(*speakers[:3])
            assert speakers[3] == wanted or any(
                wanted not in {who for _, who in side.values()} for side in (ours, theirs)
            )
            plain = [set(side[key][0].marks) - hidden(side[key][0]) for side in (base, ours, theirs, here)]
            old, mine, yours, now = plain
            assert now == (mine & yours) | (mine - old) | (yours - old)


@QUICK
@given(threes())
def test_a_word_that_either_side_deleted_is_gone_or_in_a_conflict(
    three: tuple[Document, Document, Document],
) -> None:
    """But for one of several words that are written alike, of which each side kept another one: there both sides read
    the same, which counts as the same change.
    """
    base, ours, theirs = map(known, three)
    merged = merge(*three)
    disputed = {(w.text, w.start_ms) for conflict in merged.conflicts for b in conflict.here for w in b.words}
    here = known(merged.document)
    for key in base.keys() - (ours.keys() & theirs.keys()):
        deleting = ours if key not in ours else theirs
        reads_alike = key[0] in {text for text, _ in deleting}
        assert key not in here or key in disputed or reads_alike


def test_of_words_written_alike_of_which_each_side_kept_another_one_stays() -> None:
    """Both sides made "so so so" into "so": that is no conflict, and nothing that anybody reads is lost."""

    def spoken(*paragraphs: tuple[int, ...]) -> Document:
        blocks = (Block("Ama", tuple(Word("so", at, at + 300) for at in starts)) for starts in paragraphs)
        return Document("en", tuple(blocks))

    base, ours, theirs = spoken((0,), (400, 800), (1200,)), spoken((800,)), spoken((0,), (1200,))
    merged = merge(base, ours, theirs)
    assert [word.text for word in merged.document.words] == ["so"]
    assert merged.conflicts == ()


@QUICK
@given(threes())
def test_headings_are_in_the_document_or_in_a_conflict(three: tuple[Document, Document, Document]) -> None:
    base, ours, theirs = three
    merged = merge(base, ours, theirs)
    kept = [*merged.document.blocks, *(b for c in merged.conflicts for b in (*c.here, *c.other))]
    old = {None, *(block.heading for block in base.blocks)}
    for block in (*ours.blocks, *theirs.blocks):
        assert block.heading in old or block.heading in {kept_block.heading for kept_block in kept}


@QUICK
@given(threes())
def test_held_words_let_no_new_text_in(three: tuple[Document, Document, Document]) -> None:
    """Where a person confirmed all, the text is ours, but for what is put in between the sentences."""
    base, ours, theirs = three
    merged = merge(base, replace(ours, blocks=base.blocks), theirs, held=lambda word: True)
    after = [word.text for word in merged.document.words if not word.text.lower().startswith("t")]
    visible = [word.text for word in base.words if not word.text.lower().startswith("t")]
    assert after == visible
    assert not any(word in base.words for c in merged.conflicts for b in c.here for word in b.words)
