"""What could be cut from a recording, for a person to decide about."""

from dataclasses import dataclass

from radkind_pod.model.audio import Cut

PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One cut in recording time. `kind` is PAUSE, or the filler as it stands in the transcript.

    `lasts_ms` is how long the pause or the word is now. `before` and `after` are a few words that are heard around it.
    """

    cut: Cut
    kind: str
    lasts_ms: int
    before: str
    after: str
