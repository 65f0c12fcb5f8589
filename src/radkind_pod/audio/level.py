"""How loud each part is, and the gain that makes all parts equally loud."""

import math
from collections.abc import Sequence
from pathlib import Path

from radkind_pod.audio.balance import Balance, balanced, together
from radkind_pod.audio.curve import Curve
from radkind_pod.audio.edit import Edited, edit
from radkind_pod.audio.follow import followed
from radkind_pod.audio.handover import handed_over
from radkind_pod.audio.music import Music
from radkind_pod.audio.part import Part
from radkind_pod.audio.places import Seam, seam_of
from radkind_pod.audio.riding import curve_of, ridden
from radkind_pod.audio.stages import Level
from radkind_pod.audio.sting_places import find_places, kept_at
from radkind_pod.errors import MediaError
from radkind_pod.media.ahead import ahead
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import to_samples
from radkind_pod.model.plain import to_json
from radkind_pod.model.programme import Levels, MusicLevel, StingPlace
from radkind_pod.progress import Progress

HIGHEST_GAIN_DB = 40.0


def level(request: Level, folder: Path, progress: Progress) -> None:
    """Write levels.json and the curves. Raises MediaError where a part is almost silent."""
    interview = edit(request.interview, request.cuts)
    blocks = ahead(read_blocks(request.interview, channels=request.channels))
    whole = Part.of(followed(blocks, progress, before=0, total=interview.length), request.channels)
    turns = ridden(handed_over(request.turns, whole.hops), whole.hops)
    riding = curve_of(turns) if turns else None
    talk = whole.kept(interview.pieces, riding)
    intro, opening = _music(request, request.intro, talk, falls=True)
    outro, closing = _music(request, request.outro, talk, falls=False)
    stings = _stings(request, interview, opening, closing)
    parted = [kept_at(interview, to_samples(place.at_ms)) for place in stings]
    balance = _balanced(request, request.interview, talk, _talk_of(opening), _talk_of(closing), parted)
    if balance is None or balance.gain_db == math.inf:
        raise _almost_silent(request.interview)
    curve = together(riding, balance.near and interview.in_recording(balance.near))
    sting = _balanced(request, request.sting, _part(request, request.sting), None, None)
    levels = Levels(
        interview_db=balance.gain_db,
        intro=_level(_balanced(request, request.intro, intro, None, opening), folder / "intro.bin"),
        outro=_level(_balanced(request, request.outro, outro, closing, None), folder / "outro.bin"),
        curve=_written(curve, folder / "curve.bin"),
        bed_db=None if request.bed is None else _bed_db(request, request.bed),
        sting=_level(sting, folder / "sting.bin"),
        stings=stings,
    )
    (folder / "levels.json").write_text(to_json(levels), encoding="utf-8", newline="\n")


def _part(request: Level, file: Path | None) -> Part | None:
    return Part.of(read_blocks(file, channels=request.channels), request.channels) if file else None


def _music(request: Level, file: Path | None, talk: Part, *, falls: bool) -> tuple[Part | None, Seam | None]:
    """Return intro (which falls) or outro with its fade, and how it meets the talk; None where there is none."""
    music = _part(request, file)
    if file is None or music is None:
        return None, None
    seam = seam_of(request.crossfade_ms, request.fade_ms, music.samples, talk.samples)
    if seam.fade > seam.overlap:
        rises, gone = (0, seam.fade) if falls else (seam.fade, 0)
        faded = Music(file, MusicLevel(), music.samples, rises, gone)
        music = Part.of(faded.blocks(request.channels), request.channels)
    return music, seam


def _stings(request: Level, interview: Edited, opens: Seam | None, closes: Seam | None) -> tuple[StingPlace, ...]:
    """Return where the sting goes, outside of what overlaps with music."""
    start, stop = opens.overlap if opens else 0, interview.samples - (closes.overlap if closes else 0)
    return find_places(interview, request.stings_ms, start, stop) if request.stings_ms else ()


def _talk_of(seam: Seam | None) -> Seam | None:
    """Return the seam as the talk has it, which fades only while they overlap."""
    return seam and Seam(seam.overlap, seam.overlap)


def _balanced(
    request: Level,
    file: Path | None,
    part: Part | None,
    opens: Seam | None,
    closes: Seam | None,
    parted: Sequence[int] = (),
) -> Balance | None:
    """Return what brings the part to the wanted loudness, None where there is no such part."""
    if file is None or part is None:
        return None
    balance = balanced(part, request.integrated_lufs, request.ceiling_dbtp, opens, closes, parted)
    if HIGHEST_GAIN_DB < balance.gain_db < math.inf:
        raise _almost_silent(file)
    return balance


def _level(balance: Balance | None, file: Path) -> MusicLevel | None:
    """Return the level of intro, outro or sting; one too short or too quiet to be measured stays as it is."""
    if balance is None:
        return None
    return MusicLevel(balance.gain_db if balance.gain_db < math.inf else 0.0, _written(balance.near, file))


def _bed_db(request: Level, file: Path) -> float:
    blocks = read_blocks(file, channels=request.channels)
    gain_db = request.integrated_lufs - LoudnessMeter.of(blocks, request.channels).integrated_lufs
    if gain_db > HIGHEST_GAIN_DB:
        raise _almost_silent(file)
    return gain_db


def _written(curve: Curve | None, file: Path) -> Path | None:
    if curve is None:
        return None
    curve.write(file)
    return Path(file.name)


def _almost_silent(file: Path) -> MediaError:
    return MediaError(
        file,
        f"this is almost silent: making it as loud as it should be would take more than {HIGHEST_GAIN_DB:.0f} dB",
        "Look whether the right microphone was recorded, and use another recording.",
    )
