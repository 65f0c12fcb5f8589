"""The recording beside the episode: what is heard at a moment of the one, and where it was in the other."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from radkind_pod.audio.edit import Edited
from radkind_pod.media.loudness import HOP, Powers
from radkind_pod.model.programme import Programme


@dataclass(frozen=True)
class Beside:
    """The hops of the recording and of the episode, and how the one became the other. Positions are samples."""

    before: Powers
    after: Powers
    edited: Edited
    programme: Programme

    @property
    def opening(self) -> tuple[int, int]:
        """Where in the episode intro and interview overlap."""
        return self.programme.intro_keep, self.programme.interview_offset + self.programme.interview_start

    @property
    def closing(self) -> tuple[int, int]:
        """Where in the episode interview and outro overlap."""
        start = self.programme.interview_offset + self.programme.interview_end
        return start, start + self.programme.outro_start

    def heard(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Yield what is left of a stretch of the recording, (start, stop), and where it begins in the episode."""
        for first, last, at in self.edited.heard(start, stop):
            yield first, last, self.programme.interview_offset + at

    def heard_alone(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Yield the same without the seams, where music is heard too."""
        clear, end = self.opening[1], self.closing[0]
        for first, last, at in self.heard(start, stop):
            late, early = max(0, clear - at), max(0, at + last - first - end)
            if first + late < last - early:
                yield first + late, last - early, at + late

    def before_in_episode(self) -> Powers:
        """Return for each hop of the episode the recording's that is heard there, NaN where none of it is."""
        found = np.full(len(self.after), np.nan)
        for first, last, at in self.heard(0, self.edited.pieces[-1].stop):
            hops = np.arange(-(-at // HOP), min((at + last - first) // HOP, len(found)))
            recorded = np.rint((first + hops * HOP - at) / HOP).astype(int)
            there = recorded < len(self.before)
            found[hops[there]] = self.before[recorded[there]]
        return found


def hops_of(powers: Powers, start: int, stop: int) -> Powers:
    """Return the hops that a stretch touches, in samples."""
    return powers[max(0, start) // HOP : -(-stop // HOP)]
