"""What the audio room's stages wrote, read back as values."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from radkind_pod.audio.places import Places
from radkind_pod.model.audio import Auditioned, Cleaned, Cut, Delivered, Interview, Levelled, Programme, Safe
from radkind_pod.model.plain import from_plain_file

if TYPE_CHECKING:
    from radkind_pod.audio.stages import Stitch, Withhold


def read_interview(folder: Path) -> Interview:
    """Return what `prepare` wrote into `folder`, with the paths of its files."""
    interview = from_plain_file(Interview, folder / "interview.json")
    return replace(interview, file=folder / interview.file, levels=folder / interview.levels)


def read_cleaned(folder: Path) -> Cleaned:
    """Return what `clean` wrote into `folder`."""
    made = from_plain_file(Cleaned, folder / "clean.json")
    return replace(made, file=folder / made.file)


def read_auditioned(folder: Path) -> Auditioned:
    """Return what `audition` wrote into `folder`."""
    auditioned = from_plain_file(Auditioned, folder / "audition.json")
    return replace(auditioned, file=folder / auditioned.file)


def read_safe(folder: Path, request: "Withhold") -> Safe:
    """Return the recording without what is redacted, and the cuts that were found for what is marked to be cut."""
    cuts = from_plain_file(tuple[Cut, ...], folder / "cuts.json")
    return Safe(folder / "redacted.flac" if request.redacted else request.interview, cuts)


def read_levels(folder: Path) -> Levelled:
    """Return the gains that levelling found."""
    found = from_plain_file(Levelled, folder / "levels.json")
    curve = folder / found.levels.curve if found.levels.curve else None
    return replace(found, levels=replace(found.levels, curve=curve))


def read_programme(folder: Path, request: "Stitch") -> Programme:
    """Return how the parts of `request` become one programme."""
    places = from_plain_file(Places, folder / "programme.json")
    return Programme(
        levels=request.levels,
        intro=request.intro,
        outro=request.outro,
        opening=_seam(folder / "opening.wav"),
        closing=_seam(folder / "closing.wav"),
        **asdict(places),
    )


def _seam(file: Path) -> Path | None:
    return file if file.exists() else None


def read_delivered(folder: Path) -> Delivered:
    """Return the delivered file with its measurements."""
    delivered = from_plain_file(Delivered, folder / "delivered.json")
    return replace(delivered, file=folder / delivered.file)
