"""What listeners may read of a transcript: without what is cut, and with a label for what is withheld."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from radkind_pod.model.audio import Cut
from radkind_pod.model.review import CUT, UNCLEAR, is_redaction, is_withheld, label_of
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.wording import cleaned, has_spaces, joined

BEFORE_MS, AFTER_MS = 150, 250
"""So much around a word may still be heard of it: times are not exact, and sounds run on."""


def withheld(transcript: Transcript) -> tuple[Cut, ...]:
    """Return where something is said that is marked to be cut or redacted, with a little around it."""
    words = (word for cue in transcript.cues for word in cue.words if is_withheld(word))
    return tuple(Cut(max(0, word.start_ms - BEFORE_MS), word.end_ms + AFTER_MS) for word in words)


def for_listeners(transcript: Transcript) -> Transcript:
    """Return the transcript as it may be published; no word that is cut or withheld is in it.

    Neighbouring words that are withheld for the same reason become one label, where the first of them stands. Who says
    nothing else isn't named there either.
    """
    cues: list[Cue] = []
    opens, heading, before = False, None, None
    for cue in transcript.cues:
        opens, heading = opens or cue.opens, heading or cue.heading
        words = list(_published(cue, transcript.language, before))
        before = _label(cue.words[-1]), cue.speaker
        if words:
            cues.append(replace(cue, words=tuple(words), opens=opens, heading=heading))
            opens, heading = False, None
    return replace(transcript, cues=tuple(_without_the_unheard(cues, transcript)))


def _without_the_unheard(cues: Sequence[Cue], transcript: Transcript) -> Iterator[Cue]:
    """Yield the cues without the names of people of whom no word may be read."""
    heard = {cue.speaker for cue in transcript.cues if not all(map(is_withheld, cue.words))}
    yield from (cue if cue.speaker in heard else replace(cue, speaker=None) for cue in cues)


def _published(cue: Cue, language: str, before: tuple[str | None, str | None] | None) -> Iterator[Word]:
    """Yield the words; `before` is the label that the words before the cue have, and their speaker."""
    first = True
    for label, run in groupby((w for w in cue.words if CUT not in w.marks), key=_label):
        words = list(run)
        goes_on = first and words[0] is cue.words[0] and before == (label, cue.speaker)
        first = False
        if label is None:
            yield from _unmarked(words, cue.language or language)
        elif not goes_on:
            space = "" if has_spaces(language) else " "
            yield Word(f"[{label}]{space}", words[0].start_ms, words[-1].end_ms)


def _label(word: Word) -> str | None:
    """Return what stands for the word; None if it may be read."""
    mark = next((mark for mark in word.marks if is_redaction(mark)), None)
    return cleaned(label_of(mark)) if mark and CUT not in word.marks else None


def _unmarked(words: Sequence[Word], language: str) -> Iterator[Word]:
    for unclear, run in groupby(words, key=lambda word: UNCLEAR in word.marks):
        plain = [replace(word, marks=()) for word in run]
        if unclear and not joined(plain, language).startswith("["):
            plain[0] = replace(plain[0], text=f"[unclear: {plain[0].text}")
            plain[-1] = replace(plain[-1], text=f"{plain[-1].text}]")
        yield from plain
