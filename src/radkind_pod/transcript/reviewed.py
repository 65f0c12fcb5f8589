"""The transcript that a person wrote or corrected: transcript.vtt in the episode's folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from radkind_pod.errors import NeedsPerson, Problem, SourceError
from radkind_pod.model.audio import SourceFile
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.clock_note import EPISODE, ClockNote, parse_note
from radkind_pod.transcript.cue_text import read_cue_text
from radkind_pod.transcript.review import start_review
from radkind_pod.transcript.under_speech import check_under_speech
from radkind_pod.transcript.webvtt import Fault, RawCue, parse_webvtt

__all__ = ["Reviewed", "check_under_speech", "read_reviewed", "start_review"]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A person's transcript in recording time. Without a note nobody knows which recordings it belongs to."""

    transcript: Transcript
    has_note: bool


def read_reviewed(vtt: Path, sources: tuple[SourceFile, ...], language: str) -> Reviewed:
    """Return what a person wrote; times of words are estimated where the file doesn't give them.

    Raises SourceError with every fault of the file, and NeedsPerson when its note says that its times follow the
    finished episode or other recordings.
    """
    file = parse_webvtt(_text(vtt))
    cues = [cue for raw in file.cues for cue in _cues(raw, language, file.faults)]
    if file.faults:
        faults = sorted(file.faults, key=lambda fault: fault.line)
        raise SourceError(Problem(vtt, fault.line, fault.message) for fault in faults)
    note = next((note for note in map(parse_note, file.notes) if note), None)
    if note:
        _check_note(note, sources, vtt)
    ordered = tuple(sorted(cues, key=lambda cue: cue.start_ms))
    return Reviewed(Transcript(language, ordered, reviewed=True), has_note=note is not None)


def _text(vtt: Path) -> str:
    data = vtt.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(vtt, line, "this is not UTF-8 text: save the file again with the encoding UTF-8")
        raise SourceError([problem]) from error


def _cues(raw: RawCue, language: str, faults: list[Fault]) -> Iterator[Cue]:
    """Yield a cue for each voice, in the order in which they speak."""
    voices = [voice for voice in read_cue_text(raw, language, faults) if voice[1]]
    for i, (speaker, words) in enumerate(voices):
        start = words[0].start_ms if i else raw.start_ms
        end = words[-1].end_ms if i < len(voices) - 1 else raw.end_ms
        yield _cue(start, max(end, start + 1), words, speaker)


def _cue(start_ms: int, end_ms: int, words: tuple[Word, ...], speaker: str | None) -> Cue:
    languages = {word.language for word in words}
    if len(languages) > 1:
        return Cue(start_ms, end_ms, words, speaker)
    plain = tuple(Word(word.text, word.start_ms, word.end_ms) for word in words)
    return Cue(start_ms, end_ms, plain, speaker, words[0].language)


def _check_note(note: ClockNote, sources: tuple[SourceFile, ...], vtt: Path) -> None:
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
        "Put the recordings back as they were; or, if the words still lie under the speech, delete its NOTE "
        f"radkind-pod; or move it away and start again: radkind-pod review start {slug}"
    )
