"""The same few words again and again: what Whisper falls into where it hears nothing that it knows."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_REPEATS = 3
"""So often may a phrase come in a row."""
MOST_OF_ONE = 5
"""A single word may come oftener, where Whisper is sure of it: people do say "no, no, no, no"."""
_SURE = 0.5
LONGEST_PHRASE = 24
"""Words in a phrase; longer ones don't fit into a window often enough."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A phrase that comes too often: `times` times in a row, from word `first` on, `phrase` words each."""

    first: int
    phrase: int
    times: int


def loops(words: Sequence[str], probabilities: Sequence[float]) -> list[Loop]:
    """Return the loops in order, apart from each other. Case and punctuation make no difference."""
    spelt = [_spelt(word) for word in words]
    found: list[Loop] = []
    at = 0
    while at < len(spelt):
        loop = _loop_at(spelt, probabilities, at)
        if loop:
            found.append(loop)
            at += loop.phrase * loop.times
        else:
            at += 1
    return found


def surplus(found: Sequence[Loop]) -> set[int]:
    """Return which words are more than MOST_REPEATS of each phrase."""
    return {
        i
        for loop in found
        for i in range(loop.first + MOST_REPEATS * loop.phrase, loop.first + loop.times * loop.phrase)
    }


def _loop_at(spelt: Sequence[str], probabilities: Sequence[float], at: int) -> Loop | None:
    for phrase in range(1, min(LONGEST_PHRASE, (len(spelt) - at) // 2) + 1):
        times = _times(spelt, at, phrase)
        said = range(at, at + phrase * times)
        sure = phrase == 1 and min(probabilities[i] for i in said) >= _SURE
        if times > (MOST_OF_ONE if sure else MOST_REPEATS) and any(spelt[i] for i in said):
            return Loop(at, phrase, times)
    return None


def _times(spelt: Sequence[str], at: int, phrase: int) -> int:
    times = 1
    while spelt[at : at + phrase] == spelt[at + times * phrase : at + (times + 1) * phrase]:
        times += 1
    return times


def _spelt(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())
