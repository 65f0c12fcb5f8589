"""What must not leave with a pack: where it is said, and which words say it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from radkind_pod.model.review import Document, is_withheld
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.everywhere import Banned, banned, found_in
from radkind_pod.transcript.review.worddiff import normalised

BEFORE_MS, AFTER_MS = 150, 250
"""The times of words are good to about so much."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """All that is withheld: `spans` of the recording in order, `words` that stand nowhere else, and the `texts`.

    Words are compared without case and punctuation. `seen` is all that is not withheld, as one text.
    """

    spans: tuple[tuple[int, int], ...] = ()
    words: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    seen: str = ""
    banned: tuple[Banned, ...] = ()
    """What is to be taken out everywhere."""

    def overlaps(self, start_ms: int, end_ms: int) -> bool:
        """Say whether something withheld is said in this stretch."""
        return any(start < end_ms and start_ms < end for start, end in self.spans)

    def tells(self, texts: Iterable[str]) -> bool:
        """Say whether these words tell something that is withheld, and that can be read nowhere else."""
        texts = list(texts)
        words = [word for text in texts for word in _words(text)]
        line = _line(words)
        is_told = any(line in text for text in self.texts) and line not in self.seen
        return bool(words) and (is_told or not self.words.isdisjoint(words) or self.bans(" ".join(texts)))

    def bans(self, text: str) -> bool:
        """Say whether something is in the text that is to be taken out everywhere."""
        return bool(found_in(text, self.banned))


def hidden(document: Document, duration_ms: int) -> Hidden:
    """Return what is withheld in the document."""
    words = document.words
    runs = [run for is_hidden, run in _runs(words) if is_hidden]
    if not runs:
        return Hidden()
    texts = [list(_all_words(words[i] for i in run)) for run in runs]
    seen = list(_all_words(word for word in words if not is_withheld(word)))
    return Hidden(
        spans=tuple(_joined(_span(words, run, duration_ms) for run in runs)),
        words=frozenset(word for text in texts for word in text) - frozenset(seen),
        texts=tuple(map(_line, texts)),
        seen=_line(seen),
        banned=banned(words, document.language),
    )


def _runs(words: Sequence[Word]) -> Iterable[tuple[bool, range]]:
    for is_hidden, run in groupby(range(len(words)), key=lambda i: is_withheld(words[i])):
        first, *others = run
        yield is_hidden, range(first, first + 1 + len(others))


def _span(words: Sequence[Word], run: range, duration_ms: int) -> tuple[int, int]:
    """Return the stretch in which the run is said. With words whose times nobody knows, up to the known ones around."""
    own = [words[i] for i in run]
    start, end = min(word.start_ms for word in own), max(word.end_ms for word in own)
    if any(word.estimated for word in own):
        before = (word for word in reversed(words[: run.start]) if not word.estimated)
        after = (word for word in words[run.stop :] if not word.estimated)
        start = min(start, next((word.end_ms for word in before), 0))
        end = max(end, next((word.start_ms for word in after), duration_ms))
    return max(0, start - BEFORE_MS), end + AFTER_MS


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _all_words(words: Iterable[Word]) -> Iterable[str]:
    return (text for word in words for text in _words(word.text))


def _words(text: str) -> Iterable[str]:
    return filter(None, map(normalised, text.split()))


def _line(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "
