"""How loud each part is, and the gain that makes all parts equally loud."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from radkind_pod.audio.balance import Balance, balanced, together
from radkind_pod.audio.curve import Curve
from radkind_pod.audio.edit import edit
from radkind_pod.audio.follow import followed
from radkind_pod.audio.part import Part
from radkind_pod.audio.places import Seam, seam_of
from radkind_pod.audio.riding import Ridden, by_speaker, curve_of, ridden
from radkind_pod.audio.stages import Level
from radkind_pod.errors import MediaError
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter, Powers, integrated
from radkind_pod.model.audio import Levelled, Levels, MusicLevel, SpeakerLoudness
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress

HIGHEST_GAIN_DB = 40.0


def level(request: Level, folder: Path, progress: Progress) -> None:
    """Write levels.json and the curves. Raises MediaError where a part is almost silent."""
    hops = _hops(request) if request.turns else np.zeros(0)
    turns = ridden(request.turns, hops)
    interview = replace(edit(request.interview, request.cuts), curve=curve_of(turns) if turns else None)
    blocks = followed(interview.blocks(request.channels), progress, before=0, total=interview.samples)
    talk, intro, outro = Part.of(blocks, request.channels), _part(request, request.intro), _part(request, request.outro)
    opening, closing = _seam(request, intro, talk), _seam(request, outro, talk)
    balance = _balanced(request, request.interview, talk, _overlap(opening), _overlap(closing))
    if balance is None or balance.gain_db == math.inf:
        raise _almost_silent(request.interview)
    curve = together(interview.curve, balance.near and interview.in_recording(balance.near))
    levels = Levels(
        balance.gain_db,
        _music(_balanced(request, request.intro, intro, None, _reach(opening)), folder / "intro.bin"),
        _music(_balanced(request, request.outro, outro, _reach(closing), None), folder / "outro.bin"),
        _written(curve, folder / "curve.bin"),
        None if request.bed is None else _bed_db(request, request.bed),
    )
    speakers = _speakers(turns, hops, request.integrated_lufs - integrated(talk.hops))
    (folder / "levels.json").write_text(to_json(Levelled(levels, speakers)), encoding="utf-8", newline="\n")


def _hops(request: Level) -> Powers:
    """Return the weighted power of each 100 ms of the whole recording."""
    meter = LoudnessMeter(request.channels)
    for block in read_blocks(request.interview, channels=request.channels):
        meter.add(block)
    return meter.hops


def _speakers(turns: Sequence[Ridden], hops: Powers, gain_db: float) -> tuple[SpeakerLoudness, ...]:
    before, after = by_speaker([replace(one, gain_db=0.0) for one in turns], hops), by_speaker(turns, hops)
    return tuple(SpeakerLoudness(name, before[name], after[name] + gain_db) for name in before)


def _part(request: Level, file: Path | None) -> Part | None:
    return Part.of(read_blocks(file, channels=request.channels), request.channels) if file else None


def _seam(request: Level, music: Part | None, talk: Part) -> Seam | None:
    return seam_of(request.crossfade_ms, request.fade_ms, music.samples, talk.samples) if music else None


def _overlap(seam: Seam | None) -> int | None:
    return None if seam is None else seam.overlap


def _reach(seam: Seam | None) -> int | None:
    return None if seam is None else seam.reach


def _balanced(
    request: Level, file: Path | None, part: Part | None, opens: int | None, closes: int | None
) -> Balance | None:
    """Return what brings the part to the wanted loudness, None where there is no such part."""
    if file is None or part is None:
        return None
    balance = balanced(part, request.integrated_lufs, request.ceiling_dbtp, opens=opens, closes=closes)
    if HIGHEST_GAIN_DB < balance.gain_db < math.inf:
        raise _almost_silent(file)
    return balance


def _music(balance: Balance | None, file: Path) -> MusicLevel | None:
    """Return the level of intro or outro; one too short or too quiet to be measured stays as it is."""
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
