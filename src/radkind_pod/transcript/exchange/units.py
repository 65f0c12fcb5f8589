"""Text cut into the smallest parts that can be compared: words, or single letters where a script has no spaces."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from radkind_pod.transcript.exchange.marks import seen_through

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese letters."""
ADDED = (
    "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
    "\u3099\u309a\ufe00-\ufe0f\u200d"
)
"""Accents and vowels that stand above, below or behind these."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of a text: where it stands, and in a form by which it is compared."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Divider:
    """How texts are cut. The same text is always cut in the same way, however its words were divided."""

    pattern: re.Pattern[str]

    def units(self, text: str) -> Iterator[Unit]:
        """Yield the parts of the text, in order; spaces are none."""
        for match in self.pattern.finditer(text):
            yield Unit(match.start(), match.end(), seen_through(" ".join(match[0].split())))


def divider(with_spaces: bool, placeholders: Iterable[str] = ()) -> Divider:
    """Return how texts of a language are cut. A placeholder is one part, whatever is in it."""
    whole = [r"\s+".join(map(re.escape, text.split())) for text in sorted(set(placeholders), key=len, reverse=True)]
    letter = f"[{ADDED}]"
    if with_spaces:
        stop = f"(?!{'|'.join(whole)})" if whole else ""
        parts = [rf"[{UNSPACED}]{letter}*", rf"(?:{stop}[^\s{UNSPACED}])+"]
    else:
        parts = [rf"\S{letter}*"]
    return Divider(re.compile("|".join([*(f"(?i:{text})" for text in whole), *parts])))


def separated(text: str, units: Sequence[Unit], i: int) -> bool | None:
    """Say whether a space follows the unit. None where that can't be said: a line or the text ends there."""
    if i + 1 >= len(units):
        return None
    between = text[units[i].end : units[i + 1].start]
    return None if "\n" in between else bool(between)
