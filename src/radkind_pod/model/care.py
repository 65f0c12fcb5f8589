"""What listeners are told before they hear something hard, and who can help."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContentNote:
    """A stretch of the episode, in episode time, that some will want to skip. `text` says more than the topic."""

    start_ms: int
    end_ms: int
    topic: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Helpline:
    """Who can help with a topic; at least one of `phone` and `link` is there."""

    topic: str
    name: str
    phone: str | None = None
    link: str | None = None
