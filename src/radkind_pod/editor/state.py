"""What the page of the editor is given: the transcript and all that is known about it, as JSON values."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from radkind_pod.editor.hidden import Hidden, hidden
from radkind_pod.editor.languages import LANGUAGES
from radkind_pod.model.review import PLACEHOLDER, Block, Conflict, Document, Place, is_withheld
from radkind_pod.model.transcript import CHECKED, Credit, Transcript, Word
from radkind_pod.transcript.review.merge_conflicts import standing
from radkind_pod.transcript.review.parts import Part, of_part
from radkind_pod.transcript.review.provenance import text_hash
from radkind_pod.transcript.review.withheld import view
from radkind_pod.transcript.wording import WITHOUT_SPACES, joined

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page says about the episode. `speakers` are offered as names, whether they are heard or not."""

    episode: str
    title: str
    show: str
    duration_ms: int
    speakers: tuple[str, ...] = ()
    glossary: tuple[str, ...] = ()
    checks_needed: int = 1


@dataclass(frozen=True, slots=True)
class Material:
    """The whole transcript as it stands, withheld passages and all, and what there is to be said about it.

    `version` is the transcript's (64 digits), `machine` the draft; `places` and `conflicts` refer to the document.
    """

    document: Document
    version: str
    machine: Transcript | None = None
    places: tuple[Place, ...] = ()
    confirmed: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound that comes with the page: its media type, and which moment of the recording is its first."""

    type: str
    offset_ms: int = 0


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of a document the page shows: words [first, last) of `all`, which is the view; `ids` leads there."""

    all: Document
    own: Document
    first: int
    last: int
    ids: tuple[int | None, ...]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the words [first, last) of the document by the page's ids; None where they aren't all shown."""
        ids = [self.ids[i] for i in range(first, last)]
        if None in ids or (first == last < len(self.ids) and self.ids[first] is None):
            return None
        start = self._at(first)
        end = start + len(ids)
        is_last_gap = first == last and start == self.last == len(self.all.words)
        if not (self.first <= start < self.last and end <= self.last) and not is_last_gap:
            return None
        return start - self.first, end - self.first

    def _at(self, i: int) -> int:
        found = self.ids[i] if i < len(self.ids) else len(self.all.words)
        return -1 if found is None else found


def pack_id(episode: str, version: str, part: Part | None, withheld: bool) -> str:
    """Return the identity of a pack: 16 digits, the same for the same content."""
    what = f"{episode}\n{version}\n{part.number if part else ''}\n{withheld}"
    return hashlib.sha256(what.encode()).hexdigest()[:16]


def state_of(
    facts: Facts, material: Material, *, mode: str, sound: Sound, part: Part | None = None, withheld: bool = False
) -> dict[str, Any]:
    """Return the state as the page reads it. With `withheld`, nothing that is withheld is in it."""
    away = hidden(material.document, facts.duration_ms) if withheld else Hidden()
    shown = _shown(material.document, part, withheld)
    shown_places = list(_places(material.places, shown, away))
    return {
        "schema": SCHEMA,
        "mode": mode,
        "episode": facts.episode,
        "title": facts.title,
        "show": facts.show,
        "language": material.document.language,
        "version": material.version,
        "pack": pack_id(facts.episode, material.version, part, withheld),
        "part": _part(part) if part else None,
        "withheld": withheld,
        "duration_ms": facts.duration_ms,
        "audio": {"type": sound.type, "offset_ms": sound.offset_ms},
        "speakers": [name for name in _speakers(facts.speakers, shown.all) if not away.bans(name)],
        "glossary": [entry for entry in facts.glossary if not away.tells([entry])],
        "unspaced": sorted(WITHOUT_SPACES),
        "languages": LANGUAGES,
        "blocks": list(_blocks(shown, _heard(shown.all))),
        "machine": list(_machine(material.machine, part, away)),
        "places": shown_places,
        "confirmed": [name for name in material.confirmed if name in {place["id"] for place in shown_places}],
        "conflicts": list(_conflicts(material, shown, away)),
        "credits": _credits(material.document),
        "checks_needed": facts.checks_needed,
    }


def word_value(word: Word) -> list[Any]:
    """Return the word as the page reads it."""
    flags: dict[str, Any] = {}
    if PLACEHOLDER in word.marks:
        flags["x"] = 1
    elif word.marks:
        flags["m"] = list(word.marks)
    if word.language:
        flags["l"] = word.language
    if word.estimated:
        flags["e"] = 1
    if word.probability is not None:
        flags["p"] = round(word.probability, 2)
    return [word.text, word.start_ms, word.end_ms, *([flags] if flags else [])]


def _part(part: Part) -> dict[str, int]:
    return {"number": part.number, "of": part.of, "start_ms": part.start_ms, "end_ms": part.end_ms}


def _shown(document: Document, part: Part | None, withheld: bool) -> _Shown:
    whole = view(document) if withheld else document
    edges = list(accumulate((len(block.words) for block in whole.blocks), initial=0))
    first, last = (edges[part.first], edges[part.last]) if part else (0, edges[-1])
    seen = iter([i for i, word in enumerate(whole.words) if PLACEHOLDER not in word.marks])
    ids = tuple(None if withheld and is_withheld(word) else next(seen) for word in document.words)
    return _Shown(whole, of_part(whole, part) if part else whole, first, last, ids)


def _heard(document: Document) -> set[str | None]:
    """Return who says something that is shown."""
    return {b.speaker for b in document.blocks if any(PLACEHOLDER not in word.marks for word in b.words)}


def _speakers(offered: Sequence[str], document: Document) -> Iterator[str]:
    """Yield the names to choose from: not those of people who are heard in withheld passages alone."""
    heard = _heard(document)
    unheard = {block.speaker for block in document.blocks} - heard
    named = [block.speaker for block in document.blocks if block.speaker in heard]
    yield from (name for name in dict.fromkeys([*offered, *named]) if name and name not in unheard)


def _blocks(shown: _Shown, heard: set[str | None]) -> Iterator[dict[str, Any]]:
    for block in shown.own.blocks:
        speaker = block.speaker if block.speaker in heard else None
        is_hidden = all(PLACEHOLDER in word.marks for word in block.words)
        heading = None if is_hidden else block.heading
        yield {"s": speaker, "h": heading, "w": [word_value(word) for word in block.words]}


def _machine(machine: Transcript | None, part: Part | None, away: Hidden) -> Iterator[list[Any]]:
    for cue in machine.cues if machine else ():
        for word in cue.words:
            middle = (word.start_ms + word.end_ms) // 2
            is_here = part is None or part.start_ms <= middle < part.end_ms
            if is_here and not away.overlaps(word.start_ms, word.end_ms) and not away.tells([word.text]):
                yield word_value(word)


def _places(places: Sequence[Place], shown: _Shown, away: Hidden) -> Iterator[dict[str, Any]]:
    for place in places:
        span = shown.span(place.first, place.last)
        if span and not away.overlaps(place.start_ms, max(place.end_ms, place.start_ms + 1)):
            times = {"start_ms": place.start_ms, "end_ms": place.end_ms}
            yield {"id": place.id, "from": span[0], "to": span[1], **times, "why": list(place.why)}


def _conflicts(material: Material, shown: _Shown, away: Hidden) -> Iterator[dict[str, Any]]:
    document = material.document
    for conflict in material.conflicts:
        first, last = standing(document, conflict) or _between(document, conflict.start_ms, conflict.end_ms)
        span = shown.span(first, last)
        other = _words(conflict.other)
        if span is None or _tells(conflict, away):
            continue
        yield {
            "id": conflict.id,
            "start_ms": conflict.start_ms,
            "end_ms": conflict.end_ms,
            "from": span[0],
            "to": span[1],
            "here": joined(document.words[first:last], document.language),
            "other": joined(other, document.language),
            "here_by": conflict.here_by,
            "other_by": conflict.other_by,
            "words": [word_value(word) for word in other],
        }


def _tells(conflict: Conflict, away: Hidden) -> bool:
    words = [*_words(conflict.here), *_words(conflict.other)]
    if not away.spans:
        return False
    times = [(conflict.start_ms, conflict.end_ms + 1), *((word.start_ms, word.end_ms) for word in words)]
    is_there = any(away.overlaps(*time) for time in times) or any(map(is_withheld, words))
    return is_there or away.tells(word.text for word in words)


def _words(blocks: Sequence[Block]) -> list[Word]:
    return [word for block in blocks for word in block.words]


def _between(document: Document, start_ms: int, end_ms: int) -> tuple[int, int]:
    """Return the words whose middle lies in this stretch; where there are none, the gap there."""
    words = document.words
    first = sum(word.start_ms + word.end_ms < 2 * start_ms for word in words)
    last = sum(word.start_ms + word.end_ms <= 2 * end_ms for word in words)
    return first, max(first, last)


def _credits(document: Document) -> list[dict[str, Any]]:
    now = text_hash(document)
    return [{"kind": c.kind, "name": c.name, "current": _is_current(c, now)} for c in document.credits]


def _is_current(credit: Credit, now: str) -> bool:
    return credit.kind != CHECKED or credit.text == now
