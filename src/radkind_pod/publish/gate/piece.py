"""What a walker finds in a file: texts to be searched, and what has no business there."""

from collections.abc import Iterator
from dataclasses import dataclass

from radkind_pod.publish.gate.leak import METADATA, UNREADABLE

PROSE, LINES, MARKUP, CUES, JSON = "prose", "lines", "markup", "cues", "json"
LABEL, ADDRESS, BYTES = "label", "address", "bytes"
"""LABEL is where nothing but a name stands (a speaker, an artist), ADDRESS a link or the name of a file. In PROSE and
MARKUP a new line is a space; in LINES (plain text, scripts) and JSON it ends a sentence; CUES are WebVTT and SubRip;
BYTES may be no text at all."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text out of a file. `place` says where it stands; "" is the whole file, in which a line is the place."""

    place: str
    text: str
    form: str = PROSE


@dataclass(frozen=True, slots=True)
class Stranger:
    """Bytes that no allow-list knows. The walker could go on behind them."""

    place: str
    what: str
    kind: str = METADATA


Found = Iterator[Piece | Stranger]


class Unaccounted(Exception):
    """The walk ends here: what follows can't be told apart, or must not be there. The gate makes a Leak of it."""

    def __init__(self, place: str, what: str, kind: str = METADATA) -> None:
        self.place, self.what, self.kind = place, what, kind
        super().__init__(f"{place}: {what}")


def broken(at: int, what: str) -> Unaccounted:
    """Return that the file can't be read from this byte on."""
    return Unaccounted(f"byte {at}", f"can't be read: {what}", UNREADABLE)
