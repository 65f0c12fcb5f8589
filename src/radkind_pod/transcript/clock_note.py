"""The NOTE in every WebVTT file of ours: which clock its times follow, which recordings they belong to, whose it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from radkind_pod.model.transcript import CHECKED, CORRECTED, EDITING, Credit
from radkind_pod.transcript.webvtt import clock_time, parse_time

RECORDING = "recording"
EPISODE = "episode"
_FIELD = re.compile(r"[ \t]*(clock|sha256|draft)[ \t]*:[ \t]*(\S+)[ \t]*")
_CREDIT = re.compile(
    rf"[ \t]*({EDITING}|{CORRECTED}|{CHECKED}) by:[ \t]*(.+?)"
    r"(?:, text ([0-9a-f]{12}))?(?:, from ([0-9:.]+) to ([0-9:.]+))?[ \t]*"
)
_ADVICE = {
    RECORDING: "Please leave this note: it says which recordings the times belong to.",
    EPISODE: "These times follow the finished episode. Corrections belong into the episode's transcript.vtt.",
}


@dataclass(frozen=True, slots=True)
class ClockNote:
    """`clock` is RECORDING or EPISODE; `sha256` the hash of each raw file in order, no names: they can be private.

    `draft` is the short hash of the machine's draft that was corrected, `credits` say who did it.
    """

    clock: str
    sha256: tuple[str, ...]
    draft: str | None = None
    credits: tuple[Credit, ...] = ()


def render_note(note: ClockNote) -> str:
    """Return the NOTE block, without a line end."""
    hashes = [f"sha256: {sha256}" for sha256 in note.sha256]
    draft = [f"draft: {note.draft}"] if note.draft else []
    names = [_credit_line(credit) for credit in note.credits]
    return "\n".join(["NOTE radkind-pod", f"clock: {note.clock}", *hashes, *draft, *names, _ADVICE[note.clock]])


def parse_note(lines: Iterable[str]) -> ClockNote | None:
    """Return what a NOTE block says; None if it is somebody else's note."""
    lines = list(lines)
    fields = [match.groups() for match in map(_FIELD.fullmatch, lines) if match]
    clocks = [value for name, value in fields if name == "clock" and value in _ADVICE]
    if not clocks:
        return None
    drafts = [value for name, value in fields if name == "draft"]
    thanks = tuple(_credit(match) for match in map(_CREDIT.fullmatch, lines) if match)
    hashes = tuple(value.lower() for name, value in fields if name == "sha256")
    return ClockNote(clocks[0], hashes, drafts[0] if drafts else None, thanks)


def _credit_line(credit: Credit) -> str:
    text = f", text {credit.text}" if credit.text else ""
    part = ""
    if credit.start_ms is not None and credit.end_ms is not None:
        part = f", from {clock_time(credit.start_ms)} to {clock_time(credit.end_ms)}"
    name = credit.name.replace("-->", "→")
    return f"{credit.kind} by: {name}{text}{part}"


def _credit(match: re.Match[str]) -> Credit:
    kind, name, text, start, end = match.groups()
    return Credit(kind, name, text, parse_time(start) if start else None, parse_time(end) if end else None)
