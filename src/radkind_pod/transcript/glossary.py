"""Names put right in what an engine heard, by rule alone: the same words and glossary give the same words.

A wrong correction is worse than none, so nothing is guessed from likeness, and case decides what may be a name:

- A `heard` spelling of several words, or one written small, is put right whatever its case.
- A `heard` spelling of one word with a capital is put right only where the transcript has a capital too; and at the
  beginning of a sentence only if the transcript doesn't write the same word small elsewhere (Will, Grace, May).
- A name of several words is put right in case and accents, if one of its words has a capital that isn't there only
  because a sentence begins. "By the grace of" and "radical kindness" stay.
- A name of one word is never changed for its case: who wants that lists the other case under `heard`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from radkind_pod.model.glossary import Change, Entry
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.times import divided_time
from radkind_pod.transcript.wording import HOLD_ON, ends_sentence, has_spaces, main_language

LONGEST_PAUSE_MS = 1000
"""Nobody stops for so long inside a name."""

_FEWEST = 2
"""Letters that a spelling must have in languages without spaces, where one sign may be part of any word."""
_APOSTROPHES = str.maketrans("’ʼ‘", "'''")  # noqa: RUF001 - the apostrophes of print
_ENDING = re.compile(r"['’ʼ](?:s|re|ll|ve|m|d)$", re.IGNORECASE)  # noqa: RUF001 - the apostrophes of print


@dataclass(frozen=True, slots=True)
class _Said:
    """Some words in a row as they are compared: `text` without what stands around it.

    `before` and `after` are the signs around it, `ending` is 's and the like.
    """

    before: str
    text: str
    ending: str
    after: str


@dataclass(frozen=True, slots=True)
class _Match:
    """Words [first, last) say this name; `heard` is None where they are right as they are."""

    first: int
    last: int
    name: str
    said: _Said | None


def corrected(
    words: Sequence[Word], speakers: Sequence[str | None], entries: Iterable[Entry], language: str
) -> tuple[list[Word], tuple[Change, ...]]:
    """Return the words with the names put right, and what was changed. `words` are in order of time.

    From left to right the longest match counts, each word is looked at once, and every other word stays as it is. A
    match never goes over a change of speaker, a pause or a sign between two words that the spelling doesn't have.
    """
    finder = _Finder(words, speakers, entries, language)
    found: list[Word] = []
    changes: list[Change] = []
    at = 0
    while at < len(words):
        match = finder.match(at)
        if match is None or match.said is None:
            found += words[at : match.last if match else at + 1]
        else:
            run = words[at : match.last]
            found += _written(run, match.name, match.said, spaced=finder.spaced)
            changes.append(Change(match.said.text, match.name, run[0].start_ms, run[-1].end_ms))
        at = match.last if match else at + 1
    return found, tuple(changes)


def unmet(words: Iterable[Word], entries: Iterable[Entry], language: str) -> tuple[str, ...]:
    """Return the names that no word says. Of a name with several words, one is enough that is said with its capital and
    that no other name has.
    """
    spaced, names = has_spaces(language), [entry.name for entry in entries]
    bare = [_said(word.text).text for word in words]
    stems = [_ENDING.sub("", text) for text in bare]
    line = _line(map(_key, bare), spaced=spaced) + _line(map(_key, stems), spaced=spaced)
    capital = {_key(text) for text in (*bare, *stems) if _has_capital(text)}
    small = HOLD_ON.get(main_language(language), "").split()
    shared = Counter(part for name in names for part in {_key(part) for part in name.split()})

    def is_met(name: str) -> bool:
        parts = name.split()
        telling = {_key(part) for part in parts if _has_capital(part) and _key(part) not in small}
        own = {part for part in telling if len(part) > 1 and shared[part] == 1}
        may_be_small = len(parts) > 1 or not telling
        whole = _line(map(_key, parts), spaced=spaced) in line
        return not own.isdisjoint(capital) or (whole and (may_be_small or not telling.isdisjoint(capital)))

    return tuple(name for name in names if not is_met(name))


class _Finder:
    """Knows all spellings, and where in the words they may stand."""

    def __init__(
        self, words: Sequence[Word], speakers: Sequence[str | None], entries: Iterable[Entry], language: str
    ) -> None:
        listed = tuple(entries)
        self.words, self.spaced = words, has_spaces(language)
        self._names = {_bare(entry.name): entry.name for entry in listed}
        self._rows = {_plain(name): name for name in self._names.values() if " " in _bare(name) and _has_capital(name)}
        fewest = 0 if self.spaced else _FEWEST
        pairs = [
            (spelling, entry.name) for entry in listed for spelling in entry.heard if len(_key(spelling)) >= fewest
        ]
        self._heard = {_key(spelling): (spelling, name) for spelling, name in pairs}
        self._longest: dict[str, int] = {}
        for spelling in (*self._names, *self._heard):
            letter = _plain(spelling)[:1]
            self._longest[letter] = max(self._longest.get(letter, 0), self._length(spelling))
        bare = [_said(word.text) for word in words]
        self._small = {_key(said.text) for said in bare if not _has_capital(said.text)}
        self._letters = [_plain(said.text)[:1] for said in bare]
        self._joins = [False, *(self._is_joined(speakers, i) for i in range(1, len(words)))]

    def match(self, at: int) -> _Match | None:
        """Return the longest match that begins with this word."""
        for last in range(self._reach(at), at, -1):
            for said in self._readings(at, last):
                name, is_right = self._name(said, at)
                if name is not None:
                    return _Match(at, last, name, None if is_right else said)
        return None

    def _length(self, spelling: str) -> int:
        return len(spelling.split()) if self.spaced else len(spelling)

    def _is_joined(self, speakers: Sequence[str | None], i: int) -> bool:
        pause = self.words[i].start_ms - self.words[i - 1].end_ms
        return speakers[i] == speakers[i - 1] and pause < LONGEST_PAUSE_MS

    def _reach(self, at: int) -> int:
        """Return where the longest spelling ends that begins with this letter, or what belongs together."""
        stop = min(len(self.words), at + self._longest.get(self._letters[at], 0))
        last = min(at + 1, stop)
        while last < stop and self._joins[last]:
            last += 1
        return last

    def _readings(self, first: int, last: int) -> Iterator[_Said]:
        """Yield what the words say, first as they stand and then without 's and the like."""
        said = _said((" " if self.spaced else "").join(word.text for word in self.words[first:last]))
        if not said.text:
            return
        yield said
        ending = _ENDING.search(said.text)
        if ending and ending.start():
            yield _Said(said.before, said.text[: ending.start()], ending[0], said.after)

    def _name(self, said: _Said, at: int) -> tuple[str | None, bool]:
        """Return the name that is said, and whether it is spelt right already."""
        text = _bare(said.text)
        if text in self._names:
            return self._names[text], True
        spelling, name = self._heard.get(_key(text), ("", ""))
        if name and self._may_be(spelling, said, at):
            return name, False
        name = self._rows.get(_plain(text), "")
        telling = text.split()[1 if self._opens(said, at) else 0 :]
        return (name, False) if name and any(map(_has_capital, telling)) else (None, False)

    def _may_be(self, spelling: str, said: _Said, at: int) -> bool:
        """Say whether these words can be the name that was misheard, and aren't ordinary words."""
        if " " in _bare(spelling) or not _has_capital(spelling):
            return True
        return _has_capital(said.text) and not (self._opens(said, at) and _key(said.text) in self._small)

    def _opens(self, said: _Said, at: int) -> bool:
        """Say whether a sentence or quoted words begin here, where every word has a capital."""
        quoted = any(unicodedata.category(sign) in {"Pi", "Ps"} or sign in "\"'" for sign in said.before)
        return quoted or not self._joins[at] or ends_sentence(self.words[at - 1].text)


def _written(run: Sequence[Word], name: str, said: _Said, *, spaced: bool) -> list[Word]:
    """Return the name as words over the same time, as sure as the least sure of what was heard."""
    sure = [word.probability for word in run if word.probability is not None]
    text = _surrounded(name, said)
    words = [replace(run[0], text=part, probability=min(sure, default=None)) for part in _parts(text, spaced=spaced)]
    if len(words) == len(run):
        return [replace(w, start_ms=own.start_ms, end_ms=own.end_ms) for w, own in zip(words, run, strict=True)]
    return divided_time(words, run[0].start_ms, run[-1].end_ms)


def _parts(text: str, *, spaced: bool) -> list[str]:
    return text.split() if spaced else [text]


def _surrounded(name: str, said: _Said) -> str:
    """Return the name with what stood around the words; a sign that the name has itself isn't doubled.

    An entry that is an ordinary word takes the capital of the words that it replaces.
    """
    own = _said(name)
    before = said.before.removesuffix(own.before)
    ending = "" if _ENDING.search(own.text) else said.ending
    text = " ".join(name.split())
    if said.text[0].isupper() and not _has_capital(text):
        text = text[0].upper() + text[1:]
    return f"{before}{text}{ending}{said.after.removeprefix(own.after)}"


def _said(text: str) -> _Said:
    """Return the text without the signs around it. A mark that belongs to a letter isn't one of them."""
    letters = [i for i, sign in enumerate(text) if sign.isalnum() or unicodedata.category(sign)[0] == "M"]
    if not letters:
        return _Said(text, "", "", "")
    first, last = letters[0], letters[-1] + 1
    return _Said(text[:first], text[first:last], "", text[last:])


def _bare(text: str) -> str:
    """Return a spelling as names are compared that are right already."""
    return " ".join(unicodedata.normalize("NFC", _said(text).text).translate(_APOSTROPHES).split())


def _key(text: str) -> str:
    """Return a spelling without regard to case."""
    return _bare(text).casefold()


def _plain(text: str) -> str:
    """Return a spelling without regard to case and accents."""
    apart = unicodedata.normalize("NFKD", _key(text))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _has_capital(text: str) -> bool:
    return any(sign.isupper() for sign in text)


def _line(parts: Iterable[str], *, spaced: bool) -> str:
    return f" {' '.join(parts)} " if spaced else "".join(parts)
