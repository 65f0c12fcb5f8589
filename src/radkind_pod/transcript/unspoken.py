"""Where in a recording nobody says anything, by its transcript; and what is said around a moment."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby

from radkind_pod.model.audio import Cut
from radkind_pod.model.timeline import kept_spans
from radkind_pod.model.transcript import Transcript, Word
from radkind_pod.transcript.withholding import for_listeners, said_within
from radkind_pod.transcript.wording import joined

_WORDS = 4
"""So many on either side tell a person where in the talk this is."""


def gaps(transcript: Transcript, duration_ms: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches in which no word is said, in ms, in order.

    A word of which nobody knows exactly when it is said takes all the time in which it may be.
    """
    return tuple(kept_spans(duration_ms, _said(transcript)))


def _said(transcript: Transcript) -> Iterator[Cut]:
    words = [(word, cue) for cue in transcript.cues for word in cue.words]
    at = 0
    for (is_estimated, _), run in groupby(words, key=lambda one: (one[0].estimated, id(one[1]))):
        count = len(list(run))
        if is_estimated:
            yield Cut(*said_within(words, at, at + count))
        else:
            yield from (Cut(word.start_ms, word.end_ms) for word, _ in words[at : at + count])
        at += count


class Around:
    """Knows what may be read of a transcript, by time: nothing that is withheld is in it."""

    def __init__(self, transcript: Transcript) -> None:
        words = (word for cue in for_listeners(transcript).cues for word in cue.words)
        self._words = sorted(words, key=_middle)
        self._middles = [_middle(word) for word in self._words]
        self._language = transcript.language

    def read(self, start_ms: int, end_ms: int) -> tuple[str, str]:
        """Return the last words before this stretch and the first after it, each as one line."""
        first, last = bisect_left(self._middles, start_ms), bisect_left(self._middles, end_ms)
        before, after = self._words[max(0, first - _WORDS) : first], self._words[last : last + _WORDS]
        return joined(before, self._language), joined(after, self._language)


def _middle(word: Word) -> float:
    return (word.start_ms + word.end_ms) / 2
