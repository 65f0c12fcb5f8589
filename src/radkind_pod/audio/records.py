"""What the audio room's stages wrote, read back as values."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from radkind_pod.audio.compared import MOST_ALIKE, Compared
from radkind_pod.audio.places import Places
from radkind_pod.model.audio import Cut, Delivered, Interview, Levelled, Programme, Safe
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.report import Done, Figure

if TYPE_CHECKING:
    from radkind_pod.audio.stages import Stitch, Withhold


def read_interview(folder: Path) -> Interview:
    """Return what `prepare` wrote into `folder`, with the paths of its files."""
    interview = from_plain_file(Interview, folder / "interview.json")
    return replace(interview, file=folder / interview.file, levels=folder / interview.levels)


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


def read_compared(folder: Path) -> Done:
    """Return what comparing proved."""
    found = from_plain_file(tuple[Compared, ...], folder / "compared.json")
    most = max((one.alike for one in found), default=0.0)
    where = "the one place that is bleeped" if len(found) == 1 else f"the {len(found)} places that are bleeped"
    what = (
        f"The MP3 was compared with the recording at {where}: nothing of it is left there (the highest correlation is "
        f"{most:.4f}; {MOST_ALIKE} is allowed)."
    )
    return Done("compare", what, (Figure("places", len(found)), Figure("correlation", round(most, 4))))
