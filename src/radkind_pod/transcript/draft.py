"""The machine's draft: what an engine heard, as cues with their speakers, in recording time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from radkind_pod.model.audio import Turn
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.transcript import Answer, Cue, Transcript, Word
from radkind_pod.transcript.clock_note import RECORDING, ClockNote
from radkind_pod.transcript.formats import vtt
from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.lines import CAPTION
from radkind_pod.transcript.segment import LETTERS_A_SECOND, LINGER_MS, LONGEST_MS, SHORTEST_MS, SMALL_GAP_MS, segment
from radkind_pod.transcript.speakers import speakers
from radkind_pod.transcript.stages import Transcribe
from radkind_pod.transcript.wording import cleaned, has_spaces, joined, width

SILENCE_MS = 1500

TRAIL_MS = 300
"""Engines end a word before its sound has died away: a cue stays this much longer where nothing follows."""
"""A pause as long as this always begins a new cue."""


def write_draft(request: Transcribe, folder: Path) -> None:
    """Write draft.json, exact, and draft.vtt, for people."""
    answer = from_plain_file(Answer, request.answer)
    words = in_order((word for part in answer.heard for word in part.words), request.language)
    draft = Transcript(request.language, tuple(gather(words, request.turns, request.language)))
    (folder / "draft.json").write_text(to_json(draft), encoding="utf-8", newline="\n")
    note = ClockNote(RECORDING, tuple(source.sha256 for source in request.sources))
    (folder / "draft.vtt").write_text(vtt.render(Captioned(draft, note)), encoding="utf-8", newline="\n")


def in_order(words: Iterable[Word], language: str) -> list[Word]:
    """Return the words that have a text, each starting after the one before and none lasting into the next.

    Engines give words without length, and words whose edges overlap by some milliseconds.
    """
    ordered: list[Word] = []
    for word in words:
        text = cleaned(word.text)
        start = max(word.start_ms, ordered[-1].start_ms + 1 if ordered else 0)
        if not text.strip():
            continue
        if ordered:
            ordered[-1] = replace(ordered[-1], end_ms=min(ordered[-1].end_ms, start))
        printed = text.strip() if has_spaces(language) else text
        ordered.append(replace(word, text=printed, start_ms=start, end_ms=max(word.end_ms, start + 1)))
    return ordered


def gather(words: Sequence[Word], turns: Sequence[Turn], language: str) -> list[Cue]:
    """Return the words as cues that don't overlap: a new one for each speaker, and after each long pause."""
    cues = [
        Cue(group[0].start_ms, group[-1].end_ms, tuple(group), speaker)
        for speaker, run in _runs(words, speakers(words, turns))
        for group in segment(run, language, CAPTION)
    ]
    following = [cue.start_ms for cue in cues[1:]]
    return [
        replace(cue, end_ms=_shown_until(cue, language, start))
        for cue, start in zip(cues, [*following, None], strict=False)  # where nothing was heard there is no cue
    ]


def _runs(words: Sequence[Word], names: Sequence[str | None]) -> list[tuple[str | None, Sequence[Word]]]:
    starts = [0] if words else []
    for i, (left, right) in enumerate(pairwise(words), 1):
        if names[i] != names[i - 1] or right.start_ms - left.end_ms >= SILENCE_MS:
            starts.append(i)
    return [(names[start], words[start:end]) for start, end in pairwise([*starts, len(words)])]


def _shown_until(cue: Cue, language: str, following_ms: int | None) -> int:
    """Return when the cue goes: late enough to be read, and never so that a small gap flickers."""
    read_ms = width(joined(cue.words, language)) * 1000 // LETTERS_A_SECOND
    wanted = cue.start_ms + min(max(SHORTEST_MS, read_ms), LONGEST_MS)
    wanted = max(cue.end_ms + TRAIL_MS, min(wanted, cue.end_ms + LINGER_MS))
    if following_ms is None or wanted <= following_ms - SMALL_GAP_MS:
        return wanted
    if following_ms - cue.end_ms <= LINGER_MS + SMALL_GAP_MS // 2:
        return following_ms
    return max(cue.end_ms, following_ms - SMALL_GAP_MS)
