"""The transcript that a person wrote or corrected: transcript.vtt in the episode's folder."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from radkind_pod.errors import NeedsPerson, Problem, SourceError
from radkind_pod.model.audio import SourceFile
from radkind_pod.model.review import Document
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.clock_note import EPISODE, ClockNote, parse_note
from radkind_pod.transcript.cue_text import read_cue_text
from radkind_pod.transcript.openings import opened
from radkind_pod.transcript.review.document import document_of
from radkind_pod.transcript.review.times import recovered
from radkind_pod.transcript.review.vtt import CHAPTER, PARAGRAPH
from radkind_pod.transcript.webvtt import Fault, RawCue, parse_webvtt
from radkind_pod.transcript.wording import cleaned

MOST_BYTES = 20_000_000
"""Twenty hours of words, each with its time, have 10 MB."""
_OPENS = re.compile(rf"{PARAGRAPH} \d+")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A person's transcript in recording time. Without a note nobody knows which recordings it belongs to."""

    transcript: Transcript
    note: ClockNote | None

    @property
    def document(self) -> Document:
        """The transcript as the paragraphs that people correct."""
        note = self.note
        return document_of(self.transcript, note.sha256 if note else (), note.draft if note else None)


def read_reviewed(
    vtt: Path, sources: tuple[SourceFile, ...], language: str, draft: Transcript | None = None
) -> Reviewed:
    """Return what a person wrote, if it belongs to these recordings; see `parse_reviewed`.

    Raises SourceError with every fault of the file, and NeedsPerson when its note says that its times follow the
    finished episode or other recordings.
    """
    reviewed = parse_reviewed(vtt.read_bytes(), vtt, language, draft)
    if reviewed.note:
        check_note(reviewed.note, sources, vtt)
    return reviewed


def parse_reviewed(data: bytes, vtt: Path, language: str, draft: Transcript | None = None) -> Reviewed:
    """Return what a person wrote. Words that `draft` has too get its times; those of others are estimated where the
    file doesn't give them. `vtt` is the file's name in messages. Raises SourceError with every fault.
    """
    file = parse_webvtt(_text(data, vtt))
    cues = [(raw, list(_cues(raw, language, file.faults))) for raw in file.cues]
    if file.faults:
        faults = sorted(file.faults, key=lambda fault: fault.line)
        raise SourceError(Problem(vtt, fault.line, fault.message) for fault in faults)
    note = next((note for note in map(parse_note, file.notes) if note), None)
    ordered = sorted(_opened(cues), key=lambda cue: cue.start_ms)
    timed = recovered(ordered, draft) if draft else ordered
    return Reviewed(Transcript(language, tuple(timed), True, note.credits if note else ()), note)


def note_in(data: bytes) -> ClockNote | None:
    """Return what the NOTE of a WebVTT file says; None without one. Looks at what stands above the first times."""
    lines = data.partition(b"-->")[0].decode("utf-8", "replace").splitlines()
    return parse_note(lines)


def _text(data: bytes, vtt: Path) -> str:
    if len(data) > MOST_BYTES:
        message = "is larger than 20 MB, which no transcript is. Bring it back from a backup"
        raise SourceError([Problem(vtt, None, message)])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(vtt, line, "this is not UTF-8 text: save the file again with the encoding UTF-8")
        raise SourceError([problem]) from error


def _opened(cues: Iterable[tuple[RawCue, list[Cue]]]) -> Iterable[Cue]:
    """Return all cues with their paragraphs: as the file states them, if it does, else as they are usually made."""
    read = list(cues)
    all_cues = [cue for _, own in read for cue in own]
    if not any(_OPENS.fullmatch(raw.identifier) for raw, _ in read):
        return opened(all_cues)
    return all_cues


def _cues(raw: RawCue, language: str, faults: list[Fault]) -> Iterator[Cue]:
    """Yield a cue for each voice, in the order in which they speak."""
    voices = [voice for voice in read_cue_text(raw, language, faults) if voice[1]]
    heading = next(filter(None, map(_heading, raw.notes)), None)
    opens = heading is not None or _OPENS.fullmatch(raw.identifier) is not None
    for i, (speaker, words) in enumerate(voices):
        start = words[0].start_ms if i else raw.start_ms
        end = words[-1].end_ms if i < len(voices) - 1 else raw.end_ms
        cue = _cue(start, max(end, start + 1), words, speaker)
        yield replace(cue, opens=opens or i > 0, heading=None if i else heading)


def _heading(note: tuple[str, ...]) -> str | None:
    if not note[0].startswith(CHAPTER):
        return None
    return cleaned(" ".join((note[0].removeprefix(CHAPTER), *note[1:]))).strip() or None


def _cue(start_ms: int, end_ms: int, words: tuple[Word, ...], speaker: str | None) -> Cue:
    languages = {word.language for word in words}
    if len(languages) > 1:
        return Cue(start_ms, end_ms, words, speaker)
    plain = tuple(replace(word, language=None) for word in words)
    return Cue(start_ms, end_ms, plain, speaker, words[0].language)


def check_note(note: ClockNote, sources: tuple[SourceFile, ...], vtt: Path) -> None:
    """Raise NeedsPerson where the times of `vtt` follow the finished episode, or other recordings."""
    slug = vtt.absolute().parent.name
    if note.clock == EPISODE:
        raise NeedsPerson(
            vtt,
            "its times follow the finished episode, so it is a published file, and not a transcript to correct",
            f"Move it away, then start from build/{slug}/transcribe/draft.vtt: radkind-pod review start {slug}",
        )
    now = tuple(source.sha256 for source in sources)
    if note.sha256 != now:
        raise NeedsPerson(vtt, _difference(note.sha256, now), _remedy(slug))


def _difference(then: tuple[str, ...], now: tuple[str, ...]) -> str:
    if sorted(then) == sorted(now):
        return "it was made from the same recordings in another order"
    differing = sum(sha256 not in then for sha256 in now)
    missing = sum(sha256 not in now for sha256 in then)
    return (
        f"it was made from other recordings: {differing} of the {len(now)} used now "
        f"{'differs' if differing == 1 else 'differ'}, and {missing} of its own {len(then)} "
        f"{'is' if missing == 1 else 'are'} not used any more"
    )


def _remedy(slug: str) -> str:
    return (
        "Put the recordings back as they were; or carry the corrections over to the new ones: "
        f"radkind-pod review update {slug}"
    )
