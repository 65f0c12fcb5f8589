"""What listeners may read of a transcript: without what is cut, and with a label for what is withheld."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby

from radkind_pod.model.audio import Cut, Passage
from radkind_pod.model.review import CUT, REDACT, UNCLEAR, is_redaction, is_withheld, label_of
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.wording import cleaned, has_spaces, joined

BEFORE_MS, AFTER_MS = 150, 250
"""So much around a word may still be heard of it: times are not exact, and sounds run on."""
_PAUSE_MS = 600
"""So far from its words a cut may begin or end; the rest of a longer pause stays."""
_NEAR_MS = 5000
_LEAST_MS = 60
"""What is shorter is no pause."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words in a row that must not be heard, and when they are said, in recording time.

    `is_cut`: they are cut, else redacted.
    """

    words: tuple[Word, ...]
    is_cut: bool
    start_ms: int
    end_ms: int

    @property
    def guarded(self) -> Cut:
        """Where they may be heard."""
        return Cut(max(0, self.start_ms - BEFORE_MS), self.end_ms + AFTER_MS)


def digest_of(said: Sequence[Said], cuts: Sequence[Cut], everywhere: int) -> str:
    """Return a text that is another one where other places are taken out, or other words everywhere; "" for none.

    It tells when they are said, hashed, and nothing of what they are.
    """
    places = [(one.start_ms, one.end_ms) for one in said] + [(cut.start_ms, cut.end_ms) for cut in cuts]
    if not places and not everywhere:
        return ""
    return sha256(repr((places, everywhere)).encode()).hexdigest()


def withheld(transcript: Transcript) -> tuple[Said, ...]:
    """Return what is marked to be cut or redacted. A word with both marks is cut."""
    words = [(word, cue) for cue in transcript.cues for word in cue.words]
    found, at = [], 0
    for how, run in groupby(words, key=lambda one: _withholding(one[0])):
        said = tuple(word for word, _ in run)
        if how:
            found.append(Said(said, how == CUT, *said_within(words, at, at + len(said))))
        at += len(said)
    return tuple(found)


def said_within(words: Sequence[tuple[Word, Cue]], first: int, last: int) -> tuple[int, int]:
    """Return from when to when the words [first, last) may be said at most, in ms. Each comes with its cue.

    Where nobody knows exactly when a word is said, it may be anywhere between the words near it of which that is known;
    where none is near, anywhere in its cue.
    """
    start, end = _known_before(words, first), _known_after(words, last - 1)
    return start, max(end, *(word.end_ms for word, _ in words[first:last]))


def _known_before(words: Sequence[tuple[Word, Cue]], first: int) -> int:
    """Return when the word may begin at the earliest."""
    word, cue = words[first]
    if not word.estimated:
        return word.start_ms
    known = next((one.end_ms for one, _ in reversed(words[:first]) if not one.estimated), None)
    return cue.start_ms if known is None or known < cue.start_ms - _NEAR_MS else min(known, word.start_ms)


def _known_after(words: Sequence[tuple[Word, Cue]], last: int) -> int:
    """Return when the word may end at the latest."""
    word, cue = words[last]
    if not word.estimated:
        return word.end_ms
    known = next((one.start_ms for one, _ in words[last + 1 :] if not one.estimated), None)
    return cue.end_ms if known is None or known > cue.end_ms + _NEAR_MS else max(known, word.end_ms)


def redacted(said: Iterable[Said]) -> tuple[Cut, ...]:
    """Return the stretches of the recording to replace."""
    return tuple(one.guarded for one in said if not one.is_cut)


def passages(said: Iterable[Said], transcript: Transcript) -> tuple[Passage, ...]:
    """Return where what is marked to be cut may begin and end: in the pauses around it.

    Without a pause that is within the guard, even if a neighbour loses up to half of its sound: times are not exact.
    """
    kept = [word for cue in transcript.cues for word in cue.words if _withholding(word) != CUT]
    return tuple(_passage(one, kept) for one in said if one.is_cut)


def _passage(said: Said, kept: Sequence[Word]) -> Passage:
    start, end = said.start_ms, said.end_ms
    before = max((word for word in kept if word.start_ms < start), key=lambda word: word.end_ms, default=None)
    after = min((word for word in kept if word.start_ms >= end), key=lambda word: word.start_ms, default=None)
    earliest, start_ms = max(0, start - _PAUSE_MS), max(0, start - BEFORE_MS)
    if before and (pause := start - before.end_ms) >= _LEAST_MS:
        earliest, start_ms = max(earliest, before.end_ms), start - min(BEFORE_MS, pause // 2)
    elif before:
        earliest, start_ms = min(start, max(start - BEFORE_MS, _middle(before))), start
    end_ms, latest = end + AFTER_MS, end + _PAUSE_MS
    if after and (pause := after.start_ms - end) >= _LEAST_MS:
        end_ms, latest = end + min(AFTER_MS, pause // 2), min(latest, after.start_ms)
    elif after:
        end_ms, latest = end, max(end, min(end + AFTER_MS, _middle(after)))
    return Passage(earliest, start_ms, end_ms, latest)


def _middle(word: Word) -> int:
    return (word.start_ms + word.end_ms) // 2


def _withholding(word: Word) -> str | None:
    if CUT in word.marks:
        return CUT
    return REDACT if is_withheld(word) else None


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
