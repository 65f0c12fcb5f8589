"""The reviewed transcript as WebVTT: valid, readable, and holding all that people said about it.

Marks are class spans, languages lang spans, a chapter is a NOTE before its cue, and the first cue of each paragraph
has an identifier. Words that the kept draft has too need no time of their own; others that were placed get one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from radkind_pod.model.review import Document
from radkind_pod.model.transcript import CHECKED, CORRECTED, EDITING, Credit, Cue, Transcript, Word
from radkind_pod.transcript.clock_note import RECORDING, ClockNote, render_note
from radkind_pod.transcript.fitting import fitted
from radkind_pod.transcript.lines import CAPTION, wrapped
from radkind_pod.transcript.mark_classes import classes_of_mark
from radkind_pod.transcript.review.document import transcript_of
from radkind_pod.transcript.review.times import recovered
from radkind_pod.transcript.webvtt import clock_time, escaped, voice_tag
from radkind_pod.transcript.wording import cleaned, has_spaces, spaced

CHAPTER = "NOTE chapter"
PARAGRAPH = "paragraph"


def render_vtt(document: Document, draft: Transcript | None, before: Transcript | None = None) -> str:
    """Return the file. `draft` is the machine's, where it is kept; `before` holds cues that may stay as they are."""
    language = document.language
    cues = [piece for cue in transcript_of(document, before).cues for piece in fitted(cue, language, CAPTION)]
    note = ClockNote(RECORDING, document.sources, document.draft, _in_order(document.credits))
    known = _without_times(cues)
    known = recovered(known, draft) if draft else known
    parts = ["WEBVTT", render_note(note)]
    number = 0
    for cue, as_read in zip(cues, known, strict=True):
        number += cue.opens
        parts += _cue_parts(cue, as_read, number, language)
    return "\n\n".join(parts) + "\n"


def _in_order(thanks: Iterable[Credit]) -> tuple[Credit, ...]:
    """Return the credits in an order that doesn't tell whose file came first."""
    kinds = (EDITING, CORRECTED, CHECKED)
    return tuple(sorted(thanks, key=lambda credit: (credit.start_ms or 0, kinds.index(credit.kind), credit.name)))


def _cue_parts(cue: Cue, as_read: Cue, number: int, language: str) -> Iterator[str]:
    if cue.heading is not None:
        yield f"{CHAPTER}\n{cleaned(cue.heading).replace('-->', '→').strip()}"
    identifier = f"{PARAGRAPH} {number}\n" if cue.opens else ""
    times = f"{clock_time(cue.start_ms)} --> {clock_time(cue.end_ms)}"
    voice = voice_tag(cue.speaker)
    rows = wrapped(cue.words, cue.language or language, CAPTION)
    stamps = _stamps(cue, as_read)
    spaces = _with_spaces(cue.words, cue.language, language)
    texts, first = [], 0
    for row in rows:
        text = _row(row, cue.language, language, stamps[first : first + len(row)])
        first += len(row)
        # in languages without spaces a line's end is none
        is_space = not has_spaces(language) and "".join(spaces[first : first + 1]).startswith(" ")
        texts.append(f"{text} " if is_space else text)
    ending = f"<{clock_time(stamps[-1])}>" if stamps[-1] is not None else ""
    yield f"{identifier}{times}\n{voice}" + "\n".join(texts) + ending


def _without_times(cues: Sequence[Cue]) -> list[Cue]:
    return [replace(cue, words=tuple(replace(word, estimated=True) for word in cue.words)) for cue in cues]


def _stamps(cue: Cue, as_read: Cue) -> list[int | None]:
    """Return the time to be written before each word and, last, after them all."""
    stamps: list[int | None] = [None] * (len(cue.words) + 1)
    for i, (word, read) in enumerate(zip(cue.words, as_read.words, strict=True)):
        if word.estimated or (not read.estimated and (word.start_ms, word.end_ms) == (read.start_ms, read.end_ms)):
            continue
        stamps[i], stamps[i + 1] = word.start_ms, word.end_ms
    reached = cue.start_ms
    for i, at in enumerate(stamps):
        if at is not None and not reached < at < cue.end_ms:
            stamps[i] = None
        reached = stamps[i] or reached
    return stamps


def _row(words: Sequence[Word], cue_language: str | None, language: str, stamps: Sequence[int | None]) -> str:
    """Return one line: each stretch with the same marks and language in spans of its own."""
    texts = _with_spaces(words, cue_language, language)
    texts[0] = texts[0].lstrip()
    parts = []
    for (marks, tag), run in groupby(
        range(len(words)), key=lambda i: (words[i].marks, words[i].language or cue_language)
    ):
        indexes = list(run)
        space = " " if texts[indexes[0]].startswith(" ") else ""
        said = "".join(_stamped(texts[i], stamps[i]) for i in indexes).lstrip(" ")
        opening = "".join(f"<c{classes_of_mark(mark)}>" for mark in marks) + (f"<lang {tag}>" if tag else "")
        closing = ("</lang>" if tag else "") + "</c>" * len(marks)
        parts.append(f"{space}{opening}{said}{closing}")
    return "".join(parts)


def _with_spaces(words: Sequence[Word], cue_language: str | None, language: str) -> list[str]:
    return spaced([replace(word, language=word.language or cue_language) for word in words], language)


def _stamped(text: str, at_ms: int | None) -> str:
    if at_ms is None:
        return escaped(text)
    bare = text.lstrip(" ")
    return f"{text[: len(text) - len(bare)]}<{clock_time(at_ms)}>{escaped(bare)}"
