"""The text of a WebVTT cue taken apart into words with their voices, languages and times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import accumulate, groupby, pairwise

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.mark_classes import class_fault, mark_of_classes
from radkind_pod.transcript.webvtt import Fault, RawCue, parse_time
from radkind_pod.transcript.wording import cleaned, has_spaces, pieces, width

_PART = re.compile(r"<[^>]*>|<[^>]*\Z|[^<]+")
_TAG = re.compile(r"(/?)([^\s.]*)(\.\S*)?(?:\s+(.*))?", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_KNOWN = frozenset({"v", "lang", "c", "i", "b", "u", "ruby", "rt"})
_TAGS = r"((?:<(?!/?v\b)[^<>]*>)*)"
_WRAPPED_LATIN = re.compile(rf"(?<=[!-;=?-~]){_TAGS}\n{_TAGS}(?=[!-;=?-~])")

NO_NAME = "<v> needs the speaker's name: write <v Name>, or take the tag out"
NO_LANGUAGE = "<lang> needs a language: write it like <lang cy>, or take the tag out"


@dataclass(frozen=True, slots=True)
class Mark:
    """One word as marked up. `at_ms` is the time that a person or a program wrote before it."""

    text: str
    speaker: str | None
    language: str | None
    at_ms: int | None
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """How far the text is read."""

    cue: RawCue
    main_language: str
    faults: list[Fault]
    words: list[Mark] = field(default_factory=list)
    speaker: str | None = None
    languages: list[str] = field(default_factory=list)
    marks: list[str | None] = field(default_factory=list)
    """What each open class span says of its words; None for a span that is there for its looks."""
    at_ms: int | None = None
    goes_on: bool = False
    """Whether the last word has not ended yet."""


def read_cue_text(cue: RawCue, language: str, faults: list[Fault]) -> list[tuple[str | None, tuple[Word, ...]]]:
    """Return (speaker, words) for each voice in turn; what is wrong is added to `faults`.

    Words get the times written before them, and between those times by their length: those are marked as estimated.
    A written time that is not after the one before it inside the cue is passed over. Unknown tags are too, when no
    text is lost.
    """
    text = cue.text if has_spaces(language) else _WRAPPED_LATIN.sub(_space, cue.text).replace("\n", "")
    reading = _Reading(cue, language, faults)
    line = cue.line + 1
    for part in _PART.findall(text):
        if part.startswith("<"):
            _read_tag(part, line, reading)
        else:
            _read_text(cleaned(unescape(part)), reading)
        line += part.count("\n")
    timed = zip(reading.words, _timed(reading.words, cue, reading.at_ms), strict=True)
    voices = groupby(timed, key=lambda pair: pair[0].speaker)
    return [(speaker, tuple(word for _, word in pairs)) for speaker, pairs in voices]


def _space(line_end: re.Match[str]) -> str:
    """Return a space for a line's end between Latin words; none where one of them alone is in another language."""
    before, after = line_end.groups()
    return f"{before}{' ' if ('</lang>' in before) == ('<lang' in after) else ''}{after}"


def _read_tag(tag: str, line: int, reading: _Reading) -> None:
    time = parse_time(tag[1:-1])
    if time is not None:
        reading.at_ms, reading.goes_on = time, False
        return
    match = _TAG.fullmatch(tag[1:-1])
    assert match, "the pattern takes any text"
    closes, name, classes, note = match.groups()
    note = cleaned(unescape(note or "")).strip()
    if not tag.endswith(">") or not _may_be_tag(name, note):
        message = f"{tag.splitlines()[0][:30]!r} is no tag, and its words would be lost: write &lt; for a plain <"
        reading.faults.append(Fault(line, message))
    elif name == "v":
        _change_speaker(None if closes else note, line, reading)
    elif name == "lang":
        _change_language(None if closes else note, line, reading)
    elif not closes and (fault := class_fault(name, classes or "")):
        reading.faults.append(Fault(line, fault))
    elif name == "c":
        _change_mark(None if closes else classes or "", reading)


def _may_be_tag(name: str, note: str) -> bool:
    return name in _KNOWN or (name.isalnum() and not name[0].isdigit() and (not note or "=" in note))


def _change_speaker(name: str | None, line: int, reading: _Reading) -> None:
    if name == "":
        reading.faults.append(Fault(line, NO_NAME))
    reading.goes_on = reading.goes_on and reading.speaker == (name or None)
    reading.speaker = name or None


def _change_language(language: str | None, line: int, reading: _Reading) -> None:
    if language is None:
        del reading.languages[-1:]
    elif _LANGUAGE.fullmatch(language):
        reading.languages.append(language)
    else:
        reading.faults.append(Fault(line, NO_LANGUAGE))


def _change_mark(classes: str | None, reading: _Reading) -> None:
    if classes is None:
        del reading.marks[-1:]
    else:
        reading.marks.append(mark_of_classes(classes))


def _read_text(text: str, reading: _Reading) -> None:
    language = reading.languages[-1] if reading.languages else None
    if language == reading.main_language:
        language = None
    marks = tuple(sorted({mark for mark in reading.marks if mark}))
    for i, word in enumerate(_words(text, language or reading.main_language)):
        if i == 0 and _goes_on(text, word, language, reading):
            # what was said of a part of a word holds for all of it: half a name is a name
            begun = reading.words[-1]
            both = tuple(sorted({*begun.marks, *marks}))
            reading.words[-1] = replace(begun, text=begun.text + word, marks=both)
        else:
            reading.words.append(Mark(word, reading.speaker, language, reading.at_ms, marks))
            reading.at_ms = None
    ends_open = bool(reading.words) and not text.endswith(" ") and has_spaces(language or reading.main_language)
    reading.goes_on = ends_open and bool(text.strip() or reading.goes_on)


def _goes_on(text: str, word: str, language: str | None, reading: _Reading) -> bool:
    """Say whether the text begins inside of the last word: a tag stands in its middle."""
    spoken_in = language or reading.main_language
    if has_spaces(spoken_in):
        return reading.goes_on and not text.startswith(" ")
    last = reading.words[-1] if reading.words and reading.at_ms is None else None
    if last is None or (last.speaker, last.language) != (reading.speaker, language):
        return False
    return len(pieces(last.text + word)) == 1


def _words(text: str, language: str) -> list[str]:
    if has_spaces(language):
        return [word for word in text.split(" ") if word]
    return pieces(text) if text.strip() else []


def _timed(marks: list[Mark], cue: RawCue, ending_ms: int | None) -> Iterator[Word]:
    """Yield the words with their times; `ending_ms` is a time written after the last one."""
    for stretch, start, end in _stretches(marks, cue, ending_ms) if marks else ():
        lengths = [max(1, width(mark.text)) for mark in stretch]
        whole = sum(lengths)
        edges = [start + (end - start) * done // whole for done in accumulate(lengths, initial=0)]
        # one word that has its time written before or after it; the cue's own edges are times of the screen
        exact = len(stretch) == 1 and (start, end) != (cue.start_ms, cue.end_ms)
        for mark, (from_ms, to_ms) in zip(stretch, pairwise(edges), strict=True):
            yield Word(mark.text, from_ms, to_ms, language=mark.language, marks=mark.marks, estimated=not exact)


def _stretches(marks: list[Mark], cue: RawCue, ending_ms: int | None) -> Iterator[tuple[list[Mark], int, int]]:
    """Yield (words, start, end) between the times that can be believed."""
    known = [(0, cue.start_ms)]
    for i, mark in enumerate(marks):
        if i and mark.at_ms is not None and known[-1][1] < mark.at_ms < cue.end_ms:
            known.append((i, mark.at_ms))
    last_ms = ending_ms if ending_ms is not None and known[-1][1] < ending_ms < cue.end_ms else cue.end_ms
    for (first, start), (last, end) in pairwise([*known, (len(marks), last_ms)]):
        yield marks[first:last], start, end
