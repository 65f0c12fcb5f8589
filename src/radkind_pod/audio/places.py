"""Where the parts of a programme stand."""

from dataclasses import dataclass
from pathlib import Path

from radkind_pod.model.audio import SAMPLE_RATE, to_samples
from radkind_pod.model.programme import Levels, MusicLevel, Stings


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a Programme begin and end, all in samples; each seam lasts as long as its parts overlap."""

    intro_keep: int
    interview_start: int
    interview_end: int
    outro_start: int
    samples: int
    interview_offset: int
    intro_fade: int
    outro_fade: int
    bed_samples: int
    sting_samples: int


@dataclass(frozen=True, slots=True)
class Seam:
    """How intro or outro meets the interview, in samples: how long they overlap, how long the music fades."""

    overlap: int
    fade: int

    @property
    def reach(self) -> int:
        """How much of the music is not at its full level."""
        return max(self.overlap, self.fade)


def seam_of(crossfade_ms: int, fade_ms: int | None, music: int, interview: int) -> Seam:
    """Return the seam: they overlap by at most half of the shorter, and by whole ms, as pydub counts.

    Without `fade_ms` the music fades as long as they overlap.
    """
    overlap = to_samples(min(crossfade_ms, min(music, interview) // 2 * 1000 // SAMPLE_RATE))
    return Seam(overlap, overlap if fade_ms is None else min(to_samples(fade_ms), music))


def stings_of(file: Path, levels: Levels, samples: int) -> Stings:
    """Return the stings that stand where levelling found places for them."""
    level = levels.sting or MusicLevel()
    return Stings(
        file=file,
        gain_db=level.gain_db - levels.interview_db,
        samples=samples,
        at_ms=tuple(place.at_ms for place in levels.stings),
        spoken=tuple(place.spoken for place in levels.stings),
    )
