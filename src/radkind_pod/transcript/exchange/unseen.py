"""Signs that nobody sees, and the many ways in which a line ends."""

import re
import unicodedata

_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)


def without_unseen(text: str) -> str:
    """Return the text with plain line ends, letters composed, without soft hyphens, marks of direction and the like.

    Programs put these in and take them out without being asked. Joiners stay: Persian and emoji are written with them.
    """
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_END.sub("\n", text)))
