"""A text that came back as a document again: everything that it doesn't say is as it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.exchange.alignment import Said, said_words
from radkind_pod.transcript.exchange.likeness import check_likeness, word_distance
from radkind_pod.transcript.exchange.passages import Beside, put_beside
from radkind_pod.transcript.exchange.returned import BOTH, Returned


@dataclass(slots=True)
class _Token:
    """A word with all that was decided about it. `block` is the paragraph of the base to which it belongs most."""

    word: Word
    passage: int
    block: int
    speaker: str | None = None
    opens: bool = False
    heading: str | None = None


def as_document(returned: Returned, base: Document) -> Document:
    """Return what came back as a document, to be put together with `base`, the version that it was made from.

    Words that are still there keep their times, marks and language; new ones get those of the words they replace, and
    estimated times. Raises Refused where the text is another one, or holds only a small part of this one.
    """
    beside = put_beside(returned, base)
    check_likeness(returned, beside, base)
    return _document(returned, beside, base)


def closest(returned: Returned, versions: Iterable[tuple[str, Document]]) -> str:
    """Return the name of the version with the fewest differences; of several, the first. There must be one."""
    best: list[tuple[str, Document]] = []
    least = 0
    for name, document in versions:
        distance = word_distance(put_beside(returned, document))
        if not best or distance <= least:
            best = [*(best if distance == least else []), (name, document)]
            least = distance
    if not best:
        raise ValueError("there is no version to choose from")
    return min(best, key=lambda version: _paragraphs_apart(returned, version[1]))[0] if best[1:] else best[0][0]


def _paragraphs_apart(returned: Returned, document: Document) -> int:
    """Return how many paragraphs are others, with another name, or under another heading."""
    blocks = _document(returned, put_beside(returned, document), document).blocks
    return len({*blocks} ^ {*document.blocks})


def _document(returned: Returned, beside: Beside, base: Document) -> Document:
    tokens = _tokens(said_words(beside, base), base)
    _put_speakers(tokens, beside, base)
    _put_breaks(tokens, returned, base)
    _put_headings(tokens, returned, beside, base)
    blocks: list[list[_Token]] = []
    for token in tokens:
        if not blocks or token.opens:
            blocks.append([])
        blocks[-1].append(token)
    made = (Block(part[0].speaker, tuple(token.word for token in part), part[0].heading) for part in blocks)
    return replace(base, blocks=tuple(made))


def _tokens(said: Sequence[Said], base: Document) -> list[_Token]:
    """Return the words; one that replaces none belongs where its neighbours in the same passage do."""
    block_of = [i for i, block in enumerate(base.blocks) for _ in block.words]
    places = [block_of[one.place] if one.place is not None else None for one in said]
    following: list[tuple[int, int] | None] = [None] * len(said)
    known: tuple[int, int] | None = None
    for i in range(len(said) - 1, -1, -1):
        place = places[i]
        known = (said[i].passage, place) if place is not None else known
        following[i] = known
    tokens: list[_Token] = []
    for one, place, after in zip(said, places, following, strict=True):
        before = tokens[-1] if tokens else None
        if place is not None:
            block = place
        elif before and (before.passage == one.passage or after is None or after[0] != one.passage):
            block = before.block
        else:
            block = after[1] if after else 0
        tokens.append(_Token(one.word, one.passage, block))
    return tokens


def _put_speakers(tokens: Sequence[_Token], beside: Beside, base: Document) -> None:
    """Give each word the speaker that its passage names, or that its paragraph was last given, or has in the base."""
    given: dict[int, str | None] = {i: block.speaker for i, block in enumerate(base.blocks)}
    for token in tokens:
        passage = beside.passages[token.passage]
        if passage.says_speaker:
            given[token.block] = passage.speaker
        token.speaker = passage.speaker if passage.says_speaker else given.get(token.block)


def _put_breaks(tokens: Sequence[_Token], returned: Returned, base: Document) -> None:
    """Begin paragraphs where the file does; where it can't say so, where the base does."""
    before: _Token | None = None
    for token in tokens:
        if before is None or token.speaker != before.speaker:
            token.opens = True
        elif returned.says_paragraphs:
            token.opens = token.passage != before.passage
        elif token.block != before.block:
            joined_now = base.blocks[token.block].speaker != base.blocks[before.block].speaker
            token.opens = not (joined_now and token.passage == before.passage)
        before = token


def _put_headings(tokens: Sequence[_Token], returned: Returned, beside: Beside, base: Document) -> None:
    if returned.says_headings:
        seen = -1
        for token in tokens:
            if token.passage != seen:
                token.heading = beside.passages[token.passage].heading
            seen = token.passage
        return
    for i, block in enumerate(base.blocks):
        first = next((token for token in tokens if token.block >= i), None) if block.heading else None
        if first is not None:
            first.opens = True
            first.heading = BOTH.join(filter(None, [first.heading, block.heading]))
