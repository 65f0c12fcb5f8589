"""A transcript that was published elsewhere, as paragraphs for the page: WebVTT, SubRip, and the namespace's JSON."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.transcript import Paragraph
from radkind_pod.transcript.exchange.foreign import read_returned
from radkind_pod.transcript.exchange.returned import ReturnedBlock

PAUSE_MS = 2000
"""A longer pause begins a paragraph."""
LETTERS = 500
"""After so many, a paragraph ends with its sentence."""
_ENDS = (".", "!", "?", "…", "。", "؟", "！", "？")  # noqa: RUF001 - full stops of other scripts
MOST_BYTES = 2_000_000
_LONGEST_S = 360_000


def paragraphs_of(ending: str, data: bytes, file: Path) -> tuple[Paragraph, ...]:
    """Return what is said, of a file whose kind is "vtt", "srt" or "json".

    Raises SourceError where it can't be read as that, or holds no times.
    """
    if ending == "json":
        blocks = tuple(_segments(data, file))
    else:
        blocks = read_returned(f"transcript.{ending}", data, file).blocks
    timed = [block for block in blocks if block.start_ms is not None and block.text.strip()]
    if not timed:
        raise SourceError([Problem(file, None, "holds no words with their times")])
    return tuple(_joined(timed, goes_on=ending != "vtt"))


def _segments(data: bytes, file: Path) -> Iterator[ReturnedBlock]:
    """Yield the segments of a JSON transcript (podcast namespace, transcripts, JSON 1.0)."""

    wrong = SourceError([Problem(file, None, "is no transcript in the JSON of the podcast namespace")])
    if len(data) > MOST_BYTES:
        raise wrong
    try:
        segments = json.loads(data.decode("utf-8-sig"))["segments"]
        for segment in segments:
            start, end = _ms(segment.get("startTime")), _ms(segment.get("endTime"))
            speaker = segment.get("speaker")
            if start is not None and isinstance(segment.get("body"), str):
                yield ReturnedBlock(segment["body"], speaker if isinstance(speaker, str) else None, start, end)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise wrong from error


def _ms(seconds: Any) -> int | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < _LONGEST_S:
        return None
    return round(seconds * 1000)


def _joined(blocks: Iterable[ReturnedBlock], *, goes_on: bool) -> Iterator[Paragraph]:
    """Yield paragraphs in the order of their times. `goes_on`: whoever spoke last is meant where nobody is named."""
    open_now: Paragraph | None = None
    speaker: str | None = None
    for block in sorted(blocks, key=lambda block: block.start_ms or 0):
        start = block.start_ms or 0
        end = max(start, block.end_ms or start)
        speaker = (block.speaker or "").strip() or (speaker if goes_on else None)
        text = " ".join(block.text.split())
        if open_now and open_now.speaker == speaker and not _is_over(open_now, start):
            open_now = Paragraph(open_now.start_ms, max(open_now.end_ms, end), speaker, f"{open_now.text} {text}")
            continue
        if open_now:
            yield open_now
        open_now = Paragraph(start, end, speaker, text)
    if open_now:
        yield open_now


def _is_over(paragraph: Paragraph, next_ms: int) -> bool:
    long_enough = len(paragraph.text) > LETTERS and paragraph.text.endswith(_ENDS)
    return long_enough or next_ms - paragraph.end_ms > PAUSE_MS or len(paragraph.text) > 4 * LETTERS
