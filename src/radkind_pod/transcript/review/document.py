"""A transcript's cues as the paragraphs that people correct, and back."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest

from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.gather import divided, shown
from radkind_pod.transcript.review.times import in_pieces


def document_of(transcript: Transcript, sources: tuple[str, ...] = (), draft: str | None = None) -> Document:
    """Return the transcript as paragraphs; `sources` and `draft` are what its NOTE says of where it comes from."""
    blocks = tuple(
        Block(cues[0].speaker, _words(cues, transcript.language), cues[0].heading)
        for cues in _paragraphs(transcript.cues)
    )
    return Document(transcript.language, blocks, transcript.credits, sources, draft)


def transcript_of(document: Document, before: Transcript | None = None) -> Transcript:
    """Return the document as cues. Paragraphs that are in `before` just as they are keep the cues they have there."""
    paragraphs = _paragraphs(before.cues) if before else []
    kept = {(cues[0].speaker, cues[0].heading, _words(cues, document.language)): cues for cues in paragraphs}
    cues: list[Cue] = []
    fixed: set[int] = set()
    for block in document.blocks:
        old = kept.get((block.speaker, block.heading, block.words))
        new = old or _cues(block, document.language)
        if old:
            fixed |= set(range(len(cues), len(cues) + len(old)))
        cues += new
    ends = [cue.end_ms for cue in shown(cues, document.language)]
    following = [cue.start_ms for cue in cues[1:]]
    timed = (
        _kept_end(cue, i + 1 in fixed, start) if i in fixed else replace(cue, end_ms=max(end, cue.start_ms + 1))
        for i, (cue, end, start) in enumerate(zip_longest(cues, ends, following))
    )
    return Transcript(document.language, tuple(timed), reviewed=True, credits=document.credits)


def _kept_end(cue: Cue, next_is_kept: bool, following_ms: int | None) -> Cue:
    if next_is_kept or following_ms is None or cue.end_ms <= following_ms:
        return cue
    return replace(cue, end_ms=max(cue.start_ms + 1, following_ms))


def _paragraphs(cues: Iterable[Cue]) -> list[list[Cue]]:
    found: list[list[Cue]] = []
    for cue in cues:
        if not found or cue.opens or cue.speaker != found[-1][-1].speaker:
            found.append([])
        found[-1].append(cue)
    return found


def _words(cues: Iterable[Cue], language: str) -> tuple[Word, ...]:
    own = (replace(word, language=word.language or cue.language) for cue in cues for word in cue.words)
    return tuple(piece for word in own for piece in in_pieces(word, language))


def _cues(block: Block, language: str) -> list[Cue]:
    first, *others = (_with_language(cue) for cue in divided(block.words, block.speaker, language))
    return [replace(first, opens=True, heading=block.heading), *others]


def _with_language(cue: Cue) -> Cue:
    """Return the cue with its words' language as its own, where they share one."""
    (language, *others) = {word.language for word in cue.words}
    if others or language is None:
        return cue
    return replace(cue, language=language, words=tuple(replace(word, language=None) for word in cue.words))
