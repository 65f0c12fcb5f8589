"""What the people who are heard agreed to. Private: nothing of it is ever published."""

from dataclasses import dataclass
from datetime import date

AUDIO, TRANSCRIPT, NAME, PHOTO, CLIPS = "audio", "transcript", "name", "photo", "clips"
MACHINE = "machine-transcription"
USES = (AUDIO, TRANSCRIPT, NAME, PHOTO, CLIPS, MACHINE)
"""What can be agreed to; MACHINE is transcription by a machine of somebody else's."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One person. `name` is the public name; `real_names` are other names that must never be published."""

    name: str
    uses: tuple[str, ...]
    given: date | None
    """None: nobody has asked yet."""
    real_names: tuple[str, ...] = ()
    expires: date | None = None
    """The last day on which it holds."""
    withdrawn: date | None = None
    under_18: bool = False
    guardian: str | None = None
    form: str | None = None
    """Where the signed form is kept."""
    line: int | None = None
    """Where people.yaml begins to speak of the person."""


@dataclass(frozen=True, slots=True)
class NotThisPerson:
    """A place at which a word that is somebody's name means something else. `says` is a phrase that holds it."""

    says: str
    episode: str | None = None
    """Its slug; None: the show's own texts."""


@dataclass(frozen=True, slots=True)
class People:
    """people.yaml."""

    consents: tuple[Consent, ...] = ()
    answered: tuple[NotThisPerson, ...] = ()
