"""A transcript in parts of about five minutes, one for each volunteer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from radkind_pod.model.review import Document

PART_MS = 5 * 60_000
"""A part ends with the paragraph in which it gets so long."""


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks [first, last) of a document. `number` counts from 1 to `of`; its time borders on its neighbours'."""

    number: int
    of: int
    first: int
    last: int
    start_ms: int
    end_ms: int


def parts(document: Document) -> tuple[Part, ...]:
    """Return the parts in order: each paragraph is in exactly one, and together they last from 0 to the last word.

    The same document always has the same parts.
    """
    if not document.blocks:
        return ()
    edges = list(_edges(document))
    starts = [0, *(document.blocks[first].words[0].start_ms for first in edges[1:-1])]
    ends = [*starts[1:], document.words[-1].end_ms + 1]
    spans = zip(edges, edges[1:], starts, ends, strict=False)
    of = len(edges) - 1
    return tuple(Part(i, of, first, last, start, end) for i, (first, last, start, end) in enumerate(spans, 1))


def of_part(document: Document, part: Part) -> Document:
    """Return the part as a document of its own."""
    return replace(document, blocks=document.blocks[part.first : part.last])


def with_part(document: Document, part: Part, now: Document) -> Document:
    """Return the document with what has become of the part, and of the credits, in place of what was there."""
    blocks = (*document.blocks[: part.first], *now.blocks, *document.blocks[part.last :])
    return replace(document, blocks=blocks, credits=now.credits)


def _edges(document: Document) -> Iterator[int]:
    """Yield the number of each part's first block, and the number of blocks."""
    yield 0
    began_ms = 0
    for i, block in enumerate(document.blocks[:-1], 1):
        following_ms = document.blocks[i].words[0].start_ms
        if block.words[-1].end_ms - began_ms >= PART_MS:
            yield i
            began_ms = following_ms
    yield len(document.blocks)
