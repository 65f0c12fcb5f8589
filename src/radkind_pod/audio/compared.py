"""What comparing the delivered sound with the recording came to."""

from dataclasses import dataclass

MOST_ALIKE = 0.01
"""So much may what is delivered in place of a passage correlate with it, in any channel."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A redacted passage that is in the episode, and how much its place still resembles it, 0 to 1. All in ms."""

    recording_ms: int
    episode_ms: int
    duration_ms: int
    alike: float
