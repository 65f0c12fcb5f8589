"""Where a person should listen: doubted words, sound without words, words without sound, names."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from radkind_pod.model.review import PLACEHOLDER, Document, Place, is_withheld
from radkind_pod.model.transcript import Transcript, Word
from radkind_pod.transcript.review.flagged import Span, flagged
from radkind_pod.transcript.review.loudness import loudness, sound_without_words, words_without_sound
from radkind_pod.transcript.review.names import new_names
from radkind_pod.transcript.review.windows import unspoken
from radkind_pod.transcript.wording import ends_sentence, joined

DOUBTED = "doubtful"
SOUND_ALONE = "sound-without-words"
WORDS_ALONE = "words-without-sound"
NAME = "name"

CLOSE = 10
"""So many words apart in a sentence two reasons are still one place: a person hears the sentence anyway."""
_SAME_MS = 1_000
"""So far may the machine's word lie from where it stands in the document."""


def places(
    document: Document, machine: Transcript | None, levels: bytes, glossary: tuple[str, ...]
) -> tuple[Place, ...]:
    """Return the places in order. `machine` is the draft: with it, a word that was changed since isn't doubted.

    `levels` holds one byte for each 100 ms: the level in -dBFS RMS. The speakers' names count as in the glossary.
    Withheld words and what stands for them are in no place.
    """
    words = document.words
    silent = unspoken(words)
    hidden = [is_withheld(word) or PLACEHOLDER in word.marks for word in words]
    sentences = list(_sentences(document))
    speakers = {block.speaker for block in document.blocks if block.speaker}
    why: dict[int, set[str]] = defaultdict(set)
    still = _still(machine)
    for i, word in enumerate(words):
        if word.is_doubtful and still(word):
            why[i].add(DOUBTED)
    for name in new_names(words, sentences, document.language, (*glossary, *speakers)):
        if all(still(words[i]) for i in name):  # else a person has seen to it
            for i in name:
                why[i].add(NAME)
    heard = loudness(levels)
    for i in words_without_sound(words, heard) if heard else ():
        why[i].add(WORDS_ALONE)
    asked = {i: reasons for i, reasons in why.items() if not hidden[i] and not silent[i]}
    flags = list(flagged(words, machine, still, hidden)) if machine else []
    told = [(start, end) for first, last, start, end, _ in flags if first == last]
    gaps = sound_without_words(words, silent, heard.sound) if heard else []
    gaps = [gap for gap in gaps if not any(start < gap[1] and gap[0] < end for start, end in told)]
    found = [
        *_gathered(document, asked, sentences, hidden),
        *(_gap(first, start, end) for first, start, end in _one_each(words, gaps)),
        *(_flagged(words, span, document.language) for span in flags),
    ]
    return tuple(sorted(found, key=lambda place: (place.start_ms, place.first, place.last)))


def _sentences(document: Document) -> Iterator[range]:
    """Yield the words of each sentence by id; a paragraph begins a new one."""
    at = first = 0
    for block in document.blocks:
        for word in block.words:
            at += 1
            if ends_sentence(word.text):
                yield range(first, at)
                first = at
        if first < at:
            yield range(first, at)
            first = at


def _still(machine: Transcript | None) -> Callable[[Word], bool]:
    """Return what says whether a word is as the machine heard it."""
    if machine is None:
        return lambda word: not word.estimated
    starts: dict[str, list[int]] = defaultdict(list)
    for cue in machine.cues:
        for word in cue.words:
            starts[word.text].append(word.start_ms)
    ordered = {text: sorted(some) for text, some in starts.items()}

    def still(word: Word) -> bool:
        near = ordered.get(word.text, [])
        at = bisect_left(near, word.start_ms - _SAME_MS)
        return not word.estimated and at < len(near) and near[at] <= word.start_ms + _SAME_MS

    return still


def _gathered(
    document: Document, asked: Mapping[int, set[str]], sentences: Sequence[range], hidden: Sequence[bool]
) -> Iterator[Place]:
    """Yield one place for the words of a sentence that are close to each other."""
    words = document.words
    sentence_of = [k for k, sentence in enumerate(sentences) for _ in sentence]
    row: list[int] = []
    for i in sorted(asked):
        near = row and i - row[-1] <= CLOSE and sentence_of[i] == sentence_of[row[-1]]
        if row and not (near and not any(hidden[row[-1] : i])):
            yield _place(words, row, asked, document.language)
            row = []
        row.append(i)
    if row:
        yield _place(words, row, asked, document.language)


def _place(words: Sequence[Word], row: Sequence[int], asked: Mapping[int, set[str]], language: str) -> Place:
    first, last = row[0], row[-1] + 1
    some = words[first:last]
    why = tuple(sorted(set().union(*(asked[i] for i in row))))
    start, end = some[0].start_ms, max(word.end_ms for word in some)
    return Place(_id(joined(some, language), start, end, why), first, last, start, end, why)


def _one_each(words: Sequence[Word], gaps: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield for each two words in a row the sound between them: before which word it lies, start and end."""
    starts = [word.start_ms for word in words]
    between: dict[int, list[int]] = defaultdict(list)
    for start, end in gaps:
        between[bisect_left(starts, start)] += [start, end]
    for first, edges in between.items():
        yield first, edges[0], edges[-1]


def _gap(first: int, start_ms: int, end_ms: int) -> Place:
    return Place(_id("", start_ms, end_ms, (SOUND_ALONE,)), first, first, start_ms, end_ms, (SOUND_ALONE,))


def _flagged(words: Sequence[Word], span: Span, language: str) -> Place:
    first, last, start, end, why = span
    return Place(_id(joined(words[first:last], language), start, end, why), first, last, start, end, why)


def _id(text: str, start_ms: int, end_ms: int, why: tuple[str, ...]) -> str:
    """Return a name of the place that stays as long as its words, times and reasons do."""
    return sha256(json.dumps([text, start_ms, end_ms, why]).encode()).hexdigest()[:12]
