"""Words gathered into cues: what is shown together, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from radkind_pod.model.audio import Turn
from radkind_pod.model.transcript import Cue, Word
from radkind_pod.transcript.lines import CAPTION, Shape
from radkind_pod.transcript.segment import LETTERS_A_SECOND, LINGER_MS, LONGEST_MS, SHORTEST_MS, SMALL_GAP_MS, segment
from radkind_pod.transcript.speakers import speakers
from radkind_pod.transcript.wording import joined, width

SILENCE_MS = 1500
"""A pause as long as this always begins a new cue."""

TRAIL_MS = 300
"""Engines end a word before its sound has died away: a cue stays this much longer where nothing follows."""


def gather(words: Sequence[Word], turns: Sequence[Turn], language: str) -> list[Cue]:
    """Return the words as cues that don't overlap: a new one for each speaker, and after each long pause."""
    names = speakers(words, turns)
    starts = [0] if words else []
    starts += [i for i in range(1, len(words)) if names[i] != names[i - 1]]
    runs = [(names[start], words[start:end]) for start, end in pairwise([*starts, len(words)])]
    return shown([cue for speaker, run in runs for cue in divided(run, speaker, language)], language)


def divided(words: Sequence[Word], speaker: str | None, language: str, shape: Shape = CAPTION) -> list[Cue]:
    """Return what one person says as cues of this shape, each as long as its words last."""
    starts = [0] if words else []
    starts += [i for i, (left, right) in enumerate(pairwise(words), 1) if right.start_ms - left.end_ms >= SILENCE_MS]
    stretches = [words[start:end] for start, end in pairwise([*starts, len(words)])]
    groups = (group for stretch in stretches for group in segment(stretch, language, shape))
    return [Cue(group[0].start_ms, group[-1].end_ms, tuple(group), speaker) for group in groups]


def shown(cues: Iterable[Cue], language: str) -> list[Cue]:
    """Return the cues, each staying until it can have been read, as far as the next one leaves room."""
    ordered = list(cues)
    following = [cue.start_ms for cue in ordered[1:]]
    return [
        replace(cue, end_ms=_shown_until(cue, language, start))
        for cue, start in zip(ordered, [*following, None], strict=False)  # where nothing was heard there is no cue
    ]


def _shown_until(cue: Cue, language: str, following_ms: int | None) -> int:
    """Return when the cue goes: late enough to be read, and never so that a small gap flickers."""
    read_ms = width(joined(cue.words, language)) * 1000 // LETTERS_A_SECOND
    wanted = cue.start_ms + min(max(SHORTEST_MS, read_ms), LONGEST_MS)
    wanted = max(cue.end_ms + TRAIL_MS, min(wanted, cue.end_ms + LINGER_MS))
    wanted = max(cue.end_ms, min(wanted, cue.start_ms + LONGEST_MS))
    if following_ms is None or wanted <= following_ms - SMALL_GAP_MS:
        return wanted
    most = LINGER_MS + SMALL_GAP_MS // 2 if following_ms - cue.start_ms <= LONGEST_MS else SMALL_GAP_MS - 1
    if following_ms - cue.end_ms <= most:
        return following_ms
    return max(cue.end_ms, following_ms - SMALL_GAP_MS)
