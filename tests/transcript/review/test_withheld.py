"""Nothing withheld leaves the house, and nothing withheld is lost when the rest comes home."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.model.review import CUT, PLACEHOLDER, Block, Document, is_withheld
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.withheld import restored, view

MARKS = [(), (), (), ("unclear",), ("cut",), ("redact",), ("redact:place withheld",), ("cut", "redact")]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Some paragraphs; each withheld word has a text of its own, which stands nowhere else."""
    blocks, at = [], 0
    for b in range(draw(st.integers(1, 5))):
        words = []
        for marks in draw(st.lists(st.sampled_from(MARKS), min_size=1, max_size=8)):
            word = Word("plain", at, at + draw(st.integers(1, 300)), 0.9, None, marks)
            words.append(replace(word, text=f"secret{at}x{b}") if is_withheld(word) else word)
            at += draw(st.integers(0, 300))
        blocks.append(
            Block(draw(st.sampled_from(["Ama", "Bo", None])), tuple(words), draw(st.sampled_from([None, "T"])))
        )
    return Document("en", tuple(blocks))


@st.composite
def edits(draw: st.DrawFn, seen: Document) -> Document:
    """Whatever a person may do to a document: delete, replace, add, divide, join and move, words and paragraphs."""
    blocks = []
    for block in seen.blocks:
        words: list[Word] = []
        for word in block.words:
            what = draw(st.sampled_from(["stay", "stay", "stay", "delete", "replace", "add", "twice"]))
            words += [] if what in ("delete", "replace") else [word]
            words += [word] if what == "twice" else []
            if what in ("replace", "add"):
                words.append(Word("new", word.start_ms, word.end_ms, estimated=True))
        cut = draw(st.integers(0, len(words)))
        parts = [words[:cut], words[cut:]] if draw(st.booleans()) else [words]
        blocks += [replace(block, words=tuple(part)) for part in parts if part]
    if draw(st.booleans()) and len(blocks) > 1:
        blocks = draw(st.permutations(blocks))
    kept = [block for block in blocks if draw(st.integers(0, 4))]
    if draw(st.booleans()) and len(kept) > 1:
        kept = [replace(kept[0], words=kept[0].words + kept[1].words), *kept[2:]]
    return replace(seen, blocks=tuple(kept))


def withheld(document: Document) -> list[Word]:
    return [word for word in document.words if is_withheld(word)]


def shown(document: Document) -> list[tuple[str | None, str]]:
    return [(b.speaker, " ".join(w.text for w in b.words)) for b in document.blocks]


@given(documents())
def test_a_view_that_nobody_edited_is_the_document_again(document: Document) -> None:
    assert restored(view(document), document) == document


@given(documents())
def test_no_withheld_word_stands_anywhere_in_the_view(document: Document) -> None:
    assert "secret" not in repr(view(document))
    assert [block.speaker for block in view(document).blocks] == [block.speaker for block in document.blocks]
    assert view(view(document)) == view(document)


@settings(max_examples=400)
@given(st.data())
def test_whatever_is_done_to_the_view_every_withheld_word_comes_back_once_and_in_order(data: st.DataObject) -> None:
    document = data.draw(documents())
    edited = data.draw(edits(view(document)))
    result = restored(edited, document)
    assert withheld(result) == withheld(document)
    assert not any(PLACEHOLDER in word.marks for word in result.words)
    assert all(block.words for block in result.blocks)
    plain = [word for word in edited.words if PLACEHOLDER not in word.marks]
    assert [word for word in result.words if not is_withheld(word)] == plain


@settings(max_examples=200)
@given(st.data())
def test_while_no_placeholder_is_deleted_only_placeholders_are_replaced(data: st.DataObject) -> None:
    document = data.draw(documents())
    changed = [
        replace(b, words=tuple(w if PLACEHOLDER in w.marks else replace(w, text=data.draw(st.text())) for w in b.words))
        for b in view(document).blocks
    ]
    result = restored(replace(document, blocks=tuple(changed)), document)
    assert view(result) == replace(document, blocks=tuple(changed))


def said(*words: str, at: int = 0) -> Iterator[Word]:
    for i, word in enumerate(words):
        text, _, marks = word.partition("/")
        yield Word(text, at + i * 100, at + i * 100 + 100, marks=tuple(sorted(filter(None, marks.split("+")))))


def doc(*blocks: tuple[str, str]) -> Document:
    return Document(
        "en", tuple(Block(name, tuple(said(*text.split(), at=i * 10_000))) for i, (name, text) in enumerate(blocks))
    )


def test_neighbours_with_different_labels_are_two_placeholders() -> None:
    document = doc(("Ama", "I met Siân/redact Lloyd/redact Barry/redact:place uh/cut um/cut+redact again"))
    assert shown(view(document)) == [("Ama", "I met [name withheld] [place] [left out] again")]


def test_a_passage_over_two_paragraphs_is_one_placeholder_in_each() -> None:
    document = doc(("Ama", "that was/cut all/cut"), ("Bo", "really/cut so"), ("Ama", "wholly/cut"))
    assert shown(view(document)) == [("Ama", "that [left out]"), ("Bo", "[left out] so"), ("Ama", "[left out]")]
    stamp = view(document).blocks[0].words[1]
    assert stamp == Word("[left out]", 100, 300, marks=(PLACEHOLDER,))


def test_a_deleted_placeholder_comes_back_between_the_words_around_it() -> None:
    document = doc(("Ama", "I met Siân/redact there yesterday"))
    seen = view(document)
    words = seen.blocks[0].words
    new = Word("saw", 100, 200, estimated=True)
    edited = replace(seen, blocks=(replace(seen.blocks[0], words=(words[0], new, words[4])),))
    assert shown(restored(edited, document)) == [("Ama", "I saw Siân yesterday")]


def test_a_deleted_paragraph_that_was_withheld_comes_back_with_its_own_speaker() -> None:
    """Even where its neighbours were joined to one paragraph."""
    document = doc(("Ama", "Hello there."), ("Bo", "My/redact secret./redact"), ("Ama", "Bye then."))
    first, _, last = view(document).blocks
    apart = replace(document, blocks=(first, last))
    assert restored(apart, document) == document
    joined = replace(document, blocks=(replace(first, words=first.words + last.words),))
    assert shown(restored(joined, document)) == shown(document)


def test_a_placeholder_goes_with_its_own_paragraph_whatever_the_speaker_is_called_now() -> None:
    document = doc(("Speaker 1", "Siân/redact lives here."), ("Speaker 2", "Yes."))
    first, second = view(document).blocks
    edited = replace(document, blocks=(Block("Ama", first.words[1:]), second))
    assert shown(restored(edited, document)) == [("Ama", "Siân lives here."), ("Speaker 2", "Yes.")]


def test_what_is_cut_around_a_placeholder_is_cut_in_it_too() -> None:
    document = doc(("Ama", "I met Siân/redact there."))
    words = tuple(replace(word, marks=tuple(sorted({*word.marks, CUT}))) for word in view(document).words)
    result = restored(replace(document, blocks=(Block("Ama", words),)), document)
    assert [word.marks for word in result.words] == [("cut",), ("cut",), ("cut", "redact"), ("cut",)]


def test_a_paragraph_that_is_wholly_withheld_keeps_the_speaker_whom_the_pack_left_out() -> None:
    said = Block("Siân", (Word("Cardiff.", 0, 400, marks=("redact",)),))
    document = Document("en", (said, Block("Ama", (Word("Yes.", 500, 900),))))
    sent = view(document)
    nameless = replace(sent, blocks=(replace(sent.blocks[0], speaker=None), sent.blocks[1]))
    assert restored(nameless, document) == document
