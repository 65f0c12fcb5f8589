"""Names in a transcript: what is written with a capital letter inside a sentence."""

import re
from collections.abc import Iterable, Iterator, Sequence

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.wording import HOLD_ON, main_language

ALL_NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital letter: there it says nothing."""
_NO_NAMES = """
i you he she it we they ok okay tv mr mrs ms dr prof
monday tuesday wednesday thursday friday saturday sunday
january february march april may june july august september october november december
"""
NO_NAMES = frozenset(_NO_NAMES.split())
"""Words with a capital letter that every engine spells well."""
_MOSTLY = 0.6
_FEW = 3
_ENDING = re.compile(r"'(?:s|re|ll|ve|m|d)$", re.IGNORECASE)
_QUOTES = ('"', "'", "“", "‘", "«", "„", "‹")  # noqa: RUF001 - the quotation marks of print
_BEFORE_SPEECH = (*_QUOTES, ":", "(", "[", "¿", "¡", "—", "–")  # noqa: RUF001 - dashes and others of print
_APOSTROPHES = str.maketrans("’ʼ", "''")  # noqa: RUF001 - the apostrophes of print


def new_names(
    words: Sequence[Word], sentences: Iterable[range], language: str, known: Iterable[str]
) -> Iterator[list[int]]:
    """Yield the words of each name, by id, the first time that it is met. Names of `known` were met before.

    A word that is written small elsewhere is no name by itself: engines forget full stops.
    """
    bare = [_bare(word.text) for word in words]
    small = {*(word for word in bare if word[:1].islower()), *HOLD_ON.get(main_language(language), "").split()}
    met = {_bare(part).casefold() for name in known for part in name.split()}
    for sentence in sentences:
        for name in _rows(words, bare, sentence, language):
            spelt = {bare[i].casefold() for i in name}
            if not spelt <= met and not spelt <= small:
                yield name
            met |= spelt
            if name[0] == sentence.start + 1:
                met.add(bare[sentence.start].casefold())


def _rows(words: Sequence[Word], bare: Sequence[str], sentence: range, language: str) -> Iterator[list[int]]:
    """Yield each row of capitalised words in the sentence, without its first word."""
    capital = [i for i in sentence[1:] if bare[i][:1].isupper() and bare[i].casefold() not in NO_NAMES]
    if len(sentence) > _FEW and len(capital) > _MOSTLY * len(sentence):
        return
    row: list[int] = []
    for i in capital:
        if _begins_speech(words, i) or main_language(words[i].language or language) in ALL_NOUNS:
            continue
        if row and (i > row[-1] + 1 or not _goes_on(words[row[-1]].text)):
            yield row
            row = []
        row.append(i)
    if row:
        yield row


def _begins_speech(words: Sequence[Word], i: int) -> bool:
    """Say whether somebody's quoted words begin here, or what a colon announces."""
    return words[i].text.lstrip()[:1] in _QUOTES or words[i - 1].text.rstrip()[-1:] in _BEFORE_SPEECH


def _goes_on(text: str) -> bool:
    """Say whether a name may go on after this: "Dr." and "J." belong to what follows, "London," doesn't."""
    return text[-1:].isalnum() or text[-1:] == "."


def _bare(text: str) -> str:
    """Return the word without marks around it and without "'s" and the like."""
    word = text.translate(_APOSTROPHES)
    if not word.isalnum():
        alnum = [i for i, letter in enumerate(word) if letter.isalnum()]
        word = word[alnum[0] : alnum[-1] + 1] if alnum else ""
    return _ENDING.sub("", word)
