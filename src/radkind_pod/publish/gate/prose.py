"""When an everyday word that is somebody's real name (Grace, May, Reading) counts as the name.

It counts

- where nothing but names stand: speaker labels, artists, persons in the feed; in a label of three words or more only
  with a capital;
- in the name of a file or a link, if the segment holds nothing else but words such as "interview", "photo", "with" and
  numbers (interview-with-grace-2.mp3), if it lies in a folder of people (/people/grace), or before the @ of an address;
- in prose, if it is written with one capital and stands inside a sentence, unless
  - an article or a number is before it (the Grace, one May), or something that has a title (they sang Faith);
  - a word with a capital is beside it that belongs to it: another name or title (Amazing Grace, Grace Kelly, Reading
    Festival). A small word that opens the sentence (When Grace ...), a title or greeting (Mrs, Aunt, Dear) and an
    initial don't;
  - all important words of the line have capitals, which is a heading, unless somebody is met or talked with in it;
  - it is a month with a day, a year, another month or a preposition that belongs to dates;
  - a number belongs to it (Page 3), it is a subject that is studied, or a direction (go West);
  - it is a town or country in a list of places, or with a preposition of place; but "spoke to", "thanks to" and the
    like ask for a person;
  - it is the name of a people or a feast, which is always written with a capital.

At the beginning of a sentence, in small letters or all in capitals it never counts in prose: there nobody can tell.
"""

import re
from dataclasses import dataclass

from radkind_pod.publish.gate import senses
from radkind_pod.publish.gate.ordinary import MONTH, NATION, TOWN, WORD, ordinary
from radkind_pod.publish.gate.piece import ADDRESS, JSON, LABEL, LINES

_BEFORE = re.compile(r"([\w'.]*\w|)([^\w]*)\Z")
_AFTER = re.compile(r"('s\b|')?([^\w]*)(\w+)?(\.?)")
_STARTS = re.compile(r'[.!?:;"\x1e\[{}<>*#|=\u201c\u2014\u2026\u2022]|(?:^|\s)[-\']|\n[ \t]*\n')
_NUMBER = re.compile(r"\d")
_COUNTED = re.compile(
    r"[A-Z]{1,2}-\d|(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b(?![:.]\d)"
    r"(?!\s?(?:[ap]m|o'clock|of|more|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|times?|people|pounds?)\b)"
)
"""A number that belongs to the word before it, and not to what is counted behind it: met Bill 10 years ago."""
_HEADING_WORD = re.compile(r"[A-Za-z][\w'-]*")
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "nor",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "as",
        "is",
        "vs",
        "into",
        "over",
    ]
)
_ENDS = re.compile(r"[.!?\n\x1e\x1d<>|\"{}]")
_FILE = re.compile(r"\.(?:mp3|m4a|wav|flac|opus|ogg|jpe?g|png|docx?|pdf|txt|vtt|srt|html?|json|mp4|mov|zip)\b", re.I)
_CHECKSUM = re.compile(r"(?=.*\d)[0-9a-f]{6,}\Z")
_BESIDE = senses.FILE_WORDS | {""}
"""What may stand beside a name, numbers left out."""
_LISTED_AHEAD = re.compile(r"(\w+)(?:,| and| or|, and|, or) \Z")
_LISTED_BEHIND = re.compile(r"(?:,| and| or|, and|, or) (\w+)")
_PAIR = 2
_LONGEST_TOKEN = 300
_TOKEN = re.compile(r"[^ \t\r\n\x1d\x1e\"'<>()\[\]{},;|]*")


@dataclass(frozen=True, slots=True)
class Spot:
    """A word in a folded text. `low` is the same text in small letters."""

    plain: str
    low: str
    start: int
    end: int
    form: str

    @property
    def word(self) -> str:
        """The word itself, in small letters."""
        return self.low[self.start : self.end]


def is_name(spot: Spot) -> bool:
    """Say whether an everyday word stands for a person here."""
    if spot.form == LABEL:
        return spot.plain[spot.start].isupper() or len(spot.plain.split()) <= _PAIR
    token, at = _token(spot)
    if spot.form == ADDRESS or "/" in token or "@" in token or _FILE.search(token):
        return in_address(token, at, at + spot.end - spot.start, is_own=spot.form == ADDRESS)
    return _in_prose(spot)


def in_address(token: str, start: int, end: int, *, is_own: bool) -> bool:
    """Say whether the word is a person's in a link or a path; `is_own`: the path of a file of ours."""
    if "@" in token[end:] or token[start - 1 : start] == "@":
        return True
    first = max(token.rfind(sign, 0, start) for sign in "/\\?&=#:") + 1
    last = min((place for sign in "/\\?&=#:" if (place := token.find(sign, end)) >= 0), default=len(token))
    segment, folder = token[first:last], re.split(r"[/\\?&=#:]", token[:first].lower())[-2:-1]
    if segment.startswith("www.") or token[max(0, first - 3) : first] == "://":
        return False
    others = re.findall(r"[a-z0-9]+", f"{segment[: start - first]} {segment[end - first :]}")
    alone = all(_CHECKSUM.match(word) or word.strip("0123456789") in _BESIDE for word in others)
    is_person = bool(folder) and folder[0] in senses.PEOPLE_FOLDERS
    return alone and (is_own or is_person or bool(_FILE.search(segment)))


def _token(spot: Spot) -> tuple[str, int]:
    """Return what stands between the spaces, quotes and brackets around the word, and where the word is in it."""
    ahead = _TOKEN.match(spot.low[max(0, spot.start - _LONGEST_TOKEN) : spot.start][::-1])
    behind = _TOKEN.match(spot.low, spot.end, spot.end + _LONGEST_TOKEN)
    left = spot.start - (ahead.end() if ahead else 0)
    right = behind.end() if behind else spot.end
    return spot.low[left:right], spot.start - left


def _in_prose(spot: Spot) -> bool:
    sense = ordinary().get(spot.word, WORD)
    written = spot.plain[spot.start : spot.end]
    if sense == NATION or not written[0].isupper() or not written[1:].islower():
        return False
    before = _BEFORE.search(spot.plain[max(0, spot.start - 80) : spot.start])
    after = _AFTER.match(spot.plain, spot.end)
    assert before
    assert after
    previous, gap = before[1], before[2]
    if gap.startswith(". ") and (previous.lower() in senses.ABBREVIATED or len(previous) == 1):
        gap = gap[1:]  # no sentence ends after Mrs. or an initial
    if not previous or _begins(gap, spot, after):
        return False
    if previous.lower() in senses.ARTICLES | senses.TITLED | senses.ORDINALS or _NUMBER.match(previous):
        return False
    if _has_company(spot, previous, gap, after) or _in_heading(spot, previous.lower()):
        return False
    if _is_counted(after) or previous.lower() in senses.STUDYING:
        return False
    if spot.word in senses.COMPASS and previous.lower() in senses.BEFORE_COMPASS:
        return False
    if sense == MONTH:
        return not _is_date(spot, previous.lower(), after)
    return sense != TOWN or not _is_place(spot, previous.lower())


def _is_counted(after: re.Match[str]) -> bool:
    """Say whether a number stands behind the word, as in `Page 3` and `Bill C-18`."""
    return after[2] == " " and not after[1] and bool(_COUNTED.match(after.string, after.start(3)) if after[3] else None)


def _begins(gap: str, spot: Spot, after: re.Match[str]) -> bool:
    """Say whether a sentence begins with the word."""
    if gap.rstrip().endswith("("):
        return not after[2].startswith((")", ","))
    breaks = "\n" in gap and spot.form in (LINES, JSON)
    return breaks or bool(_STARTS.search(gap))


def _has_company(spot: Spot, previous: str, gap: str, after: re.Match[str]) -> bool:
    """Say whether a word with a capital beside it makes another name of it."""
    following = after[3] or ""
    if after[2] in (" ", "-", "\n", " & ") and not after[1]:
        if following.lower() in senses.AFTER_PLACES:
            return True
        initial = len(following) == 1 and following != "I"
        if following[:1].isupper() and following not in ("I",) and not initial:
            return True
    if gap not in (" ", "-", "\n", " & "):
        return False
    if previous in ("of", "for") and _is_capital_ahead(spot):
        return True
    if not previous[:1].isupper() or previous == "I":
        return False
    said = previous.lower().rstrip(".")
    if said in senses.HONORIFICS or said.removesuffix("'s") in senses.MEETING:
        return False
    return not (said in senses.AT_THE_BEGINNING and _opens(spot, previous))


def _is_capital_ahead(spot: Spot) -> bool:
    """Say whether `Forest of`, `Mount of` or the like is before the word, and no other person's name."""
    ahead = re.search(r"([\w']+)[ \n](?:of|for)[ \n]\Z", spot.plain[max(0, spot.start - 40) : spot.start])
    return ahead is not None and ahead[1][0].isupper() and ahead[1].lower() not in senses.AT_THE_BEGINNING


def _opens(spot: Spot, previous: str) -> bool:
    at = spot.plain.rfind(previous, 0, spot.start)
    ahead = _BEFORE.search(spot.plain[max(0, at - 40) : at])
    return not ahead or not ahead[1] or bool(_STARTS.search(ahead[2])) or "\n" in ahead[2]


def _in_heading(spot: Spot, previous: str) -> bool:
    """Say whether all important words of the line have capitals, and nobody is met in it."""
    ends = [m.start() for m in _ENDS.finditer(spot.plain, max(0, spot.start - 200), spot.start)]
    left = ends[-1] + 1 if ends else max(0, spot.start - 200)
    right = _ENDS.search(spot.plain, spot.end, spot.end + 400)
    line = spot.plain[left : right.start() if right else len(spot.plain)][:400]
    found = [word for word in _HEADING_WORD.findall(line) if len(word) > 1 and word.lower() not in _SMALL]
    if len(found) < _PAIR or not all(word[0].isupper() for word in found):
        return False
    said = {word.lower() for word in found}
    talked = previous in ("with", "to", "and", "by") and bool(said & senses.TALKING)
    return not (talked or previous in senses.MEETING)


def _is_date(spot: Spot, previous: str, after: re.Match[str]) -> bool:
    following = (after[3] or "").lower()
    if previous in ("to", "for", "from", "by", "of", "after", "before") and _speaks(spot):
        return False
    if previous in senses.BEFORE_MONTHS or previous in senses.MONTHS or following in senses.MONTHS:
        return True
    if (_NUMBER.match(following) or following in senses.ORDINALS) and not after[1]:
        return True
    beyond = spot.low[after.end() : after.end() + 20].split()
    is_listed = following in ("and", "or", "to", "until", "the") and beyond
    if is_listed and (beyond[0].strip(".,;") in senses.MONTHS | senses.ORDINALS or _NUMBER.match(beyond[0])):
        return True
    return _is_told_as_date(spot, previous)


def _is_told_as_date(spot: Spot, previous: str) -> bool:
    """Say whether it stands in `April and May` or `it was May`."""
    ahead = re.findall(r"[\w']+", spot.low[max(0, spot.start - 40) : spot.start])
    if previous == "it's":
        return True
    if len(ahead) < _PAIR:
        return False
    return (previous in ("and", "or") and ahead[-2] in senses.MONTHS) or (
        previous in ("was", "is") and ahead[-2] == "it"
    )


def _is_place(spot: Spot, previous: str) -> bool:
    if previous in ("to", "for", "from", "by", "of", "and") and _speaks(spot):
        return False
    if _is_listed(spot):
        return True
    if previous == "and":
        ahead = re.findall(r"\w+", spot.low[max(0, spot.start - 60) : spot.start])
        return any(word in senses.BEFORE_TOWNS for word in ahead[-4:-2])
    return previous in senses.BEFORE_TOWNS


def _is_listed(spot: Spot) -> bool:
    """Say whether the word stands in a list with a place: `Egypt, Jordan and Lebanon`."""
    ahead = _LISTED_AHEAD.search(spot.low[max(0, spot.start - 40) : spot.start])
    behind = _LISTED_BEHIND.match(spot.low, spot.end)
    return any(found and found[1] in senses.PLACES for found in (ahead, behind))


def _speaks(spot: Spot) -> bool:
    sentence = _ENDS.split(spot.low[max(0, spot.start - 40) : spot.start])[-1]
    ahead = re.findall(r"\w+", sentence)
    return any(word in senses.SPEAKING for word in ahead[-3:-1])
