"""What somebody most likely meant by a word that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that is nearest to `word`, upper and lower case being the same, if one is near."""
    by_lower = {k.lower(): k for k in known}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=cutoff)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `Did you mean x?`, or the known words in a row where none is near."""
    choices = list(known)
    near = closest(word, choices)
    return f"Did you mean {near}?" if near else f"It can be: {', '.join(choices)}."
