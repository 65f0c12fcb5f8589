"""Words that must stand nowhere in what is published of an episode, and how they are found in any text."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from urllib.parse import unquote

from radkind_pod.model.review import is_everywhere, is_withheld
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.wording import has_spaces

_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
"""Marks that many people leave out: the accents of European letters, the vowel signs of Hebrew and Arabic."""
_POSSESSIVE = re.compile("['\u2019]s?\\W*\\Z", re.IGNORECASE)
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
        yield from (Banned(text, not spaced and not text.isascii()) for text in spelt_ones if text)


def found_in(text: str, words: Iterable[Banned]) -> tuple[Banned, ...]:
    """Return those of the words that stand in the text, be it written as prose, a file's name or an address."""
    spelled = spelt(text) + (spelt(unquote(text)) if "%" in text else "")
    return tuple(word for word in words if word.pattern.search(spelled))


def found_in_markup(text: str, words: Iterable[Banned]) -> tuple[Banned, ...]:
    """Return those of the words that stand in a text with tags, or in their attributes."""
    tags = " ".join(_TAG.findall(text))
    return found_in(f"{unescape(_TAG.sub('', text))} {unescape(tags)}", words)


def standing(spoken: Iterable[Word], language: str, words: Iterable[Banned]) -> Iterator[tuple[Banned, int]]:
    """Yield each of the words that stands unmarked among what is spoken, with the index at which it begins."""
    parts, starts, joins = [" "], list[int](), False
    length = 1
    for one in spoken:
        spaced = has_spaces(one.language or language)
        own = "| " if is_withheld(one) else spelt(one.text).lstrip()
        if joins and not spaced:
            length -= len(parts[-1]) - len(parts[-1].rstrip())
            parts[-1] = parts[-1].rstrip()
        starts.append(length)
        parts.append(own)
        length += len(own)
        joins = not spaced
    text = "".join(parts)
    for word in words:
        for match in word.pattern.finditer(text):
            yield word, bisect_right(starts, match.start()) - 1


def spelt(text: str) -> str:
    """Return the text's words without case, accents and signs, one space before and behind each."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    letters = "".join(_letter(letter) for letter in plain)
    return f" {' '.join(letters.split())} "


def _letter(letter: str) -> str:
    """Return the letter, nothing for what is never seen, and a space for everything else."""
    if letter.isalnum() or (kind := unicodedata.category(letter))[0] == "M":
        return letter
    return "" if kind == "Cf" else " "
