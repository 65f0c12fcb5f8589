"""What is known of languages: how words join, how wide they look, and where a phrase may be broken."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from radkind_pod.model.transcript import Word

WITHOUT_SPACES = frozenset({"ja", "zh", "yue", "th", "lo", "my", "km"})
CLAUSE_ENDS = ",;:—–、，；：،؛"  # noqa: RUF001 - the marks of other scripts
SENTENCE_ENDS = ".?!…。！？؟।"  # noqa: RUF001 - the marks of other scripts
CLOSERS = "\"'”’»)]）］」』"  # noqa: RUF001 - the marks of other scripts
ABBREVIATIONS = frozenset({"mr.", "mrs.", "ms.", "dr.", "prof.", "rev.", "st.", "e.g.", "i.e.", "vs.", "hr.", "fr."})
HOLD_ON = {
    "en": "a an the this that these those my your his her its our their of to in on at for from with by as and or but "
    "nor not no never if than very don't won't can't didn't isn't wasn't doesn't mr. mrs. ms. dr. prof. rev. st.",
    "cy": "y yr a ac i o yn ar am at gan wrth fy dy ei ein eich eu nid ni na heb",
    "de": "der die das den dem des ein eine einen einem einer mein dein sein ihr unser und oder aber nicht kein keine "
    "in im an am auf zu zum zur von vom mit bei für hr. fr. dr. prof.",
    "fr": "le la les un une des du de au aux mon ma mes son sa ses notre leur et ou mais ne pas à dans sur pour par",
    "es": "el la los las un una unos unas de del al mi tu su nuestro y o pero no a en con por para",
}
"""Words after which a phrase goes on: articles, prepositions, negations, titles before a name."""
_HOLD_ON = {language: frozenset(words.split()) for language, words in HOLD_ON.items()}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_INITIAL = re.compile(r"[^\W\d_]\.")


@cache
def main_language(language: str) -> str:
    """Return the language's own code of a BCP 47 tag: en of en-GB."""
    return language.replace("_", "-").split("-")[0].lower()


@cache
def has_spaces(language: str) -> bool:
    """Say whether this language is written with spaces between its words."""
    return main_language(language) not in WITHOUT_SPACES


def cleaned(text: str) -> str:
    """Return the text on one line, with one space for each run of spaces, line ends and control characters.

    A no-break space that stands alone stays.
    """
    return _UNSEEN.sub(lambda run: run[0] if run[0] == "\xa0" else " ", text)


def spaced(words: Sequence[Word], language: str) -> list[str]:
    """Return each word's text with the space that stands before it, if one does."""
    spaces = [has_spaces(word.language or language) for word in words]
    return [" " + word.text if i and spaces[i] and spaces[i - 1] else word.text for i, word in enumerate(words)]


def joined(words: Sequence[Word], language: str) -> str:
    """Return the words as one line of text, as the language is written."""
    return cleaned("".join(spaced(words, language))).strip()


def width(text: str) -> int:
    """Return how many Latin letters wide the text looks: 2 for East Asian letters and emoji, 0 for accents."""
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def ends_sentence(text: str) -> bool:
    """Say whether a sentence ends with this word."""
    bare = text.strip().rstrip(CLOSERS)
    if not bare.endswith(tuple(SENTENCE_ENDS)):
        return False
    return bare.lower() not in ABBREVIATIONS and (bare == "I." or not _INITIAL.fullmatch(bare))


def break_cost(left: Word, right: Word, language: str) -> int:
    """Return how badly a break between these words reads: 0 after a sentence, about 100 inside a name."""
    if ends_sentence(left.text):
        return 0
    pause = right.start_ms - left.end_ms
    if left.text.rstrip().rstrip(CLOSERS).endswith(tuple(CLAUSE_ENDS)):
        return 12
    cost = 15 if pause >= 500 else 28 if pause >= 250 else 40
    if left.text.lower() in _HOLD_ON.get(main_language(left.language or language), ()):
        return cost + 40
    return cost + 60 if left.text[:1].isupper() and right.text[:1].isupper() else cost


def pieces(text: str) -> list[str]:
    """Return text of a language without spaces as the smallest pieces between which it may be broken.

    Latin words stay whole; marks, closing punctuation and spaces stay with what is before them.
    """
    found: list[str] = []
    for letter in text:
        if found and _clings(found[-1], letter):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _clings(before: str, letter: str) -> bool:
    last = before[-1]
    if unicodedata.category(last) in {"Ps", "Pi"} or last == "\u200d":
        return True
    if unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf", "Sk", "Pe", "Pf", "Po", "Zs"}:
        return True
    return _is_latin(last) and _is_latin(letter)


def _is_latin(letter: str) -> bool:
    return letter.isalnum() and letter < "\u0250"


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
