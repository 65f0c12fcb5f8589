"""What is left out before a transcript goes to other people, and put back when it comes home."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from radkind_pod.model.review import CUT, PLACEHOLDER, Block, Document, is_redaction, is_withheld, label_of
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.returning import Gone, Here, put_back, staying

LEFT_OUT = "left out"
"""What stands for a passage that is cut."""

Words = tuple[Word, ...]


def view(document: Document) -> Document:
    """Return the document without its withheld passages: one placeholder stands for each, in each paragraph."""
    shown = (replace(block, words=tuple(word for word, _ in _runs(block))) for block in document.blocks)
    return replace(document, blocks=tuple(shown))


def for_others(document: Document) -> Document:
    """Return the view as it may leave the house: of a paragraph that is wholly withheld, nobody learns who says it, nor
    the title of the chapter that begins with it. `restored` brings both back.
    """
    seen = view(document)
    return replace(seen, blocks=tuple(Block(None, b.words) if _is_hidden(b) else b for b in seen.blocks))


def _is_hidden(block: Block) -> bool:
    return all(PLACEHOLDER in word.marks for word in block.words)


def restored(edited: Document, document: Document) -> Document:
    """Return an edited view of the document with everything back that was withheld, in its order.

    A placeholder becomes the words that it stands for; what was cut around it is cut there too. One that was deleted is
    put back behind the word before it, or in front of the word after it: with those of its own paragraph if there are
    any left, else as a paragraph of its own.
    """
    seen = [_Seen(word, hidden, i) for i, block in enumerate(document.blocks) for word, hidden in _runs(block)]
    now = [(word, i) for i, block in enumerate(edited.blocks) for word in block.words]
    stays = staying([one.word for one in seen], [word for word, _ in now])
    hidden = {stays[i]: one.hidden for i, one in enumerate(seen) if i in stays}
    here: list[Here] = []
    places: dict[int, int] = {}
    for i, (word, block) in enumerate(now):
        if i in hidden or PLACEHOLDER not in word.marks:  # any other one stands where it never stood
            places[i] = len(here)
            here.append(Here(_told(word, hidden.get(i, ())), word.start_ms, block))
    gone = _gone(seen, {i: places[place] for i, place in stays.items()}, len(here))
    blocks = put_back(gone, here, edited.blocks, document.blocks)
    return replace(edited, blocks=tuple(_with_speakers(blocks, document)))


def _with_speakers(blocks: Iterable[Block], document: Document) -> Iterator[Block]:
    """Yield the blocks; one that is wholly withheld has its speaker and its chapter, which the view leaves out too."""
    hidden = [block for block in document.blocks if all(map(is_withheld, block.words))]
    owners = {(word.start_ms, word.text): block for block in hidden for word in block.words}
    headings = {id(block) for block in hidden if block.heading}
    for block in blocks:
        owner = owners.get((block.words[0].start_ms, block.words[0].text))
        if owner is None or not all(map(is_withheld, block.words)):
            yield block
            continue
        heading = block.heading or (owner.heading if id(owner) in headings else None)
        headings.discard(id(owner))
        yield replace(block, speaker=block.speaker or owner.speaker, heading=heading)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A word of the view. `hidden` are the words that it stands for, if it is a placeholder."""

    word: Word
    hidden: Words
    block: int


def _runs(block: Block) -> Iterator[tuple[Word, Words]]:
    """Yield each word of the view with what it stands for."""
    for label, run in groupby(block.words, key=_label):
        words = tuple(run)
        if label is None:
            yield from ((word, ()) for word in words)
        else:
            end_ms = max(word.end_ms for word in words)
            yield Word(f"[{label}]", words[0].start_ms, end_ms, marks=(PLACEHOLDER,)), words


def _label(word: Word) -> str | None:
    if not is_withheld(word):
        return None
    return LEFT_OUT if CUT in word.marks else label_of(next(filter(is_redaction, word.marks)))


def _told(word: Word, hidden: Words) -> Words:
    """Return what this word of the edited view stands for."""
    if not hidden:
        return (word,)
    if CUT not in word.marks:
        return hidden
    return tuple(replace(one, marks=tuple(sorted({*one.marks, CUT}))) for one in hidden)


def _gone(seen: Sequence[_Seen], stays: dict[int, int], end: int) -> list[Gone]:
    """Return the passages whose placeholder was deleted, each between its closest words that are still there."""
    after, following = [end] * len(seen), [-1] * len(seen)
    for i in range(len(seen) - 2, -1, -1):
        known = i + 1 in stays
        after[i] = stays[i + 1] if known else after[i + 1]
        following[i] = seen[i + 1].block if known else following[i + 1]
    found, before, preceding = [], -1, -1
    for i, one in enumerate(seen):
        if i in stays:
            before, preceding = stays[i], one.block
        elif one.hidden:
            own = (preceding == one.block, following[i] == one.block)
            found.append(Gone(one.hidden, one.block, before + 1, after[i], *own))
    return found
