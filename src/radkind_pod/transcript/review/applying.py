"""Corrections put into the version of the transcript that they were made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.review import PLACEHOLDER, Block, Document
from radkind_pod.model.transcript import CHECKED, CORRECTED, EDITING, Credit, Word
from radkind_pod.transcript.review.estimate import UNKNOWN_MS, between, untimed
from radkind_pod.transcript.review.provenance import text_hash, with_credit
from radkind_pod.transcript.review.sent import Corrections, Item, New, Region, Remarked
from radkind_pod.transcript.wording import has_spaces, pieces

LONGEST_WORD = 500
"""Web addresses are long; nothing that people say is longer."""

Span = tuple[int, int]
Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A word as it stands now. `id` is which one of the base it is; None for one that was not there."""

    word: Word
    id: int | None
    block: int


def apply(base: Document, corrections: Corrections, part: Span | None = None) -> Document:
    """Return the transcript with the corrections in it, and with the credit for them.

    `base` is exactly what the person was given: the caller has compared its version with that of the corrections. With
    `withheld` it is the view without withheld passages; after putting these back, call `credited` again. `part` is its
    span in ms, where it is a part. Raises SourceError where the corrections don't fit.
    """
    borders = _borders(base)
    words = base.words
    total = len(words)
    blocks: list[Block] = []
    done = 0
    for number, region in enumerate(corrections.regions, 1):
        if region.first not in borders or region.last not in borders or (region.first == region.last and total):
            raise _misfit(corrections, f"region {number} doesn't begin and end with paragraphs")
        if any(_id(item) >= total for block in region.blocks for item in block.items):
            raise _misfit(corrections, f"region {number} speaks of words that aren't there")
    for region in _joined(corrections.regions):
        blocks += base.blocks[done : borders[region.first]]
        blocks += _corrected(words, region, corrections, base.language, part)
        done = borders[region.last]
    document = replace(base, blocks=(*blocks, *base.blocks[done:]))
    return credited(document, corrections, part)


def credited(document: Document, corrections: Corrections, part: Span | None = None) -> Document:
    """Return the document with the credit that its corrections give; none, while nobody gave a name."""
    if not corrections.by:
        return document
    start_ms, end_ms = part or (None, None)
    credits_now = document.credits
    for kind in _kinds(corrections):
        text = text_hash(document, part) if kind == CHECKED else None
        credits_now = with_credit(credits_now, Credit(kind, corrections.by, text, start_ms, end_ms))
    return replace(document, credits=credits_now)


def _kinds(corrections: Corrections) -> Iterator[str]:
    if corrections.finished:
        yield CORRECTED
    if corrections.checked:
        yield CHECKED
    began = corrections.regions or corrections.confirmed or corrections.settled
    if began and not corrections.finished and not corrections.checked:
        yield EDITING


def _misfit(corrections: Corrections, what: str) -> SourceError:
    message = (
        f"these corrections don't fit the version of the transcript that they name: {what}. "
        "Ask for the file again, as the review page saved it"
    )
    return SourceError([Problem(corrections.file, None, message)])


def _borders(base: Document) -> dict[int, int]:
    """Return which block begins with which word; the end is a border too."""
    borders, first = {0: 0}, 0
    for i, block in enumerate(base.blocks, 1):
        first += len(block.words)
        borders[first] = i
    return borders


def _joined(regions: Iterable[Region]) -> list[Region]:
    """Return regions that touch as one: words may have gone from one to the other."""
    found: list[Region] = []
    for region in regions:
        if found and found[-1].last == region.first:
            found[-1] = Region(found[-1].first, region.last, found[-1].blocks + region.blocks)
        else:
            found.append(region)
    return found


def _id(item: Item) -> int:
    return item if isinstance(item, int) else item.id if isinstance(item, Remarked) else -1


def _corrected(
    words: Words, region: Region, corrections: Corrections, language: str, part: Span | None
) -> Iterator[Block]:
    said = list(_said(words, region, language))
    if any(len(one.word.text) > LONGEST_WORD for one in said):
        raise _misfit(corrections, f"a word has more than {LONGEST_WORD} letters")
    timed = zip(said, _timed(words, region, said, part), strict=True)
    for i, pairs in groupby(timed, key=lambda pair: pair[0].block):
        block = region.blocks[i]
        yield Block(block.speaker, tuple(word for _, word in pairs), block.heading)


def _said(words: Words, region: Region, language: str) -> Iterator[_Said]:
    """Yield the words as they stand now. A word that was moved, or is there twice, is a new one with the same text."""
    next_id = region.first
    for i, block in enumerate(region.blocks):
        for item in block.items:
            if isinstance(item, New):
                own = _own(item.language, language)
                yield from (
                    _Said(untimed(text, own, item.marks), None, i) for text in _texts(item.text, own or language)
                )
                continue
            word = _remarked(words[_id(item)], item, language)
            if next_id <= _id(item) < region.last:
                next_id = _id(item) + 1
                yield _Said(word, _id(item), i)
            elif PLACEHOLDER not in word.marks:
                yield _Said(untimed(word.text, word.language, word.marks), None, i)


def _remarked(word: Word, item: Item, language: str) -> Word:
    if not isinstance(item, Remarked):
        return word
    if PLACEHOLDER in word.marks:
        return replace(word, marks=tuple(sorted({PLACEHOLDER, *item.marks})))
    own = _own(item.language, language)
    is_same = word.language is not None and word.language.lower() == own
    return replace(word, marks=item.marks, language=word.language if is_same else own)


def _own(given: str | None, language: str) -> str | None:
    """Return the language that a word carries: none where it is the transcript's."""
    return None if given == language.lower() else given


def _texts(text: str, language: str) -> list[str]:
    if has_spaces(language):
        return [word for word in text.split(" ") if word]
    return pieces(text) if text.strip() else []


def _timed(words: Words, region: Region, said: list[_Said], part: Span | None) -> list[Word]:
    begins_ms, ends_ms = part or (0, None)
    kept = [(at, one.id) for at, one in enumerate(said) if one.id is not None]
    stops = [(-1, region.first - 1), *kept, (len(said), region.last)]
    timed: list[Word] = []
    for (left_at, left), (right_at, right) in pairwise(stops):
        new = [one.word for one in said[left_at + 1 : right_at]]
        if new:
            before = words[left] if left >= 0 else None
            after = words[right] if right < len(words) else None
            timed += between(new, before, after, words[left + 1 : right], begins_ms, ends_ms)
        timed += [said[right_at].word] if right_at < len(said) else []
    assert all(word.start_ms != UNKNOWN_MS for word in timed), "every word has found its time"
    return timed
