"""Letters as a search sees them: without accents, invisible signs and special letters of other alphabets."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

_SPECIAL = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ħ": "h",
        "Ħ": "H",
        "\u0131": "i",
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bb\u02bc\u02bd\u02be\u02bf\u02b9\u00b4\u2032\u05f3\ua78c", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
        "\u03c2": "\u03c3",
        "\u06cc": "\u064a",
        "\u06a9": "\u0643",
        **dict.fromkeys("\u0629\u06c1\u06be\u06c0", "\u0647"),
        **dict(zip("\u0d7a\u0d7b\u0d7c\u0d7d\u0d7e\u0d7f", "\u0d23\u0d28\u0d30\u0d32\u0d33\u0d15", strict=True)),
    }
)
"""What has no decomposition in Unicode; the many signs that are written for an apostrophe or a hyphen; letters that
stand for the same one at the end of a word (Greek, Malayalam) or on another keyboard (Arabic, Persian, Urdu)."""
_INVISIBLE = frozenset(
    map(
        chr,
        [
            *(0x34F, 0x640, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0),
            *range(0xFE00, 0xFE10),
            *range(0xE0000, 0xE1000),
        ],
    )
)
"""Joiners, fillers, selectors of a variant and the line that draws Arabic letters apart. Unicode says "Cf" of the soft
hyphen, zero-width spaces and marks of direction."""
_ASCII = bytes(range(128))
_MANY = 200
"""From so many different signs on a look at every letter is faster than a replacement for each sign."""
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"})

_SPELT = re.compile(r"(?<![aeiouqAEIOU])([aouAOU])e(?!l?\Z|[aeiou])")


def fold(text: str) -> str:
    """Return the text without accents and invisible signs; capitals, lines and ASCII stay as they are."""
    # A replacement for each sign that occurs is twenty times faster than a look at every letter.
    signs = foreign(text)
    if len(signs) > _MANY:
        return text.translate({ord(sign): _folded(sign) for sign in signs})
    for sign in signs:
        text = text.replace(sign, _folded(sign))
    return text


def small(text: str) -> str:
    """Return a folded text in small letters, each at its place."""
    low = text.lower()
    return low.replace("\u03c2", "\u03c3") if "\u03c2" in low else low


def is_letter(sign: str) -> bool:
    """Say whether a sign belongs to a word: a letter, or a vowel sign as Indian scripts and Thai have them."""
    return sign.isalpha() or (not sign.isascii() and _is_mark(sign))


def bare(low: str) -> str:
    """Return the letters of a folded text in small letters, and nothing else: neither signs nor digits."""
    kept = low.encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS).decode("utf-8", "surrogatepass")
    others = {sign for sign in foreign(kept) if not is_letter(sign)}
    if len(others) > _MANY:
        return kept.translate({ord(sign): None for sign in others})
    for sign in others:
        kept = kept.replace(sign, "")
    return kept


def runs_of_letters(text: str) -> list[str]:
    """Return the runs of letters in a folded text."""
    return ["".join(run) for letters, run in groupby(text, is_letter) if letters]


@lru_cache(maxsize=4096)
def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[:1] == "M"


def foreign(text: str) -> set[str]:
    """Return the signs in a text that aren't ASCII."""
    if text.isascii():
        return set()
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(rest.decode("utf-8", "surrogatepass"))


def spelt_out(text: str) -> str:
    """Return the name as those write it who have no umlauts on their keyboard: Müller, Mueller."""
    return text.translate(_GERMAN)


def spelt_short(text: str) -> str:
    """Return the name as those write it who have umlauts on their keyboard, folded: Mueller, Müller, Muller."""
    return re.sub(r"\w{5,}", lambda m: _SPELT.sub(r"\1", m[0]), text)


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    if sign in _INVISIBLE or unicodedata.category(sign) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKD", sign.translate(_SPECIAL)).translate(_SPECIAL)
    kept = "".join(one for one in plain if not unicodedata.combining(one))
    # What changes its length when it loses its capitals would put every place behind it out.
    return "".join(one if len(one.lower()) == 1 else one.lower()[0] for one in kept)
