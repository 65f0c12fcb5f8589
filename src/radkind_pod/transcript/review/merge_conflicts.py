"""Passages of which both versions are kept: how they are written down, and where they stand in the transcript."""

import hashlib
import json
from collections.abc import Sequence

from radkind_pod.model.review import Block, Conflict, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.merge_words import Token


def blocks_of(tokens: Sequence[Token]) -> tuple[Block, ...]:
    """Return the words as paragraphs: a new one where one opens, and where another person speaks."""
    blocks: list[Block] = []
    words: list[Word] = []
    for n, token in enumerate(tokens):
        words.append(token.word)
        after = tokens[n + 1] if n + 1 < len(tokens) else None
        if after is None or after.opens or after.speaker != token.speaker:
            opening = tokens[n + 1 - len(words)]
            blocks.append(Block(opening.speaker, tuple(words), opening.heading))
            words = []
    return tuple(blocks)


def conflict(
    here: Sequence[Token], other: Sequence[Token], at_ms: int, here_by: str | None, other_by: str | None
) -> Conflict:
    """Return both versions of a passage. `at_ms` is where it would be if nothing stands there."""
    words = [token.word for token in here]
    ours, theirs = blocks_of(here), blocks_of(other)
    return Conflict(
        id=_identity(ours, theirs),
        start_ms=min((word.start_ms for word in words), default=at_ms),
        end_ms=max((word.end_ms for word in words), default=at_ms),
        here=ours,
        other=theirs,
        here_by=here_by,
        other_by=other_by,
    )


def standing(document: Document, found: Conflict) -> tuple[int, int] | None:
    """Return the words [first, last) of the document that are the passage's `here`, or None if it was changed since.

    An empty range is where the passage would stand, when its words were deleted.
    """
    words, here = document.words, [word for block in found.here for word in block.words]
    if not here:
        return (gap := sum(word.start_ms < found.start_ms for word in words)), gap
    wanted = [_spoken(word) for word in here]
    spoken = [_spoken(word) for word in words]
    for first in range(len(words) - len(here) + 1):
        if spoken[first] == wanted[0] and spoken[first : first + len(here)] == wanted:
            return first, first + len(here)
    return None


def _spoken(word: Word) -> tuple[str, int, int]:
    return word.text, word.start_ms, word.end_ms


def _identity(here: tuple[Block, ...], other: tuple[Block, ...]) -> str:
    both = [[_written(block) for block in version] for version in (here, other)]
    return hashlib.sha256(json.dumps(both, ensure_ascii=True).encode()).hexdigest()[:12]


def _written(block: Block) -> list[object]:
    words = [[word.text, word.start_ms, word.end_ms, word.marks, word.language] for word in block.words]
    return [block.speaker, block.heading, words]
