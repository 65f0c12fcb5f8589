"""Names that are not public, looked for in every reading of a text."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate

from radkind_pod.publish.gate import names as kinds
from radkind_pod.publish.gate.accounts import holds_name, is_handle
from radkind_pod.publish.gate.attached import is_attached
from radkind_pod.publish.gate.edges import is_whole
from radkind_pod.publish.gate.folding import bare, fold, runs_of_letters, small
from radkind_pod.publish.gate.leak import NAME, Leak
from radkind_pod.publish.gate.names import Names, Needle, words
from radkind_pod.publish.gate.piece import ADDRESS, BYTES, LABEL
from radkind_pod.publish.gate.prose import Spot, is_name
from radkind_pod.publish.gate.senses import AT_THE_BEGINNING, VERBS
from radkind_pod.publish.gate.views import View

_AROUND = 120
_SMALL_WORDS = VERBS | AT_THE_BEGINNING
"""With a space beside them they say nothing in small letters: gave her you know."""
_JOINED_ALONE = 7
"""From so many letters on a whole name without spaces is found inside longer words too."""
_QUOTED_WORDS = 2
INDEX = "search/words-"
"""How the public files begin in which the search looks words up."""
_SURE_IN_BYTES = 6
"""Bytes. Each letter fits a random byte with a chance of 2 in 256: fifty such names turn up once in 90 GB of chance."""


def names_in(path: str, readings: Iterable[View], names: Names) -> Iterator[Leak]:
    """Yield a Leak for each place at which a name stands that isn't public and wasn't answered for.

    A name that is told in a line already isn't told again for a less decoded reading of that line.
    """
    told: set[tuple[str, str]] = set()
    for view in readings if names.needles else ():
        here = set()
        for needle, start, end in _hits(view, names):
            place = view.where(start, end)
            if (place, needle.name) in told:
                continue
            here.add((place, needle.name))
            around = Around(view.text, start, end)
            if not around.is_answered(path, names):
                yield Leak(path, place, around.told(needle), NAME, needle.name, around.phrase)
        told |= here


def is_near(text: str, names: Names) -> bool:
    """Say whether the letters of the text hold those of a name: where they don't, no closer look is needed."""
    squashed = _squashed(small(fold(text)))
    return any(key in squashed for key, _ in names.needles)


def _squashed(low: str) -> bytes:
    return bare(low).encode("utf-8", "replace")


def _hits(view: View, names: Names) -> list[tuple[Needle, int, int]]:
    """Return where a name counts, those left out that lie within another."""
    plain = view.text
    low = small(plain)
    squashed = _squashed(low)
    near = [needle for key, needles in names.needles if key in squashed for needle in needles]
    found = [(needle, m.start(), m.end()) for needle in near for m in _matches(needle, squashed, low)]
    spans = sorted((hit for hit in found if _counts(hit, plain, low, view.form)), key=lambda hit: (hit[1], -hit[2]))
    covers = sorted(m.span() for cover in (names.public if spans else ()) for m in _matches(cover, squashed, low))
    starts, ends = [a for a, _ in covers], [0, *accumulate((b for _, b in covers), max)]
    return _outermost([hit for hit in spans if ends[bisect_right(starts, hit[1])] < hit[2]])


def _matches(needle: Needle, squashed: bytes, low: str) -> Iterator[re.Match[str]]:
    """Return where the needle fits, its letters looked for first: that takes a tenth of the time."""
    return _compiled(needle.pattern).finditer(low) if needle.letters.encode() in squashed else iter(())


def _outermost(spans: list[tuple[Needle, int, int]]) -> list[tuple[Needle, int, int]]:
    kept: list[tuple[Needle, int, int]] = []
    for hit in spans:
        if not kept or hit[2] > kept[-1][2]:
            kept.append(hit)
    return kept


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _counts(hit: tuple[Needle, int, int], plain: str, low: str, form: str) -> bool:
    needle, start, end = hit
    if form == BYTES and (needle.kind == kinds.ORDINARY or len(needle.letters.encode()) < _SURE_IN_BYTES):
        return False
    if needle.kind == kinds.HANDLE:
        return is_handle(plain, start, end, is_address=form == ADDRESS)
    if needle.kind == kinds.INITIAL:
        return is_whole(plain, start, end) and all(part[0].isupper() for part in runs_of_letters(plain[start:end]))
    if needle.kind == kinds.STEM:
        return is_attached(plain, start, end, is_stem=True)
    if needle.kind == kinds.JOINED and end - start >= _JOINED_ALONE:
        return True
    if not is_whole(plain, start, end):
        if needle.kind not in (kinds.WORD, kinds.JOINED):
            return False
        is_plural = form == ADDRESS and _is_plural(plain, start, end)
        return is_plural or is_attached(plain, start, end) or holds_name(plain, start, end)
    if needle.kind == kinds.ORDINARY:
        return is_name(Spot(plain, low, start, end, form))
    return needle.kind != kinds.SPACED or form in (LABEL, ADDRESS) or _is_written_as_name(plain[start:end])


def _is_plural(plain: str, start: int, end: int) -> bool:
    """Say whether the possessive has lost its sign, as in amas-story, in a word long enough to tell."""
    least = 5
    return end - start >= least and plain[end] in "sS" and is_whole(plain, start, end + 1)


def _is_written_as_name(said: str) -> bool:
    """Say whether all parts of a name of everyday words are written alike; in small letters not if one is a verb."""
    parts = re.findall(r"[^\W\d_]+", said)
    if all(part.islower() for part in parts):
        return not (_SMALL_WORDS.intersection(parts) and " " in said)
    return all(part[0].isupper() for part in parts)


class Around:
    """The words around a hit in a folded text, with which a person can answer for it."""

    def __init__(self, plain: str, start: int, end: int) -> None:
        ahead, behind = plain[max(0, start - _AROUND) : start], plain[end : end + _AROUND]
        self._said = plain[start:end]
        self._before, self._hit, self._after = words(ahead), words(self._said), words(behind)
        self._all = (*self._before, *self._hit, *self._after)
        self._first, self._last = len(self._before), len(self._before) + len(self._hit)

    def is_answered(self, path: str, names: Names) -> bool:
        """Say whether a phrase of people.yaml for these files stands here and holds the hit.

        An index of words says nothing of its own: each text that a word of it comes from is read as well.
        """
        if path.startswith(INDEX):
            return any(set(self._hit) <= set(says) for says, _ in names.answered)
        slug = slug_of(path)
        return any(episode == slug and self._holds(says) for says, episode in names.answered if says)

    def _holds(self, says: tuple[str, ...]) -> bool:
        first = max(0, self._last - len(says))
        return any(
            self._all[at : at + len(says)] == says and at + len(says) >= self._last
            for at in range(first, self._first + 1)
        )

    @property
    def phrase(self) -> str:
        """The hit with the words around it."""
        return " ".join(self._all[max(0, self._first - _QUOTED_WORDS) : self._last + _QUOTED_WORDS])

    def told(self, needle: Needle) -> str:
        """Return what is wrong."""
        said = " ".join(self._said.split())
        which = "a name that" if said == needle.name else f"part of the name {needle.name}, which"
        return f"“{said}” is {which} isn't public"

    def line(self, path: str) -> str:
        """Return the line of people.yaml that answers for the hit."""
        slug = slug_of(path)
        return f"- {{says: {json.dumps(self.phrase, ensure_ascii=False)}{f', episode: {slug}' if slug else ''}}}"


def slug_of(path: str) -> str | None:
    """Return whose episode's file it is; None for one of the whole show."""
    folder, _, rest = path.partition("/")
    return rest.partition("/")[0] if folder == "episodes" and "/" in rest else None
