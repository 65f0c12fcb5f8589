"""The parts of an episode, and where they and the pieces of the interview are joined."""

import math
from collections.abc import Iterator
from itertools import pairwise

from radkind_pod.audio.beside import Beside, hops_of
from radkind_pod.audio.ear import told
from radkind_pod.audio.stages import Measure
from radkind_pod.audio.withhold import spans_of
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import HOP, LoudnessMeter, integrated
from radkind_pod.model.audio import to_ms
from radkind_pod.model.report import BLEEP, CLOSING, CUT, INTERVIEW, INTRO, OPENING, OUTRO, STING, Join, Part

_NEAR = 3 * 10 * HOP
"""So much on either side of a join is held against each other: 3 s."""


def parts(request: Measure, beside: Beside) -> Iterator[Part]:
    """Yield each part where it stands alone."""
    programme, levels = beside.programme, beside.programme.levels
    (opening, clear), (closing, last) = beside.opening, beside.closing
    intro, outro = (music.gain_db if music else None for music in (levels.intro, levels.outro))
    found = [
        (INTRO, programme.intro, 0, opening, intro),
        (INTERVIEW, None, clear, closing, levels.interview_db),
        (OUTRO, programme.outro, last, programme.samples, outro),
    ]
    for kind, music, start, stop, gain_db in found:
        if gain_db is None:
            continue
        before = LoudnessMeter.of(read_blocks(music, channels=request.channels), request.channels) if music else None
        lufs = before.integrated_lufs if before else integrated(beside.before)
        after = integrated(hops_of(beside.after, start, stop))
        yield Part(kind, to_ms(start), to_ms(stop), round(gain_db, 2), told(lufs), told(after))


def joins(request: Measure, beside: Beside) -> list[Join]:
    """Return every seam, sting, cut and bleep in the order of the episode."""
    found = [(CUT, at, at) for at in _cuts(beside)]
    found += [(STING, start, stop) for start, stop in _stings(beside)]
    found += [
        (BLEEP, at, at + last - first)
        for start, stop in spans_of(request.redacted)
        for first, last, at in beside.heard(start, stop)
    ]
    if beside.programme.intro:
        found.append((OPENING, *beside.opening))
    if beside.programme.outro:
        found.append((CLOSING, *beside.closing))
    return [_join(kind, start, stop, beside) for kind, start, stop in sorted(found, key=lambda one: one[1:])]


def _cuts(beside: Beside) -> Iterator[int]:
    """Yield where pieces of the interview meet in the episode."""
    for earlier, later in pairwise(beside.edited.pieces):
        if later.start > earlier.stop:
            yield beside.programme.interview_offset + later.at


def _stings(beside: Beside) -> Iterator[tuple[int, int]]:
    """Yield what in the episode is no piece of the interview, though it lies between two."""
    for earlier, later in pairwise(beside.edited.pieces):
        if later.at > earlier.end:
            yield beside.programme.interview_offset + earlier.end, beside.programme.interview_offset + later.at


def _join(kind: str, start: int, stop: int, beside: Beside) -> Join:
    before = integrated(hops_of(beside.after, start - _NEAR, start // HOP * HOP))
    after = integrated(hops_of(beside.after, -(-stop // HOP) * HOP, stop + _NEAR))
    step = after - before if math.isfinite(before) and math.isfinite(after) else math.inf
    return Join(kind, to_ms(start), to_ms(stop), told(before), told(after), told(step))
