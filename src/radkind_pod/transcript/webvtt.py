"""A WebVTT file, as any editor may leave it, taken apart into cues and notes (W3C WebVTT, section 6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from radkind_pod.transcript.wording import cleaned

ARROW = "-->"
_LINE_END = re.compile(r"\r\n|\n|\r")
_SIGNATURE = re.compile(r"WEBVTT(?:[ \t].*)?")
_KIND = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t].*)?")
_TIMING = re.compile(r"[ \t\f]*(.*?)[ \t\f]*-->[ \t\f]*(\S*)(?:[ \t\f].*)?")
_TIME = re.compile(r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})")

NO_SIGNATURE = "a WebVTT file starts with the line WEBVTT: write it above everything else, with a blank line after it"
NO_WEBVTT = "this is no WebVTT file: it has no times. Start from the draft: radkind-pod review start"
BAD_TIME = "is not a time that WebVTT knows: write it like 00:01:02.500 (hours may be left out)"
NO_TIMES = "this text has no line with times above it and would be lost: remove the blank line before it, or add times"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the text that needs a person. `line` counts from 1."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class RawCue:
    """A cue as written. `line` is that of its times; its text starts in the next.

    `identifier` is what stands above its times, `notes` are the lines of each NOTE block between it and the cue before.
    """

    line: int
    start_ms: int
    end_ms: int
    text: str
    identifier: str = ""
    notes: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class WebVtt:
    """What a file holds; `notes` are the lines of each NOTE block."""

    cues: list[RawCue] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    empty: list[RawCue] = field(default_factory=list)
    """Cues without any text. Nothing is made of them."""
    noted: int = 0
    """How many of the notes stand above the last cue read."""


def parse_webvtt(text: str) -> WebVtt:
    """Return everything in the file, with every fault found on the way. Styles and regions are passed over."""
    lines = _LINE_END.split(text.removeprefix("\ufeff").replace("\0", "\ufffd"))
    file = WebVtt()
    signed = _SIGNATURE.fullmatch(lines[0]) is not None
    if not signed:
        file.faults.append(Fault(1, NO_SIGNATURE if ARROW in text else NO_WEBVTT))
        if ARROW not in text:
            return file
    for number, block in _blocks(lines):
        kind = _KIND.fullmatch(block[0])
        if number == 1 and signed:
            _read_header(block, file)
        elif kind:
            _read_special(kind[1], number, block, file)
        else:
            _read_cues(number, block, file)
    _find_disorder(file)
    return file


def parse_time(text: str) -> int | None:
    """Return the time in ms; None if it isn't one."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds, ms = (int(part or 0) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def clock_time(ms: int, point: str = ".") -> str:
    """Return the time as hh:mm:ss and milliseconds, with `point` between them."""
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def escaped(text: str) -> str:
    """Return the text as a cue holds it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def voice_tag(speaker: str | None) -> str:
    """Return the tag that says who speaks, if anybody does.

    The space behind a name that ends in dashes, which readers leave out, keeps --> from making a time of the line.
    """
    name = escaped(cleaned(speaker or "").strip())
    return f"<v {name}{' ' if name.endswith('--') else ''}>" if name else ""


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of its first line, lines) of each block between blank lines."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _read_header(block: list[str], file: WebVtt) -> None:
    timing = next((i for i, line in enumerate(block) if ARROW in line), None)
    if timing is not None:
        _read_cues(1 + timing, block[timing:], file)


def _read_special(kind: str, number: int, block: list[str], file: WebVtt) -> None:
    arrow = next((i for i, line in enumerate(block) if ARROW in line), None)
    if arrow is not None:
        message = f"a {kind} can't hold {ARROW}, players would show what follows: take the line out, or the {kind}"
        file.faults.append(Fault(number + arrow, message))
    elif kind == "NOTE":
        file.notes.append(block)


def _read_cues(number: int, block: list[str], file: WebVtt) -> None:
    """Read a block: an identifier or none, times, text; further times begin a new cue."""
    timings = [i for i, line in enumerate(block) if ARROW in line]
    if not timings or timings[0] > 1:
        file.faults.append(Fault(number, NO_TIMES))
    identifier = block[0].strip() if timings[:1] == [1] else ""
    for timing, following in pairwise([*timings, len(block)]):
        cue = _read_cue(number + timing, block[timing], "\n".join(block[timing + 1 : following]), file)
        if cue and not cue.text.strip():
            file.empty.append(cue)
        elif cue:
            notes = tuple(map(tuple, file.notes[file.noted :]))
            file.cues.append(replace(cue, identifier=identifier, notes=notes))
            identifier, file.noted = "", len(file.notes)


def _read_cue(line: int, timing: str, text: str, file: WebVtt) -> RawCue | None:
    match = _TIMING.fullmatch(timing)
    written = match.groups() if match else (timing, "")
    start, end = map(parse_time, written)
    for given, time in zip(written, (start, end), strict=True):
        if time is None:
            file.faults.append(Fault(line, _time_fault(given)))
    if start is None or end is None:
        return None
    if end <= start:
        file.faults.append(Fault(line, f"the cue ends at {written[1]}, not after it starts: correct one of its times"))
        return None
    return RawCue(line, start, end, text)


def _time_fault(given: str) -> str:
    if parse_time(given.replace(",", ".")) is not None:
        return f"{given} is a time of SRT: in WebVTT a point stands before the milliseconds, not a comma"
    return f"{given[:60]!r} {BAD_TIME}" if given else f"a time is missing beside {ARROW}: write it like 00:01:02.500"


def _find_disorder(file: WebVtt) -> None:
    latest = 0
    for cue in file.cues:
        if cue.start_ms < latest:
            message = "the cue starts before the one above it: correct its times, or move it to its place"
            file.faults.append(Fault(cue.line, message))
        latest = max(latest, cue.start_ms)
