"""The times of merged words: in order where both sides were, and on the new recording's clock where there is one."""

from dataclasses import replace
from itertools import pairwise

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.merge_words import Token


def put_in_order(tokens: list[Token], *, by_theirs: bool) -> None:
    """Move words that the other side brought between those of the leading side, where they would stand out of order."""
    if _ordered([token.word for token in tokens]):
        return
    limit: int | None = None
    latest: list[int | None] = []
    for token in reversed(tokens):
        limit = token.word.start_ms if _leads(token, by_theirs) else limit
        latest.append(limit)
    at = tokens[0].word.start_ms if tokens else 0
    for token, end in zip(tokens, reversed(latest), strict=True):
        start = max(at, token.word.start_ms)
        _move(token, start if end is None else min(start, end), token.word.end_ms)
        at = token.word.start_ms


def move_to_theirs(tokens: list[Token]) -> None:
    """Give each word the time of the new recording: theirs where they have it, else a guess from its neighbours."""
    for token in tokens:
        if token.theirs is not None:
            token.word = replace(
                token.word,
                start_ms=token.theirs.start_ms,
                end_ms=token.theirs.end_ms,
                estimated=token.theirs.estimated,
            )
    known = [n for n, token in enumerate(tokens) if token.theirs is not None and token.ours is not None]
    for before, after in pairwise([-1, *known, len(tokens)]):
        _guess(tokens, before, after)


def _guess(tokens: list[Token], before: int, after: int) -> None:
    """Map the words between two that both sides have from the old clock to the new one."""
    points = []
    if before >= 0:
        points.append(_ends(tokens[before]))
    if after < len(tokens):
        points.append(_starts(tokens[after]))
    if not points:
        return
    (old, new), (old_end, new_end) = points[0], points[-1]
    for token in tokens[before + 1 : after]:
        if token.theirs is None:
            start, end = (
                _mapped(at, old, new, old_end - old, new_end - new) for at in (token.word.start_ms, token.word.end_ms)
            )
            _move(token, start, end)


def _mapped(at: int, old: int, new: int, length: int, new_length: int) -> int:
    if length <= 0 or new_length < 0 or not 0 <= at - old <= length:
        return max(0, at - old + new)
    return new + (at - old) * new_length // length


def _ends(token: Token) -> tuple[int, int]:
    assert token.ours is not None
    assert token.theirs is not None
    return token.ours.end_ms, token.theirs.end_ms


def _starts(token: Token) -> tuple[int, int]:
    assert token.ours is not None
    assert token.theirs is not None
    return token.ours.start_ms, token.theirs.start_ms


def _leads(token: Token, by_theirs: bool) -> bool:
    leading = token.theirs if by_theirs else token.ours
    return leading is not None and (leading.start_ms, leading.end_ms) == (token.word.start_ms, token.word.end_ms)


def _move(token: Token, start_ms: int, end_ms: int) -> None:
    end_ms = max(start_ms, end_ms)
    if (start_ms, end_ms) != (token.word.start_ms, token.word.end_ms):
        token.word = replace(token.word, start_ms=start_ms, end_ms=end_ms, estimated=True)


def _ordered(words: list[Word]) -> bool:
    return all(a.start_ms <= b.start_ms for a, b in pairwise(words))
