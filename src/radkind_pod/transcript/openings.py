"""Where paragraphs begin when nobody has said so."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from radkind_pod.model.transcript import Cue
from radkind_pod.transcript.wording import ends_sentence

PAUSE_MS = 2000
LONG = 600
"""After so many letters a paragraph ends with a sentence that ends with its cue."""
LONGEST = 1200
"""After so many letters it ends with its cue: engines may give no full stops for minutes."""


def opened(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Return the cues; those with which a paragraph begins say so."""
    ordered = tuple(cues)
    marked, letters = [replace(cue, opens=True) for cue in ordered[:1]], 0
    for before, cue in pairwise(ordered):
        letters += len(before.text) + 1
        opens = _begins(before, cue, letters)
        letters = 0 if opens else letters
        marked.append(replace(cue, opens=opens))
    return tuple(marked)


def _begins(before: Cue, cue: Cue, letters: int) -> bool:
    if cue.heading is not None or (before.speaker, before.language) != (cue.speaker, cue.language):
        return True
    if cue.words[0].start_ms - before.words[-1].end_ms > PAUSE_MS or letters > LONGEST:
        return True
    return letters > LONG and ends_sentence(before.words[-1].text)
