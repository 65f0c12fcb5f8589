"""Word times held to what sounds. Whisper's attention gives pauses to words, and stretches words over what it skips."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from radkind_pod.transcript.listening.decoder import Spoken
from radkind_pod.transcript.pieces import RATE, Samples

STEP_MS = 10
"""How finely `sounding` looks."""
_FRAME = RATE * STEP_MS // 1000
_LEAST_CONTRAST_DB = 12.0
_SPEECH_DB = 30.0
"""What is so far below the loud parts is no speech: its soft and loud sounds are about so far apart."""
_EMPHASIS = 0.97
"""Of each sample so much of the one before is taken off (the field's usual figure): rumble goes, an s or f stays."""

_LONG_MS = 300
"""A word that is longer may have a pause in it."""
_PAUSE_MS = 150
"""Shorter silences belong to consonants."""
_LEAST_MS = 100
"""Shorter sounds are no words, but ends of words."""
_SOFT_MS = 50
"""So long may a word be as quiet as a pause, at either end."""
_EARLY_MS = 250
"""So far may sound that follows a pause begin before its first word."""
_LATE_MS = 600
"""So far may sound go on after a word's end and be its last syllable."""
LONGEST_MS = 1500
"""No word is believed to last longer."""

Sounding = NDArray[np.bool_]
"""For each STEP_MS whether something sounds."""


def sounding(samples: Samples) -> Sounding | None:
    """Return for each 10 ms whether there is speech or the like; None where that can't be told from the rest."""
    crisp = samples - _EMPHASIS * np.concatenate([samples[:1], samples[:-1]])
    frames = crisp[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not len(frames):
        return None
    levels = 10 * np.log10(np.mean(np.square(frames, dtype=np.float64), axis=1) + 1e-9)
    floor, loud = np.percentile(levels, [5, 90])
    floor = max(floor, loud - _SPEECH_DB)
    contrast = float(loud - floor)
    if contrast < _LEAST_CONTRAST_DB:
        return None
    found: Sounding = levels > floor + max(6.0, contrast * 0.3)
    return found


def trimmed(start_ms: int, end_ms: int, sound: Sounding | None) -> tuple[int, int]:
    """Return the part of the span in which the word is said, if the span is long enough to hold a pause.

    That is what sounds last in it: the attention gives a pause, and the last of the sound before it, to the word that
    follows.
    """
    if sound is None or end_ms - start_ms <= _LONG_MS:
        return start_ms, end_ms
    loud = start_ms // STEP_MS + np.flatnonzero(sound[start_ms // STEP_MS : end_ms // STEP_MS])
    if not len(loud):
        return start_ms, end_ms
    pauses = np.flatnonzero(np.diff(loud) * STEP_MS > _PAUSE_MS) + 1
    enough = pauses[loud[-1] - loud[pauses] >= _LEAST_MS // STEP_MS]
    first, last = loud[enough[-1] if len(enough) else 0], loud[-1] + 1
    return max(start_ms, int(first) * STEP_MS - _SOFT_MS), min(end_ms, int(last) * STEP_MS + _SOFT_MS)


def held(words: Sequence[Spoken], sound: Sounding | None) -> list[Spoken]:
    """Return a window's words with times held to what sounds, in order, none longer than LONGEST_MS."""
    found: list[Spoken] = []
    for word in words:
        start, end = trimmed(round(word.start_s * 1000), round(word.end_s * 1000), sound)
        before = round(found[-1].end_s * 1000) if found else 0
        start = max(before, _onset(start, end, before, sound))
        end = max(start, min(end, start + LONGEST_MS))
        found.append(replace(word, start_s=start / 1000, end_s=end / 1000))
    return found


def to_last_sound(words: Sequence[Spoken], sound: Sounding | None) -> list[Spoken]:
    """Return a window's words, each up to where its sound ends, if a pause or the next word follows soon.

    Sound that goes on for longer is not the word's: it may be words that were passed over.
    """
    if sound is None:
        return list(words)
    starts = [round(word.start_s * 1000) for word in words]
    limits = [*starts[1:], len(sound) * STEP_MS][: len(words)]
    ends = [_last_sound(word, limit, sound) for word, limit in zip(words, limits, strict=True)]
    return [replace(word, end_s=end / 1000) for word, end in zip(words, ends, strict=True)]


def _last_sound(word: Spoken, limit_ms: int, sound: Sounding) -> int:
    start, end = round(word.start_s * 1000), round(word.end_s * 1000)
    pause = _PAUSE_MS // STEP_MS
    loud = np.flatnonzero(sound[end // STEP_MS : (end + _LATE_MS) // STEP_MS + pause])
    breaks = np.flatnonzero(np.diff(loud, prepend=0) >= pause)
    tail = loud[: breaks[0]] if len(breaks) else loud
    if not len(tail):
        return end
    last = min(limit_ms, (end // STEP_MS + int(tail[-1]) + 1) * STEP_MS)
    return last if end < last <= min(end + _LATE_MS, start + LONGEST_MS) else end


def _onset(start_ms: int, end_ms: int, before_ms: int, sound: Sounding | None) -> int:
    """Return where what sounds at the start of a word begins: later, or shortly before, if that follows a pause."""
    if sound is None:
        return start_ms
    first = start_ms // STEP_MS
    loud = np.flatnonzero(sound[first : end_ms // STEP_MS])
    if not len(loud):
        return start_ms
    if loud[0]:
        return (first + int(loud[0])) * STEP_MS
    earliest = max(before_ms, start_ms - _EARLY_MS) // STEP_MS
    quiet = np.flatnonzero(~sound[earliest:first])
    if not len(quiet):
        return start_ms
    onset = earliest + int(quiet[-1]) + 1
    was_pause = not sound[max(0, onset - _PAUSE_MS // STEP_MS) : onset].any()
    return onset * STEP_MS if was_pause else start_ms
