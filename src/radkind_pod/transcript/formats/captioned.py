"""What every format is given."""

from dataclasses import dataclass

from radkind_pod.model.transcript import Transcript
from radkind_pod.transcript.clock_note import ClockNote


@dataclass(frozen=True, slots=True)
class Captioned:
    """A transcript with what its NOTE says about its times."""

    transcript: Transcript
    note: ClockNote


def clock_time(ms: int, point: str) -> str:
    """Return the time as hh:mm:ss and milliseconds, with `point` between them."""
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"
