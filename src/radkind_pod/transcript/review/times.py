"""The exact times of words that a person left as the machine wrote them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise

from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.review.worddiff import compared
from radkind_pod.transcript.wording import has_spaces, pieces, width

SLACK_MS = 50
"""So far a word may reach over the edge of its cue: cues are divided at whole ms."""


def recovered(cues: Sequence[Cue], draft: Transcript) -> list[Cue]:
    """Return the cues with the draft's own times for every word that is the draft's and lies inside its cue.

    The words between them that have no time of their own share what time is left.
    """
    machine = [
        piece for cue in draft.cues for word in cue.words for piece in in_pieces(word, cue.language or draft.language)
    ]
    said = [word for cue in cues for word in cue.words]
    same = dict(_same(said, machine))
    found, first = [], 0
    for cue in cues:
        words = [_timed(word, same.get(first + i), cue) for i, word in enumerate(cue.words)]
        first += len(cue.words)
        found.append(replace(cue, words=tuple(_spread(words, cue))))
    return found


def _same(said: Sequence[Word], machine: Sequence[Word]) -> list[tuple[int, Word]]:
    """Return (index, the draft's word) for each word that the draft has too."""
    pairs: list[tuple[int, Word]] = []
    at, at_machine = 0, 0
    changes = compared([word.text for word in said], [word.text for word in machine])
    edges = [(c.a_first, c.b_first, c.a_last, c.b_last) for c in changes]
    for a_first, b_first, a_last, b_last in [*edges, (len(said), len(machine), 0, 0)]:
        pairs += zip(range(at, a_first), machine[at_machine:b_first], strict=True)
        at, at_machine = a_last, b_last
    return pairs


def _timed(word: Word, own: Word | None, cue: Cue) -> Word:
    if own is None or own.start_ms < cue.start_ms - SLACK_MS or own.end_ms > cue.end_ms + SLACK_MS:
        return word
    sure = own.probability if own.text == word.text else None
    return replace(word, start_ms=own.start_ms, end_ms=own.end_ms, probability=sure, estimated=False)


def _spread(words: list[Word], cue: Cue) -> list[Word]:
    """Return the words, those with an estimated time between the others by their length."""
    spread: list[Word] = []
    for estimated, run in groupby(words, key=lambda word: word.estimated):
        part = list(run)
        if estimated:
            left = spread[-1].end_ms if spread else cue.start_ms
            following = words[len(spread) + len(part)].start_ms if len(spread) + len(part) < len(words) else cue.end_ms
            part = divided_time(part, left, max(left, following))
        spread += part
    return spread


def in_pieces(word: Word, language: str) -> list[Word]:
    """Return the word as it stands in a document: in languages without spaces nobody sees where a word ends, so it is
    divided wherever a line may be broken.
    """
    if has_spaces(word.language or language):
        return [word]
    parts = pieces(word.text)
    if len(parts) < 2:
        return [word]
    return divided_time([replace(word, text=part) for part in parts], word.start_ms, word.end_ms)


def divided_time(words: Sequence[Word], start_ms: int, end_ms: int) -> list[Word]:
    """Return the words with the time between them by their length."""
    lengths = [max(1, width(word.text)) for word in words]
    edges = [start_ms + (end_ms - start_ms) * done // sum(lengths) for done in accumulate(lengths, initial=0)]
    return [replace(w, start_ms=start, end_ms=end) for w, (start, end) in zip(words, pairwise(edges), strict=True)]
