"""The names that Whisper is told before each window."""

from collections.abc import Callable, Sequence

MOST_NAME_TOKENS = 223
"""Half of what Whisper's decoder takes, less one token: as much as it reads of what came before (openai-whisper)."""


def names_that_fit(names: Sequence[str], tokens_in: Callable[[str], int]) -> str:
    """Return as many of the names as fit, from the first on, as one line of text; none is cut in two."""
    line = ""
    for name in names:
        longer = f"{line}, {name}" if line else f" {name}"
        if tokens_in(longer) > MOST_NAME_TOKENS:
            break
        line = longer
    return line
