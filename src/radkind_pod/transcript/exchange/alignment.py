"""The words of a text that came back: the transcript's own where they are still there, and new ones between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from radkind_pod.model.review import CUT, NAME_WITHHELD, PLACEHOLDER, REDACT, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.exchange.likeness import Quotes, retyped_quotes
from radkind_pod.transcript.exchange.passages import Beside
from radkind_pod.transcript.review.estimate import between, shared, untimed
from radkind_pod.transcript.review.withheld import LEFT_OUT
from radkind_pod.transcript.wording import cleaned, has_spaces, pieces

_WRAPPED_LATIN = re.compile(r"(?<=[!-~])\n(?=[!-~])")
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Said:
    """A word as it stands now, and in which passage. `place` is the word of the transcript that it is or stands for."""

    word: Word
    passage: int
    place: int | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A word that is still there: units [first, last) of the text that came back."""

    id: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Texts:
    """Both texts, ready to be walked through together."""

    beside: Beside
    document: Document
    words: tuple[Word, ...]
    units_of: tuple[list[int], ...]
    quotes: Quotes

    def is_same(self, ours: int, theirs: int) -> bool:
        """Say whether two units are written in the same way."""
        a, b = self.beside.base.units[ours].text, self.beside.theirs.units[theirs].text
        return a == b or a.translate(self.quotes) == b.translate(self.quotes)

    def passage(self, unit: int) -> int:
        """Return which passage a unit stands in."""
        return self.beside.theirs.owners[unit][0]


def said_words(beside: Beside, document: Document) -> list[Said]:
    """Return all words of the text in order, with times."""
    words = document.words
    units_of: tuple[list[int], ...] = tuple([] for _ in words)
    for unit, owners in enumerate(beside.base.owners):
        for word in owners:
            units_of[word].append(unit)
    texts = _Texts(beside, document, words, units_of, retyped_quotes(beside))
    said: list[Said] = []
    word, unit = 0, 0
    for kept in [*_kept(texts), _Kept(len(words), len(beside.theirs.units), 0)]:
        said += _changed(texts, range(word, kept.id), range(unit, kept.first), said)
        if kept.id < len(words):
            said.append(_still_there(texts, kept, said))
        word, unit = kept.id + 1, max(unit, kept.last)
    return said


def _kept(texts: _Texts) -> Iterator[_Kept]:
    """Yield the words that are still there: all of their units, one after the other, in one passage."""
    match = dict(texts.beside.matches())
    there = {i for i, units in enumerate(texts.units_of) if units and _holds_together(texts, units, match)}
    shared_units = [owners for owners in texts.beside.base.owners if len(owners) > 1]
    while lost := {i for owners in shared_units if not there.issuperset(owners) for i in owners} & there:
        there -= lost  # words that share a unit stay together or not at all
    latest = 0
    for i, units in enumerate(texts.units_of):
        if i in there:
            latest = match[units[-1]] + 1
            yield _Kept(i, match[units[0]], latest)
        elif not units and (i == 0 or i - 1 in there):
            there.add(i)  # made of nothing that can be seen: it stays with the word before it
            yield _Kept(i, latest, latest)


def _holds_together(texts: _Texts, units: Sequence[int], match: dict[int, int]) -> bool:
    if any(unit not in match for unit in units):
        return False
    first, last = match[units[0]], match[units[-1]]
    if last - first != units[-1] - units[0] or texts.passage(first) != texts.passage(last):
        return False
    owners = texts.beside.base.owners
    return all(len(owners[unit]) == 1 or texts.is_same(unit, match[unit]) for unit in units)


def _still_there(texts: _Texts, kept: _Kept, said: Sequence[Said]) -> Said:
    """Return the word, with the letters and signs that it has now."""
    word, units = texts.words[kept.id], texts.units_of[kept.id]
    if not units:
        return Said(word, said[-1].passage if said else 0, kept.id)
    passage = texts.passage(kept.first)
    if PLACEHOLDER in word.marks:
        return Said(word, passage, kept.id)
    text = word.text
    pairs = zip(units, range(kept.first, kept.last), strict=True)
    if not all(texts.is_same(ours, theirs) for ours, theirs in pairs):
        found = texts.beside.theirs.units
        written = texts.beside.passages[passage].text
        text = _respelt(word.text, [written[found[n].start : found[n].end] for n in range(kept.first, kept.last)])
    text = _respaced(texts, kept, text)
    return Said(word if text == word.text else replace(word, text=text, probability=None), passage, kept.id)


def _respelt(text: str, parts: list[str]) -> str:
    """Return the word made of these parts, with its own spaces between and around them."""
    if len(parts) == 1:
        return text[: len(text) - len(text.lstrip())] + parts[0] + text[len(text.rstrip()) :]
    spaces = re.findall(r"\s+", text.strip())
    glue = spaces if len(spaces) == len(parts) - 1 else [""] * (len(parts) - 1)
    whole = "".join(part + space for part, space in zip(parts, [*glue, ""], strict=True))
    return text[: len(text) - len(text.lstrip())] + whole + text[len(text.rstrip()) :]


def _respaced(texts: _Texts, kept: _Kept, text: str) -> str:
    """Return the word with the space that follows it now, in a language whose words carry their spaces."""
    word = texts.words[kept.id]
    unit = texts.units_of[kept.id][-1]
    ours, theirs = texts.beside.base.spaces[unit], texts.beside.theirs.spaces[kept.last - 1]
    shares = len(texts.beside.base.owners[unit]) > 1
    if has_spaces(word.language or texts.document.language) or None in {ours, theirs} or ours == theirs or shares:
        return text
    following = texts.words[kept.id + 1].text if kept.id + 1 < len(texts.words) else ""
    return text if following.startswith(" ") else text.rstrip() + (" " if theirs else "")


def _changed(texts: _Texts, gone: range, new: range, said: Sequence[Said]) -> list[Said]:
    """Return what stands now where the words `gone` were: the units `new`, with what was said of those words."""
    replaced = [texts.words[i] for i in gone]
    if not new:
        return []
    groups = _groups(texts, new)
    if _is_relabelled(replaced, groups):
        return [Said(replaced[0], groups[0][0], gone[0])]
    left = said[-1].word if said else None
    right = texts.words[gone.stop] if gone.stop < len(texts.words) else None
    language = _language(replaced, left, right)
    texted = [
        (passage, part) for passage, text in groups for part in _parted(text, language or texts.document.language)
    ]
    marks = _carried(replaced)
    places = [gone[n * len(gone) // len(texted)] if gone else None for n in range(len(texted))]
    languages = [texts.words[p].language if p is not None else language for p in places]
    bare = [untimed(part, own, marks) for (_, part), own in zip(texted, languages, strict=True)]
    timed = _timed(texts, bare, [passage for passage, _ in texted], left, right, replaced)
    return [Said(w, passage, p) for w, (passage, _), p in zip(timed, texted, places, strict=True)]


def _is_relabelled(replaced: Sequence[Word], groups: Sequence[tuple[int, str]]) -> bool:
    """Say whether nothing but the label of a withheld passage was changed: the passage is chosen elsewhere."""
    if len(replaced) != 1 or PLACEHOLDER not in replaced[0].marks or len(groups) != 1:
        return False
    return _IN_BRACKETS.fullmatch(" ".join(groups[0][1].split())) is not None


def _groups(texts: _Texts, new: range) -> list[tuple[int, str]]:
    """Return (passage, text) for each passage that these units stand in."""
    theirs = texts.beside.theirs
    found: dict[int, list[int]] = {}
    for unit in new:
        found.setdefault(texts.passage(unit), []).append(unit)
    return [
        (passage, texts.beside.passages[passage].text[theirs.units[u[0]].start : theirs.units[u[-1]].end]
         + (" " if theirs.spaces[u[-1]] else ""))
        for passage, u in found.items()
    ]  # fmt: skip


def _parted(text: str, language: str) -> list[str]:
    if has_spaces(language):
        return text.split()
    flat = cleaned(_WRAPPED_LATIN.sub(" ", text).replace("\n", ""))
    return pieces(flat)


def _language(replaced: Sequence[Word], left: Word | None, right: Word | None) -> str | None:
    near = [word.language for word in replaced] or [word.language for word in (left, right) if word]
    return near[0] if near and len(set(near)) == 1 else None


def _carried(replaced: Sequence[Word]) -> tuple[str, ...]:
    """Return the marks of all these words. What stands in place of a withheld passage is withheld: too much is safe."""
    marks = {mark for word in replaced for mark in word.marks if mark != PLACEHOLDER}
    labels = {word.text.strip().strip("[]") for word in replaced if PLACEHOLDER in word.marks}
    for label in labels:
        marks.add(CUT if label == LEFT_OUT else REDACT if label == NAME_WITHHELD else f"{REDACT}:{label}")
    return tuple(sorted(marks))


def _timed(
    texts: _Texts,
    words: Sequence[Word],
    passages: Sequence[int],
    left: Word | None,
    right: Word | None,
    replaced: Sequence[Word],
) -> list[Word]:
    """Return the words with times: where they stood before, or within the captions that hold them."""
    spans = {p: (texts.beside.passages[p].start_ms, texts.beside.passages[p].end_ms) for p in passages}
    if (replaced and len(spans) == 1) or all(end is None for _, end in spans.values()):
        return between(words, left, right, replaced)
    timed: list[Word] = []
    for passage, (start, end) in spans.items():
        part = [word for word, own in zip(words, passages, strict=True) if own == passage]
        before = timed[-1] if timed else left
        first = max(start or 0, before.end_ms if before else 0)
        last = min(end if end is not None else first, right.start_ms if right else end or 0)
        timed += shared(part, first, last) if last - first >= len(part) else between(part, before, right, ())
    return timed
