"""Where the parts of a programme stand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a Programme begin and end, all in samples; each seam lasts as long as its parts overlap."""

    intro_keep: int
    interview_start: int
    interview_end: int
    outro_start: int
    samples: int
    interview_offset: int
