"""Whose word it is: the known turns laid over the words."""

from collections.abc import Sequence
from itertools import groupby

from radkind_pod.model.audio import Turn
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.wording import ends_sentence

ISLAND = 2
"""So few words between others are an error of the times, if they are no sentence of their own."""


def speakers(words: Sequence[Word], turns: Sequence[Turn]) -> list[str | None]:
    """Return for each word who says it; None where nobody's turn is. `words` are in order of time."""
    return _smoothed(words, _heard_in(words, sorted(turns, key=lambda turn: turn.start_ms)))


def _heard_in(words: Sequence[Word], turns: Sequence[Turn]) -> list[str | None]:
    found: list[str | None] = []
    waiting, open_turns = 0, list[Turn]()
    for number, word in enumerate(words):
        open_turns = [turn for turn in open_turns if turn.end_ms > word.start_ms]
        while waiting < len(turns) and turns[waiting].start_ms < word.end_ms:
            open_turns.append(turns[waiting])
            waiting += 1
        heard = [turn for turn in open_turns if _shared_ms(word, turn) > 0]
        found.append(_speaker(word, heard, begins=number > 0 and ends_sentence(words[number - 1].text)))
    return found


def _speaker(word: Word, heard: Sequence[Turn], *, begins: bool) -> str | None:
    """Return whose word it is. An engine stretches words over the pause where speakers change: there, the word that
    begins a sentence is the next speaker's, and the word that ends one is the last speaker's.
    """
    if not heard:
        return None
    if begins != ends_sentence(word.text):
        return heard[-1 if begins else 0].speaker
    return max(heard, key=lambda turn: _shared_ms(word, turn)).speaker


def _shared_ms(word: Word, turn: Turn) -> int:
    return min(word.end_ms, turn.end_ms) - max(word.start_ms, turn.start_ms)


def _smoothed(words: Sequence[Word], found: list[str | None]) -> list[str | None]:
    runs = [list(run) for _, run in groupby(range(len(words)), key=lambda i: found[i])]
    for before, run, after in zip([[], *runs], runs, [*runs[1:], []], strict=False):
        if len(run) > ISLAND:
            continue
        left = found[before[-1]] if before else None
        right = found[after[0]] if after else None
        if found[run[0]] is None:
            mended = _nearer(words, run, left, right)
        elif left is not None and left == right and not _is_sentence(words, run):
            mended = left
        else:
            continue
        for i in run:
            found[i] = mended
    return found


def _nearer(words: Sequence[Word], run: list[int], left: str | None, right: str | None) -> str | None:
    if left is None or right is None:
        return left or right
    gap_before = words[run[0]].start_ms - words[run[0] - 1].end_ms
    gap_after = words[run[-1] + 1].start_ms - words[run[-1]].end_ms
    return left if gap_before <= gap_after else right


def _is_sentence(words: Sequence[Word], run: list[int]) -> bool:
    return ends_sentence(words[run[0] - 1].text) and ends_sentence(words[run[-1]].text)
