"""The whole programme as one stream, put together block by block."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from radkind_pod.audio.bed import under
from radkind_pod.audio.edit import edit
from radkind_pod.audio.music import intro_of, outro_of
from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import Cut
from radkind_pod.model.programme import Programme


def programme_blocks(interview: Path, programme: Programme, cuts: Iterable[Cut], channels: int) -> Iterator[Block]:
    """Yield the programme block by block. Raises MediaError where its length isn't what was fixed."""
    samples = 0
    for block in _parts(interview, programme, cuts, channels):
        samples += len(block)
        yield block
    if samples != programme.samples:
        raise MediaError(
            interview,
            f"the programme has {samples} samples, not {programme.samples} as when it was stitched",
            "Build the episode again with --fresh.",
        )


def _parts(interview: Path, programme: Programme, cuts: Iterable[Cut], channels: int) -> Iterator[Block]:
    levels = programme.levels
    if programme.intro:
        yield from intro_of(programme.intro, levels, programme).blocks(channels, 0, programme.intro_keep)
    if programme.opening:
        yield from read_blocks(programme.opening, channels=channels)
    factor = np.float32(amplitude(levels.interview_db))
    edited = edit(interview, cuts, levels.curve, programme.stings)
    talk = (block * factor for block in edited.blocks(channels, programme.interview_start, programme.interview_end))
    yield from under(talk, programme.bed, channels, programme.interview_start) if programme.bed else talk
    if programme.closing:
        yield from read_blocks(programme.closing, channels=channels)
    if programme.outro:
        yield from outro_of(programme.outro, levels, programme).blocks(channels, programme.outro_start)
