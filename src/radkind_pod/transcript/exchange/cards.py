"""A document as captions: what is shown together, at most two lines where words and times allow it."""

from collections.abc import Iterator
from dataclasses import replace

from radkind_pod.model.review import Document
from radkind_pod.model.transcript import Cue, Word
from radkind_pod.transcript.exchange.leads import NOBODY, known_name, some_name
from radkind_pod.transcript.fitting import fitted
from radkind_pod.transcript.lines import Shape, wrapped
from radkind_pod.transcript.review.document import transcript_of
from radkind_pod.transcript.webvtt import clock_time
from radkind_pod.transcript.wording import cleaned, has_spaces, joined

_UNDETERMINED = "und"
"""The language of names (ISO 639-2): written with spaces, whatever the others do."""


def cards(document: Document, shape: Shape, *, with_names: bool) -> Iterator[Cue]:
    """Yield the captions in order, each at least 1 ms long; `with_names`: with the name as words before a paragraph."""
    language = document.language
    names = list(dict.fromkeys(block.speaker for block in document.blocks if block.speaker))
    latest = 0
    for cue in transcript_of(document).cues:
        named = _named(cue, language, names) if with_names else cue
        for i, card in enumerate(fitted(named, language, shape)):
            if i and with_names and _seems_named(card, language, names):
                card = _with_name(card, language)  # noqa: PLW2901 - the same card, to be read right
            latest = max(latest, card.start_ms)
            yield replace(card, start_ms=latest, end_ms=max(card.end_ms, latest + 1))


def rows(card: Cue, language: str, shape: Shape) -> list[str]:
    """Return the lines of a caption."""
    spoken_in = card.language or language
    return [joined(row, spoken_in) for row in wrapped(card.words, spoken_in, shape)]


def times(card: Cue, point: str) -> str:
    """Return the line with the times of a caption."""
    return f"{clock_time(card.start_ms, point)} --> {clock_time(card.end_ms, point)}"


def _named(cue: Cue, language: str, names: list[str]) -> Cue:
    wanted = (cue.opens and cue.speaker) or _seems_named(cue, language, names)
    return _with_name(cue, language) if wanted else cue


def _seems_named(cue: Cue, language: str, names: list[str]) -> bool:
    """Say whether the words would be taken for a name."""
    text = joined(cue.words, cue.language or language)
    return known_name(text, names) is not None or some_name(text) is not None


def _with_name(cue: Cue, language: str) -> Cue:
    *parts, last = f"{cleaned(cue.speaker or NOBODY).strip()}:".split()
    space = "" if has_spaces(cue.language or language) else " "
    at = cue.words[0].start_ms
    name = (Word(part, at, at, language=_UNDETERMINED) for part in (*parts, last + space))
    return replace(cue, words=(*name, *cue.words))
