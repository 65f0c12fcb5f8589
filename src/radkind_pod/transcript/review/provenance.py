"""Whose work a transcript is, as its credits and the draft say it."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import CHECKED, CORRECTED, EDITING, Credit, Provenance, Transcript
from radkind_pod.transcript.review.document import document_of

Span = tuple[int, int]
"""A part in ms of recording time: from its first moment to that of the next part."""


def text_hash(document: Document, span: Span | None = None) -> str:
    """Return a short hash of all that is said in the span, by whom, and of every mark: what a check was given for.

    A paragraph is in the span in which it begins.
    """
    told = hashlib.sha256()
    for block in _within(document, span):
        told.update(repr((block.speaker, block.heading)).encode())
        told.update(repr([(word.text, word.language, word.marks) for word in block.words]).encode())
    return told.hexdigest()[:12]


def provenance_of(document: Document, machine: Transcript | None) -> Provenance:
    """Return whose work it is. A check counts while the words are those that were checked."""
    if machine is not None and not document.credits and text_hash(document_of(machine)) == text_hash(document):
        return Provenance()
    return Provenance(
        reviewed=True,
        machine=document.draft is not None or machine is not None,
        editing=_names(c for c in document.credits if c.kind == EDITING),
        corrected=_names(c for c in document.credits if c.kind == CORRECTED) if is_corrected(document) else (),
        checked=_names(_valid_checks(document)) if checks(document) else (),
    )


def checks(document: Document) -> int:
    """Return by how many people every paragraph was checked as it stands now."""
    valid = _valid_checks(document)
    return min((_checkers(block, valid) for block in document.blocks), default=0)


def _checkers(block: Block, valid: Sequence[Credit]) -> int:
    return len({credit.name for credit in valid if _begins_in(block, span_of(credit))})


def _valid_checks(document: Document) -> list[Credit]:
    given = [credit for credit in document.credits if credit.kind == CHECKED]
    return [credit for credit in given if credit.text == text_hash(document, span_of(credit))]


def span_of(credit: Credit) -> Span | None:
    """Return the part that the credit is for; None for the whole."""
    return None if credit.start_ms is None or credit.end_ms is None else (credit.start_ms, credit.end_ms)


def _within(document: Document, span: Span | None) -> Iterator[Block]:
    return (block for block in document.blocks if _begins_in(block, span))


def _begins_in(block: Block, span: Span | None) -> bool:
    return span is None or span[0] <= block.words[0].start_ms < span[1]


def is_corrected(document: Document) -> bool:
    """Say whether people have gone through all of it: every paragraph is in a part that somebody went through."""
    spans = [span_of(credit) for credit in document.credits if credit.kind == CORRECTED]
    return bool(spans) and all(any(_begins_in(block, span) for span in spans) for block in document.blocks)


def _names(thanks: Iterable[Credit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(credit.name for credit in thanks))


def with_credit(document_credits: tuple[Credit, ...], credit: Credit) -> tuple[Credit, ...]:
    """Return the credits with this one; who has gone through a part is no longer busy with it."""
    return (*(old for old in document_credits if not _is_replaced(old, credit)), credit)


def _is_replaced(old: Credit, new: Credit) -> bool:
    if old.name != new.name:
        return False
    same_part = (old.start_ms, old.end_ms) == (new.start_ms, new.end_ms)
    return same_part and (old.kind == new.kind or old.kind == EDITING)
