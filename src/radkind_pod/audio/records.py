"""What the audio room's stages wrote, read back as values."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from radkind_pod.audio.compared import MOST_ALIKE, Compared
from radkind_pod.audio.places import Places, stings_of
from radkind_pod.model.audio import Auditioned, Cleaned, Cut, Interview, Safe
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.programme import Delivered, LaidBed, Levels, Programme
from radkind_pod.model.report import Done, Figure
from radkind_pod.present import is_there

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


def read_levels(folder: Path) -> Levels:
    """Return the gains that levelling found."""
    levels = from_plain_file(Levels, folder / "levels.json")
    intro, outro = (one and replace(one, curve=_inside(folder, one.curve)) for one in (levels.intro, levels.outro))
    return replace(levels, intro=intro, outro=outro, curve=_inside(folder, levels.curve))


def _inside(folder: Path, file: Path | None) -> Path | None:
    return folder / file if file else None


def read_programme(folder: Path, request: "Stitch") -> Programme:
    """Return how the parts of `request` become one programme."""
    places = from_plain_file(Places, folder / "programme.json")
    levels, stings = request.levels, None
    if request.sting and levels.stings:
        stings = stings_of(request.sting, levels, places.sting_samples)
    return Programme(
        levels=levels,
        intro=request.intro,
        outro=request.outro,
        opening=_seam(folder / "opening.wav"),
        closing=_seam(folder / "closing.wav"),
        intro_keep=places.intro_keep,
        interview_start=places.interview_start,
        interview_end=places.interview_end,
        outro_start=places.outro_start,
        intro_fade=places.intro_fade,
        outro_fade=places.outro_fade,
        samples=places.samples,
        interview_offset=places.interview_offset,
        bed=_bed(request, places.bed_samples, folder / "bed.bin"),
        stings=stings,
    )


def _bed(request: "Stitch", samples: int, curve: Path) -> LaidBed | None:
    bed, bed_db = request.bed, request.levels.bed_db
    return None if bed is None or bed_db is None else LaidBed(bed.file, samples, bed_db - bed.below_db, curve)


def _seam(file: Path) -> Path | None:
    return file if is_there(file) else None


def read_delivered(folder: Path) -> Delivered:
    """Return the delivered file with its measurements."""
    delivered = from_plain_file(Delivered, folder / "delivered.json")
    return replace(delivered, file=folder / delivered.file)


def read_compared(folder: Path, what_was_heard: str) -> Done:
    """Return what comparing an edition proved."""
    found = from_plain_file(tuple[Compared, ...], folder / "compared.json")
    most = max((one.alike for one in found), default=0.0)
    where = "the one place that is bleeped" if len(found) == 1 else f"the {len(found)} places that are bleeped"
    what = (
        f"The {what_was_heard} was compared with the recording at {where}: nothing of it is left there (the highest "
        f"correlation is {most:.4f}; {MOST_ALIKE} is allowed)."
    )
    return Done("compare", what, (Figure("places", len(found)), Figure("correlation", round(most, 4))))
