"""The style sheets and scripts that this package ships: known texts, in which no name needs to be looked for.

Without this, somebody called Block or Else could publish nothing, for words of CSS and JavaScript.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

_FOLDERS = (Path(__file__).parent.parent / "static", Path(__file__).parent.parent / "search")
ENDINGS = frozenset((".css", ".js"))


@cache
def _shipped() -> tuple[bytes, ...]:
    files = (file for folder in _FOLDERS for file in sorted(folder.iterdir()) if file.suffix in ENDINGS)
    return tuple(sorted((file.read_bytes() for file in files), key=len, reverse=True))


@cache
def digests() -> tuple[str, ...]:
    """Return what tells the shipped files apart: with another of them the gate decides otherwise."""
    return tuple(sha256(text).hexdigest() for text in _shipped())


def without_ours(data: bytes) -> bytes:
    """Return a file without the shipped one that it begins with, byte for byte; its lines stay, each empty.

    Behind ours a person's own style sheet may follow.
    """
    ours = next((text for text in _shipped() if text and data.startswith(text)), b"")
    return b"\n" * ours.count(b"\n") + data[len(ours) :]
