"""What every format is given."""

from dataclasses import dataclass, field

from radkind_pod.model.transcript import Provenance, Transcript
from radkind_pod.transcript.clock_note import ClockNote


@dataclass(frozen=True, slots=True)
class Captioned:
    """A transcript with what its NOTE says about its times, whose work it is, and what else is to be known of it."""

    transcript: Transcript
    note: ClockNote
    provenance: Provenance = field(default_factory=Provenance)
    remark: str = ""
