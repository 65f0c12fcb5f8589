"""Voice packed into windows of nearly the length that Whisper hears at once, so that none is heard half empty."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from radkind_pod.transcript.listening.voice import FRAME, Stretch, Voice
from radkind_pod.transcript.pieces import RATE, Piece, Samples

LONGEST = 29 * RATE
"""A window's samples. Whisper hears 30 s; the last second stays free, for it hears the end in the silence there."""
SHORT = 12 * RATE
"""A window's samples where several languages are spoken, so that most windows hold one of them."""
_HARDLY = RATE * 60 // 1000
"""So few samples of a word on one side of a pause are an error of the times."""
_SEARCH = 6 * RATE
"""How far before the longest a pause is looked for."""
_PAUSE_FRAMES = 7
"""A pause in which a stretch may be divided lasts 0.22 s."""
_PAUSE = 0.3
"""In a pause voice is less probable than this."""


@dataclass(frozen=True, slots=True)
class Window:
    """Stretches of one piece that are heard as one, in order; positions are samples of the piece."""

    piece: Piece
    parts: tuple[Stretch, ...]

    @property
    def samples(self) -> Samples:
        """What is heard: the parts without what lies between them."""
        return np.concatenate([self.piece.samples[start:end] for start, end in self.parts])

    @property
    def start_ms(self) -> int:
        """Where it begins in the recording."""
        return self.piece.recording_ms(self.parts[0][0] / RATE)

    @property
    def end_ms(self) -> int:
        """Where it ends in the recording."""
        return self.piece.recording_ms(self.parts[-1][1] / RATE)

    @property
    def key(self) -> str:
        """What it is known by: its parts as samples of the recording."""
        return ",".join(f"{self.piece.start + start}-{self.piece.start + end}" for start, end in self.parts)

    def side(self, start_s: float, end_s: float) -> tuple[float, float]:
        """Return what of the span, in seconds into the window, lies in one part.

        Nothing is said over a pause that was left out: Whisper gives a pause to the word that follows, so a word that
        seems to go over one is said after it, unless hardly anything of it is there.
        """
        edges = [0, *accumulate(end - start for start, end in self.parts)]
        first, last = round(start_s * RATE), round(max(start_s, end_s) * RATE)
        inside = [(max(first, left), min(last, right)) for left, right in pairwise(edges)]
        best, most = (edges[-1], edges[-1]), -1
        for left, right in inside:
            if right - left > min(most, _HARDLY):
                best, most = (left, right), right - left
        return best[0] / RATE, best[1] / RATE

    def place(self, start_s: float, end_s: float) -> Stretch:
        """Return which samples of the piece those are that are heard so many seconds into the window (`side`)."""
        first, last = (round(seconds * RATE) for seconds in self.side(start_s, end_s))
        at = 0
        for start, end in self.parts:
            if last <= at + end - start and first < at + end - start:
                return start + first - at, start + last - at
            at += end - start
        return self.parts[-1][1], self.parts[-1][1]


def pack(piece: Piece, stretches: Iterable[Stretch], voice: Voice, longest: int = LONGEST) -> Iterator[Window]:
    """Yield windows that together hold all the stretches, in order; stretches are divided in pauses where need be."""
    parts: list[Stretch] = []
    room = longest
    for stretch in stretches:
        start, end = stretch
        while end - start > room:
            cut = _pause(voice, start, start + room)
            if cut is None and not parts:
                cut = _least_voice(voice, start, start + room)
            if cut is not None:
                parts.append((start, cut))
                start = cut
            yield Window(piece, tuple(parts))
            parts, room = [], longest
        parts.append((start, end))
        room -= end - start
    if parts:
        yield Window(piece, tuple(parts))


def _pause(voice: Voice, start: int, limit: int) -> int | None:
    cut = _least_voice(voice, start, limit)
    if cut is None:
        return None
    around = voice[max(0, cut // FRAME - _PAUSE_FRAMES // 2) :][:_PAUSE_FRAMES]
    return cut if around.mean() < _PAUSE else None


def _least_voice(voice: Voice, start: int, limit: int) -> int | None:
    """Return the middle of the _PAUSE_FRAMES with least voice shortly before the limit; None where there is no room."""
    first = max(start, limit - _SEARCH) // FRAME + 1
    near = voice[first : limit // FRAME]
    if len(near) < _PAUSE_FRAMES:
        return None
    means = np.convolve(near, np.full(_PAUSE_FRAMES, 1 / _PAUSE_FRAMES), mode="valid")
    return (first + int(np.argmin(means)) + _PAUSE_FRAMES // 2) * FRAME
