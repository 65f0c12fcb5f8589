"""How loud each part is, and the gain that makes all parts equally loud."""

import math
from collections.abc import Iterable
from pathlib import Path

from radkind_pod.audio.edit import edit
from radkind_pod.audio.follow import followed
from radkind_pod.audio.stages import Level
from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.meter import Integrated
from radkind_pod.model.audio import Levels
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress

HIGHEST_GAIN_DB = 40.0


def level(request: Level, folder: Path, progress: Progress) -> None:
    """Write levels.json. Raises MediaError where a part is almost silent."""
    interview = edit(request.interview, request.cuts)
    blocks = followed(interview.blocks(request.channels), progress, before=0, total=interview.samples)
    interview_db = _gain_db(request, request.interview, blocks)
    if interview_db == math.inf:
        raise _almost_silent(request.interview)
    levels = Levels(interview_db, _music_db(request, request.intro), _music_db(request, request.outro))
    (folder / "levels.json").write_text(to_json(levels), encoding="utf-8", newline="\n")


def _music_db(request: Level, file: Path | None) -> float | None:
    """Return the gain of intro or outro; one too short or too quiet to be measured stays as it is."""
    if file is None:
        return None
    gain_db = _gain_db(request, file, read_blocks(file, channels=request.channels))
    return gain_db if gain_db < math.inf else 0.0


def _gain_db(request: Level, file: Path, blocks: Iterable[Block]) -> float:
    """Return the gain in dB that brings the blocks to the wanted loudness, inf for silence."""
    gain_db = request.integrated_lufs - Integrated.of(blocks, request.channels)
    if HIGHEST_GAIN_DB < gain_db < math.inf:
        raise _almost_silent(file)
    return gain_db


def _almost_silent(file: Path) -> MediaError:
    return MediaError(
        file,
        f"this is almost silent: making it as loud as it should be would take more than {HIGHEST_GAIN_DB:.0f} dB",
        "Look whether the right microphone was recorded, and use another recording.",
    )
