"""Words that must stand nowhere in what is published of an episode, and how they are found in any text."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import accumulate, groupby
from urllib.parse import unquote

from radkind_pod.model.review import is_everywhere, is_withheld
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.wording import has_spaces

_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
"""Marks that many people leave out: the accents of European letters, the vowel signs of Hebrew and Arabic."""
_POSSESSIVE = re.compile("['\u2019]s?\\W*\\Z", re.IGNORECASE)
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of Thai, Lao, Tibetan, Burmese, Khmer, Japanese and Chinese, between which words have no space."""
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Banned:
    """A word that may stand nowhere, as `spelt` writes it; `within` others too, where no spaces are written."""

    text: str
    within: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it in a text that `spelt` wrote, or in such texts put together."""
        parts = " ?".join(map(re.escape, self.text.replace(" ", "") if self.within else self.text.split()))
        return re.compile(parts if self.within else f"(?<= ){parts}(?= )")


def banned(spoken: Iterable[Word], language: str) -> tuple[Banned, ...]:
    """Return the words that are marked *everywhere*, each once: one by one, or, where no spaces are written, as they
    stand together. `language` is that of words that don't say another.
    """
    words = ((word, word.language or language) for word in spoken)
    found: dict[Banned, None] = {}
    for marked, run in groupby(words, key=lambda one: any(map(is_everywhere, one[0].marks))):
        if marked:
            found |= dict.fromkeys(_banned(list(run)))
    return tuple(found)


def _banned(run: Sequence[tuple[Word, str]]) -> Iterable[Banned]:
    for spaced, part in groupby(run, key=lambda one: has_spaces(one[1])):
        texts = [word.text for word, _ in part]
        spelt_ones = (spelt(_POSSESSIVE.sub("", text)).strip() for text in (texts if spaced else ["".join(texts)]))
        for text in filter(None, spelt_ones):
            yield Banned(text) if spaced or text.isascii() else Banned(text.replace(" ", ""), within=True)


def found_in(text: str, words: Iterable[Banned]) -> tuple[Banned, ...]:
    """Return those of the words that stand in the text, be it written as prose, a file's name or an address."""
    spelled = spelt(text) + (spelt(unquote(text)) if "%" in text else "")
    return tuple(word for word in words if word.pattern.search(spelled))


def found_in_markup(text: str, words: Iterable[Banned]) -> tuple[Banned, ...]:
    """Return those of the words that stand in a text with tags, or in their attributes."""
    inside = " ".join(_TAG.findall(text))
    seen = (_TAG.sub(between, text) for between in ("", " "))  # a tag may stand inside a word, or part two of them
    return found_in(unescape(" ".join((*seen, inside))), words)


def standing(spoken: Iterable[Word], words: Iterable[Banned]) -> Iterator[tuple[Banned, int]]:
    """Yield each of the words that stands unmarked among what is spoken, with the index at which it begins."""
    parts = [" ", *("| " if is_withheld(one) else spelt(one.text).lstrip() for one in spoken)]
    ends = list(accumulate(map(len, parts)))
    text = "".join(parts)
    for word in words:
        yield from ((word, bisect_right(ends, match.start()) - 1) for match in word.pattern.finditer(text))


def spelt(text: str) -> str:
    """Return the text's words without case, accents and signs, one space before and behind each."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    letters = "".join(_letter(letter) for letter in plain)
    return f" {' '.join(letters.split())} "


@cache
def _letter(letter: str) -> str:
    """Return the letter, by itself where its script has no spaces; nothing for what is never seen, else a space."""
    if _UNSPACED.match(letter):
        return f" {letter} "
    if letter.isalnum() or (kind := unicodedata.category(letter))[0] == "M":
        return letter
    return "" if kind == "Cf" else " "
