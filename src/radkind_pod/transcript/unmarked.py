"""Where in a person's transcript.vtt a word can still be read that is to be taken out everywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from radkind_pod.model.review import is_redaction, label_of
from radkind_pod.model.transcript import Transcript, Word
from radkind_pod.transcript.cue_text import read_cue_text
from radkind_pod.transcript.everywhere import Banned, found_in, standing
from radkind_pod.transcript.review.vtt import CHAPTER
from radkind_pod.transcript.webvtt import ARROW, RawCue, parse_webvtt
from radkind_pod.transcript.withholding import for_listeners
from radkind_pod.transcript.wording import cleaned

SAID, SPEAKER, HEADING, LABEL, CREDIT = (
    "is said there, and nothing marks it",
    "is in the name of who speaks",
    "is in the chapter's title",
    "is in the label that stands for a bleep",
    "is in the name of who worked on the transcript",
)


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A word that can be read, in which line of the file, counted from 1, and as what."""

    word: Banned
    line: int
    what: str


def unmarked(data: bytes, transcript: Transcript, words: Sequence[Banned]) -> tuple[Unmarked, ...]:
    """Return every place in the file, in order of its lines. `transcript` is what was read of it."""
    text = data.decode("utf-8")
    lines = parse_webvtt(text)
    found = {
        *_said(lines.cues, transcript.language, words),
        *_speakers(lines.cues, transcript, words),
        *_labels(lines.cues, transcript.language, words),
        *_notes(text, transcript, words),
    }
    return tuple(sorted(found, key=lambda one: (one.line, one.what, one.word.text)))


def _said(cues: Sequence[RawCue], language: str, words: Sequence[Banned]) -> Iterator[Unmarked]:
    """Yield where the words stand unmarked, also those that begin in one cue and end in the next."""
    placed = list(_lines(cues, language))
    for word, i in standing([word for word, _ in placed], words):
        yield Unmarked(word, placed[i][1], SAID)


def _lines(cues: Sequence[RawCue], language: str) -> Iterator[tuple[Word, int]]:
    """Yield each word of the file with its line."""
    for cue in cues:
        words = [word for _, said in read_cue_text(cue, language, []) for word in said]
        counts = [len(row.split()) for row in _rows(cue)]
        lines = [cue.line + 1 + i for i, count in enumerate(counts) for _ in range(count)]
        if len(lines) != len(words):  # a language without spaces: nobody can say in which of a cue's lines
            lines = [cue.line + 1] * len(words)
        yield from zip(words, lines, strict=True)


def _rows(cue: RawCue) -> list[str]:
    """Return the cue's lines without tags, which may go over a line's end."""
    rows, is_in_tag = [""], False
    for letter in cue.text:
        is_in_tag = letter == "<" or (is_in_tag and letter != ">")
        if letter == "\n":
            rows.append("")
        elif not is_in_tag and letter != ">":
            rows[-1] += letter
    return [cleaned(unescape(row)) for row in rows]


def _speakers(cues: Sequence[RawCue], transcript: Transcript, words: Sequence[Banned]) -> Iterator[Unmarked]:
    """Yield where each name of somebody who is heard stands first."""
    heard = {cue.speaker for cue in for_listeners(transcript).cues}
    for cue in cues:
        for name, _ in read_cue_text(cue, transcript.language, []):
            if name in heard:
                heard.discard(name)
                yield from (Unmarked(word, cue.line + 1, SPEAKER) for word in found_in(name or "", words))


def _labels(cues: Sequence[RawCue], language: str, words: Sequence[Banned]) -> Iterator[Unmarked]:
    for word, line in _lines(cues, language):
        for mark in filter(is_redaction, word.marks):
            yield from (Unmarked(one, line, LABEL) for one in found_in(label_of(mark), words))


def _notes(text: str, transcript: Transcript, words: Sequence[Banned]) -> Iterator[Unmarked]:
    """Yield the lines of titles of chapters, and of the names that the page thanks."""
    thanked = {credit.name for credit in transcript.credits}
    above, is_title = True, False
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        above = above and ARROW not in line
        is_title = line.startswith(CHAPTER) or (is_title and bool(line.strip()))
        if is_title:
            yield from (Unmarked(word, number, HEADING) for word in found_in(line.removeprefix(CHAPTER), words))
        elif above and any(name in line for name in thanked):
            yield from (Unmarked(word, number, CREDIT) for word in found_in(line, words))
