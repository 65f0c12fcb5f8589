"""Text files: all of them UTF-8, without signs that nobody sees, and with everything in them searched."""

import re
from contextlib import suppress

from radkind_pod.publish.gate.leak import UNREADABLE
from radkind_pod.publish.gate.piece import CUES, JSON, LINES, MARKUP, Found, Piece, Stranger, Unaccounted

FORMS = {
    ".html": MARKUP,
    ".xml": MARKUP,
    ".xsl": MARKUP,
    ".svg": MARKUP,
    ".vtt": CUES,
    ".srt": CUES,
    ".json": JSON,
    ".webmanifest": JSON,
    ".txt": LINES,
    ".css": LINES,
    ".js": LINES,
}
"""The endings of the text files that are sent, and how each is read."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def walk_text(data: bytes, form: str) -> Found:
    """Yield the whole text; strangers for control characters. Raises Unaccounted where it isn't UTF-8."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        yield from _otherwise(data, form)
        raise Unaccounted(f"byte {error.start}", "isn't UTF-8, as each text must be", UNREADABLE) from None
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        yield Stranger(f"line {line}", f"holds the control character U+{ord(control[0]):04X}")
        text = _CONTROL.sub("", text)
        if "\0" in control.string:
            yield from _otherwise(data, form)
    yield Piece("", _one_kind_of_lines(text), form)


def _otherwise(data: bytes, form: str) -> Found:
    """Yield what the text says in other encodings: an imported episode may come with one of them."""
    for codec in ("utf-16", "utf-16-le", "utf-16-be") if b"\0" in data else ("cp1252",):
        with suppress(UnicodeError):
            yield Piece("", _one_kind_of_lines(_CONTROL.sub("", data.decode(codec, "replace"))), form)


def _one_kind_of_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
