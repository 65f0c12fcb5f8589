"""What languages attach to a name without a space: articles and prepositions before it, cases and particles behind it.

Where a script leaves it open whether a name was meant, it counts: a hit can be answered, a name that went out can't be
called back. In Latin letters only endings count that English hasn't, and only behind a capital.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from radkind_pod.publish.gate.folding import is_letter
from radkind_pod.publish.gate.word_lists import read

OPEN, ARABIC, HEBREW, ETHIOPIC, CASED, LATIN, SPACELESS = "open", "arabic", "hebrew", "ethiopic", "cased", "latin", ""
"""OPEN scripts put any ending behind a name (from India, Korean, Georgian, Armenian); CASED ones decline it (Cyrillic,
Greek); SPACELESS ones put no spaces between words (Thai, Lao, Burmese, Khmer, Tibetan, Chinese, Japanese)."""
_SCRIPTS = (
    (0x24F, LATIN),
    (0x36F, OPEN),
    (0x52F, CASED),
    (0x58F, OPEN),
    (0x5FF, HEBREW),
    (0x6FF, ARABIC),
    (0x74F, ETHIOPIC),
    (0x77F, ARABIC),
    (0x89F, OPEN),
    (0x8FF, ARABIC),
    (0xDFF, OPEN),
    (0x109F, SPACELESS),
    (0x11FF, OPEN),
    (0x139F, ETHIOPIC),
    (0x177F, OPEN),
    (0x17FF, SPACELESS),
    (0x1EFF, OPEN),
    (0x1FFF, CASED),
    (0x2D2F, OPEN),
    (0x2DDF, ETHIOPIC),
    (0x2E7F, OPEN),
    (0xABFF, SPACELESS),
    (0xF8FF, OPEN),
    (0xFAFF, SPACELESS),
)
"""The last letter of each block or of several, and what is written so; Hangul is folded into its parts at 0x1100."""
_ARTICLES = {
    ARABIC: re.compile("\u0627?[\u0648\u0641]?(?:[\u0628\u0643\u0644]?(?:\u0627\u0644)?|\u0644\u0644)"),
    HEBREW: re.compile("[\u05d5\u05e9\u05d4\u05d1\u05db\u05dc\u05de]{0,3}"),
    ETHIOPIC: re.compile(".{0,2}"),
}
_AL = "\u0627\u0644"
_LEAST = 3
"""Letters, below which a name must stand alone."""
_SURE = 5
"""From here on a capital isn't asked for."""
_LONGEST_ENDING = 3
_ENDINGS = read("endings.txt")


@lru_cache(maxsize=4096)
def script_of(sign: str) -> str:
    """Return how the script of a folded letter joins words."""
    return next((script for last, script in _SCRIPTS if ord(sign) <= last), LATIN)


def are_joined(sign: str, letter: str) -> bool:
    """Say whether a sign ("" is none) goes on with the word of a letter: as a letter of the same script."""
    if sign.isascii() and letter.isascii():
        return sign.isalpha()
    return is_letter(sign) and script_of(sign) == script_of(letter)


def is_attached(plain: str, start: int, end: int, *, is_stem: bool = False) -> bool:
    """Say whether what touches the letters on both sides is what their language attaches to a name.

    A stem is less than the name: it counts with an ending only.
    """
    if end - start < _LEAST:
        return False
    ahead, behind = _ahead(plain, start), _behind(plain, end)
    script = script_of(plain[start])
    if is_stem and not behind:
        return False
    if script in _ARTICLES:
        return bool(_ARTICLES[script].fullmatch(ahead)) and _may_end(script, behind, end - start)
    if ahead or script == OPEN:
        return not ahead
    if script == CASED:
        return len(behind) <= _LONGEST_ENDING and (plain[start].isupper() or end - start >= _SURE)
    return plain[start].isupper() and _declines(plain, start, end, behind.lower(), is_stem)


def _may_end(script: str, behind: str, length: int) -> bool:
    if not behind or script == HEBREW:
        return not behind
    if length > _LEAST or script == ETHIOPIC:
        return len(behind) <= _LONGEST_ENDING
    return behind in ("\u0627", "\u064a")


def _declines(plain: str, start: int, end: int, ending: str, is_stem: bool) -> bool:
    """Say whether a name in Latin letters has an ending of a case, or a plural that isn't another family's name."""
    if is_stem:
        return ending in _ENDINGS["of_stems"]
    if ending == "s":
        ahead = re.search(r"(?:^|[.!?]\s+|\n|\s)(\w+) \Z", plain[max(0, start - 40) : start])
        return end - start > _LEAST and not (
            ahead and ahead[1].istitle() and ahead[1].lower() not in _ENDINGS["families"]
        )
    return ending in _ENDINGS["any"] or (ending in _ENDINGS["short"] and end - start >= _least_before(ending))


def _least_before(ending: str) -> int:
    return _SURE if ending in _ENDINGS["vowels"] else _LEAST + 1


def _ahead(plain: str, start: int) -> str:
    at = start
    while at > max(0, start - 8) and are_joined(plain[at - 1], plain[start]):
        at -= 1
    return plain[at:start]


def _behind(plain: str, end: int) -> str:
    at = end
    while at < min(len(plain), end + 8) and are_joined(plain[at], plain[end - 1]):
        at += 1
    return plain[end:at]


def stems(part: str) -> Iterator[str]:
    """Yield what is left of a name, folded and in small letters, in cases that change or drop its last letters."""
    script = script_of(part[0]) if part else LATIN
    found: Iterable[str] = ()
    if script == CASED:
        found = _cased_stems(part)
    elif script == LATIN:
        found = _latin_stems(part)
    elif script == OPEN and "\u10d0" <= part[0] <= "\u10ff" and part[-1] in "\u10d8\u10d0\u10d4\u10dd":
        found = (part[:-1],)
    yield from (stem for stem in dict.fromkeys(found) if len(stem) >= _LEAST and stem != part)


def with_article(part: str) -> str:
    """Return an Arabic name that has an article with the preposition `to`, which swallows it; "" for any other."""
    return f"\u0644\u0644{part[2:]}" if part.startswith(_AL) and len(part) > len(_AL) + 2 else ""


_DROPPED = re.compile(
    "(?:\u0438\u0438|\u044b\u0438|\u043e\u0438|\u0430\u044f|\u044f\u044f|[\u0430\u044f\u043e\u0435\u044c\u0438\u0456\u044b\u0443]"
    "|[\u03bf\u03b7\u03b1\u03b9]\u03c3|[\u03b1\u03b7\u03bf\u03b9\u03c9])\\Z"
)
_FLEETING = re.compile(
    "(.+[^\u0430\u044f\u043e\u0435\u0438\u0456\u044b\u0443])([\u0435\u043e\u0456])([\u0431-\u0449])\\Z"
)
_CHANGED = {"\u0433": "\u0437", "\u043a": "\u0446", "\u0445": "\u0441"}


def _cased_stems(part: str) -> Iterator[str]:
    stem = _DROPPED.sub("", part)
    yield stem
    if stem != part and stem[-1:] in _CHANGED:
        yield stem[:-1] + _CHANGED[stem[-1]]
    fleeting = _FLEETING.match(stem)
    if fleeting:
        yield fleeting[1] + fleeting[3]
        if fleeting[2] == "\u0456":
            yield f"{fleeting[1]}\u043e{fleeting[3]}"


def _latin_stems(part: str) -> Iterator[str]:
    if part.endswith("nen") and len(part) > _SURE:
        yield f"{part[:-3]}s"
    elif part.endswith("a") and len(part) >= _SURE:
        yield part[:-1]
    elif re.search(r"[bcdfghjklmnpqrstvwz]e[lkc]\Z", part) and len(part) >= _SURE:
        yield part[:-2] + part[-1]
