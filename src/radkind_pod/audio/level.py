"""How loud each part is, and the gain that makes all parts equally loud."""

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.edit import Piece, edit
from radkind_pod.audio.follow import followed
from radkind_pod.audio.riding import by_speaker, curve_of, ridden
from radkind_pod.audio.stages import Level
from radkind_pod.errors import MediaError
from radkind_pod.media.ahead import ahead
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import HOP, LoudnessMeter, Powers, integrated
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import SAMPLE_RATE, Levelled, Levels, SpeakerLoudness
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress

HIGHEST_GAIN_DB = 40.0


def level(request: Level, folder: Path, progress: Progress) -> None:
    """Write levels.json and curve.bin. Raises MediaError where a part is almost silent."""
    samples = round((probe(request.interview).declared_s or 0) * SAMPLE_RATE)
    blocks = ahead(read_blocks(request.interview, channels=request.channels))
    hops = _hops(followed(blocks, progress, before=0, total=samples), request.channels)
    turns = ridden(request.turns, hops)
    curve = curve_of(turns)
    if turns:
        curve.write(folder / "curve.bin")
    heard = _kept(hops, edit(request.interview, request.cuts).pieces, curve)
    interview_db = _gain_db(request, request.interview, integrated(heard))
    if interview_db == math.inf:
        raise _almost_silent(request.interview)
    before, after = by_speaker([replace(one, gain_db=0.0) for one in turns], hops), by_speaker(turns, hops)
    levels = Levels(
        interview_db,
        _music_db(request, request.intro),
        _music_db(request, request.outro),
        Path("curve.bin") if turns else None,
    )
    speakers = tuple(SpeakerLoudness(name, before[name], after[name] + interview_db) for name in before)
    (folder / "levels.json").write_text(to_json(Levelled(levels, speakers)), encoding="utf-8", newline="\n")


def _hops(blocks: Iterable[Block], channels: int) -> Powers:
    """Return the weighted power of each 100 ms."""
    meter = LoudnessMeter(channels)
    for block in blocks:
        meter.add(block)
    return meter.hops


def _kept(hops: Powers, pieces: Iterable[Piece], curve: Curve) -> Powers:
    """Return the powers of what is left between the cuts, with the gain of each turn.

    What is cut begins and ends somewhere in a hop: to the gain of a whole part that is nothing.
    """
    moved = hops * 10 ** (curve.db_at((np.arange(len(hops)) + 0.5) * HOP) / 10)
    return np.concatenate([moved[round(piece.start / HOP) : round(piece.stop / HOP)] for piece in pieces])


def _music_db(request: Level, file: Path | None) -> float | None:
    """Return the gain of intro or outro; one too short or too quiet to be measured stays as it is."""
    if file is None:
        return None
    hops = _hops(read_blocks(file, channels=request.channels), request.channels)
    gain_db = _gain_db(request, file, integrated(hops))
    return gain_db if gain_db < math.inf else 0.0


def _gain_db(request: Level, file: Path, loudness_lufs: float) -> float:
    """Return the gain in dB that brings this loudness to the wanted one, inf for silence."""
    gain_db = request.integrated_lufs - loudness_lufs
    if HIGHEST_GAIN_DB < gain_db < math.inf:
        raise _almost_silent(file)
    return gain_db


def _almost_silent(file: Path) -> MediaError:
    return MediaError(
        file,
        f"this is almost silent: making it as loud as it should be would take more than {HIGHEST_GAIN_DB:.0f} dB",
        "Look whether the right microphone was recorded, and use another recording.",
    )
