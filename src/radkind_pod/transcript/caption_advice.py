"""What would be better in the captions that come of a person's transcript.vtt, and on which line that stands.

The cues of the file itself are made anew for each format, so their lines and gaps are mended by themselves. What is
told here is what stays: times that can't be right, and speech that is too fast to be read.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from radkind_pod.model.transcript import Transcript
from radkind_pod.transcript.caption_checks import ADVICE, CHANGE_INSIDE, EMPTY, OVERLAP, Finding, findings
from radkind_pod.transcript.clock_note import EPISODE
from radkind_pod.transcript.cue_text import read_cue_text
from radkind_pod.transcript.lines import APPS, CAPTION
from radkind_pod.transcript.published import published
from radkind_pod.transcript.reviewed import parse_reviewed
from radkind_pod.transcript.webvtt import RawCue, WebVtt, parse_webvtt
from radkind_pod.transcript.withholding import for_listeners


@dataclass(frozen=True, slots=True)
class OnLine:
    """A finding, and the line of transcript.vtt with the times of its cue."""

    line: int
    finding: Finding


def advice_on_captions(data: bytes, vtt: Path, language: str, draft: Transcript | None) -> list[OnLine]:
    """Return all findings, kind after kind. `draft` is the kept one, whose words have exact times.

    Nothing is said of a file that follows the finished episode: it is no transcript to correct. Raises SourceError as
    `parse_reviewed` does.
    """
    reviewed = parse_reviewed(data, vtt, language, draft)
    if reviewed.note and reviewed.note.clock == EPISODE:
        return []
    file = parse_webvtt(data.decode("utf-8"))
    transcript = reviewed.transcript
    overlaps = (found for found in findings(transcript.cues, language, CAPTION) if found.name == OVERLAP)
    seen = findings(published(for_listeners(transcript), APPS), language, APPS)
    starts = [raw.start_ms for raw in file.cues]
    lines = [OnLine(file.cues[_holds(starts, found.said_ms)].line, found) for found in (*overlaps, *seen)]
    order = list(ADVICE)
    return sorted([*_of_texts(file, language), *lines], key=lambda one: (order.index(one.finding.name), one.line))


def _holds(starts: list[int], at_ms: int) -> int:
    return max(0, bisect_right(starts, at_ms) - 1)


def _of_texts(file: WebVtt, language: str) -> Iterator[OnLine]:
    """Yield what is to be said of cues before anything is made of them."""
    for raw in file.empty:
        yield _on_line(raw, EMPTY, "a caption without words")
    for raw in file.cues:
        voices = sum(bool(words) for _, words in read_cue_text(raw, language, []))
        if not voices:
            yield _on_line(raw, EMPTY, "a caption without words")
        elif voices > 1:
            yield _on_line(raw, CHANGE_INSIDE, f"a caption with {voices} voices")


def _on_line(raw: RawCue, name: str, what: str) -> OnLine:
    return OnLine(raw.line, Finding(name, raw.start_ms, raw.start_ms, what))
