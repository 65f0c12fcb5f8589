"""How loud each part is, and the gain that makes all parts equally loud."""

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from radkind_pod.audio.edit import edit
from radkind_pod.audio.follow import followed
from radkind_pod.audio.riding import by_speaker, curve_of, ridden
from radkind_pod.audio.stages import Level
from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter, Powers
from radkind_pod.model.audio import Levelled, Levels, SpeakerLoudness
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress

HIGHEST_GAIN_DB = 40.0


def level(request: Level, folder: Path, progress: Progress) -> None:
    """Write levels.json and curve.bin. Raises MediaError where a part is almost silent."""
    hops = _hops(request) if request.turns else np.zeros(0)
    turns = ridden(request.turns, hops)
    curve = folder / "curve.bin" if turns else None
    if curve:
        curve_of(turns).write(curve)
    interview = edit(request.interview, request.cuts, curve)
    blocks = followed(interview.blocks(request.channels), progress, before=0, total=interview.samples)
    interview_db = _gain_db(request, request.interview, blocks)
    before, after = by_speaker([replace(one, gain_db=0.0) for one in turns], hops), by_speaker(turns, hops)
    speakers = tuple(SpeakerLoudness(name, before[name], after[name] + interview_db) for name in before)
    if interview_db == math.inf:
        raise _almost_silent(request.interview)
    levels = Levels(
        interview_db,
        _music_db(request, request.intro),
        _music_db(request, request.outro),
        Path(curve.name) if curve else None,
    )
    (folder / "levels.json").write_text(to_json(Levelled(levels, speakers)), encoding="utf-8", newline="\n")


def _hops(request: Level) -> Powers:
    """Return the weighted power of each 100 ms of the whole recording."""
    meter = LoudnessMeter(request.channels)
    for block in read_blocks(request.interview, channels=request.channels):
        meter.add(block)
    return meter.hops


def _music_db(request: Level, file: Path | None) -> float | None:
    """Return the gain of intro or outro; one too short or too quiet to be measured stays as it is."""
    if file is None:
        return None
    gain_db = _gain_db(request, file, read_blocks(file, channels=request.channels))
    return gain_db if gain_db < math.inf else 0.0


def _gain_db(request: Level, file: Path, blocks: Iterable[Block]) -> float:
    """Return the gain in dB that brings the blocks to the wanted loudness, inf for silence."""
    gain_db = request.integrated_lufs - LoudnessMeter.of(blocks, request.channels).integrated_lufs
    if HIGHEST_GAIN_DB < gain_db < math.inf:
        raise _almost_silent(file)
    return gain_db


def _almost_silent(file: Path) -> MediaError:
    return MediaError(
        file,
        f"this is almost silent: making it as loud as it should be would take more than {HIGHEST_GAIN_DB:.0f} dB",
        "Look whether the right microphone was recorded, and use another recording.",
    )
