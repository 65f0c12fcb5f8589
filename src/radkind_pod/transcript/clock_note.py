"""The NOTE in every WebVTT file of ours: which clock its times follow, and which recordings they belong to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

RECORDING = "recording"
EPISODE = "episode"
_FIELD = re.compile(r"[ \t]*(clock|sha256)[ \t]*:[ \t]*(\S+)[ \t]*")
_ADVICE = {
    RECORDING: "Please leave this note: it says which recordings the times belong to.",
    EPISODE: "These times follow the finished episode. Corrections belong into the episode's transcript.vtt.",
}


@dataclass(frozen=True, slots=True)
class ClockNote:
    """`clock` is RECORDING or EPISODE; `sha256` the hash of each raw file in order, no names: they can be private."""

    clock: str
    sha256: tuple[str, ...]


def render_note(note: ClockNote) -> str:
    """Return the NOTE block, without a line end."""
    hashes = (f"sha256: {sha256}" for sha256 in note.sha256)
    return "\n".join(["NOTE radkind-pod", f"clock: {note.clock}", *hashes, _ADVICE[note.clock]])


def parse_note(lines: Iterable[str]) -> ClockNote | None:
    """Return what a NOTE block says; None if it is somebody else's note."""
    fields = [match.groups() for match in map(_FIELD.fullmatch, lines) if match]
    clocks = [value for name, value in fields if name == "clock" and value in _ADVICE]
    if not clocks:
        return None
    return ClockNote(clocks[0], tuple(value.lower() for name, value in fields if name == "sha256"))
