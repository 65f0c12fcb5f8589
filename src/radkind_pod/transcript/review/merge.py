"""Two versions of a document become one, and nothing that a person corrected is lost.

Words are merged by sentence. A sentence that both sides wrote anew stays as ours, and theirs is kept as a conflict. Who
speaks, languages, marks, paragraphs and headings are merged each on its own. What one side withholds stays withheld.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from radkind_pod.model.review import Conflict, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.merge_assembly import Assembly, Part
from radkind_pod.transcript.review.merge_choice import Choice, Chooser, Versions, one_of
from radkind_pod.transcript.review.merge_conflicts import blocks_of, conflict
from radkind_pod.transcript.review.merge_sides import flattened
from radkind_pod.transcript.review.merge_times import move_to_theirs, put_in_order
from radkind_pod.transcript.review.merge_values import renamed
from radkind_pod.transcript.review.merge_words import Token


@dataclass(frozen=True, slots=True)
class Merged:
    """The document, and the passages of which it has one version and the conflict both.

    `held_back` is how many passages of theirs didn't come in because a person had confirmed what stands there.
    """

    document: Document
    conflicts: tuple[Conflict, ...] = ()
    held_back: int = 0


def merge(
    base: Document,
    ours: Document,
    theirs: Document,
    *,
    ours_by: str | None = None,
    theirs_by: str | None = None,
    times_from_theirs: bool = False,
    held: Callable[[Word], bool] | None = None,
) -> Merged:
    """Return what `ours` and `theirs` both made of `base`; where they differ about the same, ours, and a conflict.

    `times_from_theirs` puts all words on their clock, when they come from a new recording. Where `held` says of a word
    of the base that a person confirmed it, its sentence stays as ours has it.
    """
    language = one_of(base.language, ours.language, theirs.language)
    base, ours, theirs = (_in_language(document, language) for document in (base, ours, theirs))
    versions = Versions.of(flattened(base), flattened(ours), flattened(theirs), language)
    assembly, choices = _assembled(versions, held)
    _set_times(assembly.tokens, all(map(_in_order, (ours, theirs))), times_from_theirs)
    _rename(versions, [*assembly.tokens, *(token for choice in choices for token in choice.other or ())])
    return Merged(
        document=_document(base, ours, theirs, assembly.tokens, times_from_theirs),
        conflicts=tuple(_conflicts(assembly, choices, ours_by, theirs_by)),
        held_back=sum(choice.held_back for choice in choices),
    )


def _assembled(versions: Versions, held: Callable[[Word], bool] | None) -> tuple[Assembly, list[Choice]]:
    chooser = Chooser(versions, held)
    unplaced: set[int] = set()
    while True:
        choices = chooser.choices(unplaced)
        assembly = Assembly(versions.ours, versions.theirs, chooser.our_breaks, chooser.their_breaks)
        for choice in choices:
            assembly.add(choice.passage, choice.tokens, is_ours=choice.is_ours)
        lost = assembly.break_up(chooser.opens, chooser.headings)
        if lost <= unplaced:
            return assembly, choices
        unplaced |= lost  # a heading of words that are gone: then both versions are kept


def _conflicts(assembly: Assembly, choices: list[Choice], ours_by: str | None, theirs_by: str | None) -> list[Conflict]:
    """Return a conflict for each passage of which both versions are kept; one, where only speakers and marks differ."""
    found: list[tuple[Part, Part, list[Token], tuple[str | None, str | None]]] = []
    together = False
    for part, choice in zip(assembly.parts, choices, strict=True):
        if choice.other is None:
            together = False
            continue
        if together and not choice.about_text:
            first, _, other, by = found.pop()
            found.append((first, part, other + choice.other, by))
        else:
            by = (theirs_by, ours_by) if choice.other_is_ours else (ours_by, theirs_by)
            found.append((part, part, choice.other, by))
        together = not choice.about_text
    tokens = assembly.tokens
    return [
        conflict(tokens[part.first : end.last], other, _gap_ms(tokens, part.first, other), *by)
        for part, end, other, by in found
    ]


def _gap_ms(tokens: list[Token], n: int, other: list[Token]) -> int:
    """Return when the gap before a word is."""
    around = [token.word.end_ms for token in tokens[:n][-1:]] + [token.word.start_ms for token in tokens[n : n + 1]]
    return min(around or [token.word.start_ms for token in other])


def _document(base: Document, ours: Document, theirs: Document, tokens: list[Token], theirs_lead: bool) -> Document:
    together = tuple(dict.fromkeys((*ours.credits, *theirs.credits)))
    one_changed = base.credits in (ours.credits, theirs.credits)
    return Document(
        language=base.language,
        blocks=blocks_of(tokens),
        credits=one_of(base.credits, ours.credits, theirs.credits) if one_changed else together,
        sources=theirs.sources if theirs_lead else one_of(base.sources, ours.sources, theirs.sources),
        draft=theirs.draft if theirs_lead else one_of(base.draft, ours.draft, theirs.draft),
    )


def _set_times(tokens: list[Token], ordered: bool, theirs_lead: bool) -> None:
    if theirs_lead:
        move_to_theirs(tokens)
    if ordered:
        put_in_order(tokens, by_theirs=theirs_lead)


def _rename(versions: Versions, tokens: list[Token]) -> None:
    names = renamed(versions.base, versions.ours, versions.theirs)
    for token in tokens:
        token.speaker = names.get(token.speaker, token.speaker)


def _in_language(document: Document, language: str) -> Document:
    """Return the document as one whose main language is `language`; each word stays in the language that it is in."""
    if document.language == language:
        return document

    def said(word: Word) -> Word:
        own = word.language or document.language
        return replace(word, language=None if own == language else own)

    blocks = (replace(block, words=tuple(map(said, block.words))) for block in document.blocks)
    return replace(document, language=language, blocks=tuple(blocks))


def _in_order(document: Document) -> bool:
    return all(a.start_ms <= b.start_ms for a, b in pairwise(document.words))
