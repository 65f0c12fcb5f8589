"""Where in a window each word is said, by an engine that knows which words there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.listening.times import sounding, trimmed
from radkind_pod.transcript.pieces import RATE, Samples, quietest
from radkind_pod.transcript.recognise import whisper_language
from radkind_pod.transcript.review.stretch import read_stretch
from radkind_pod.transcript.review.windows import LONGEST_MS, Window
from radkind_pod.transcript.wording import has_spaces

_SEARCH_S = 6
_SURE = 0.7
"""Where a window is too long, so much of each part is believed: beyond, text and sound may end at different words."""


class Said(Protocol):
    """When a word is said, in ms into the samples, and how well each of its tokens fits."""

    @property
    def start_ms(self) -> int: ...  # noqa: D102 - the class says it
    @property
    def end_ms(self) -> int: ...  # noqa: D102 - the class says it
    @property
    def fit(self) -> tuple[float, ...]: ...  # noqa: D102 - the class says it


class Aligner(Protocol):
    """Knows when known words are said."""

    def knows(self, language: str) -> bool:
        """Say whether it can time words of this language."""

    def align(self, samples: Samples, words: Sequence[str], language: str) -> Sequence[Said] | None:
        """Return for each word when it is said; None where they can't be told apart."""


@dataclass(frozen=True, slots=True)
class Placed:
    """When a word is said, in recording time, and how well each of its tokens fits the sound."""

    start_ms: int
    end_ms: int
    fit: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Listener:
    """An engine, the recording that it hears, and all words of the transcript."""

    aligner: Aligner
    interview: Path
    words: Sequence[Word]
    silent: Sequence[bool]

    def placed(self, window: Window) -> dict[int, Placed]:
        """Return where the window's spoken words are said, by id; without those for which that can't be found."""
        ids = [i for i in range(window.first, window.last) if not self.silent[i]]
        found: dict[int, Placed] = {}
        at = window.start_ms
        while ids and self.aligner.knows(whisper_language(window.language)):
            samples, is_last = self._read(at, window.end_ms)
            end_ms = at + len(samples) * 1000 // RATE
            chosen = ids if is_last else self._before(end_ms, ids, at, window.end_ms)
            said = self._align(samples, chosen, at, window.language)
            sure_ms = end_ms if is_last else at + round((end_ms - at) * _SURE)
            sure = [i for i in chosen if i in said and said[i].end_ms <= sure_ms]
            found.update((i, said[i]) for i in sure)
            if is_last or not sure:
                return found
            at, ids = said[sure[-1]].end_ms, ids[ids.index(sure[-1]) + 1 :]
        return found

    def _read(self, at: int, end_ms: int) -> tuple[Samples, bool]:
        """Return sound from `at`, and whether it is all up to `end_ms`; if not, it ends in a pause."""
        if end_ms - at <= LONGEST_MS:
            return read_stretch(self.interview, at, end_ms), True
        samples = read_stretch(self.interview, at, at + LONGEST_MS)
        return samples[: quietest(samples, _SEARCH_S * RATE)], False

    def _before(self, stop: int, ids: list[int], at: int, end_ms: int) -> list[int]:
        """Return the words that are probably said before `stop`, if they go on evenly from `at` to the end."""
        first = self.words[ids[0]].start_ms
        pace = (end_ms - at) / max(1, end_ms - first)
        return [i for i in ids if at + (self.words[i].start_ms - first) * pace < stop]

    def _align(self, samples: Samples, ids: Sequence[int], at: int, language: str) -> dict[int, Placed]:
        texts = [
            " " + self.words[i].text if has_spaces(self.words[i].language or language) else self.words[i].text
            for i in ids
        ]
        said = self.aligner.align(samples, texts, whisper_language(language)) or ()
        sound = sounding(samples)
        spans = (trimmed(word.start_ms, word.end_ms, sound) for word in said)
        return {
            i: Placed(at + start, at + end, word.fit) for i, word, (start, end) in zip(ids, said, spans, strict=False)
        }
