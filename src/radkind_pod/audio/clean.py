"""The working recording once more, with each track cleaned as far as its episode asks for."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from radkind_pod.audio.cleaning import STRENGTHS, cleaned
from radkind_pod.audio.prepare import treated
from radkind_pod.audio.stages import Clean
from radkind_pod.media.blocks import Block
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import OFF, Track
from radkind_pod.progress import Progress


def clean(request: Clean, folder: Path, progress: Progress) -> None:
    """Write clean.flac. Raises MediaError where a recording can't be used."""
    tracks = [track for recording in request.recordings for track in recording.tracks]
    asked = dict(zip(tracks, (one for row in request.cleaning for one in row), strict=True))
    mix = treated(request.recordings, partial(_treated, asked, request.weights), progress)
    with FlacWriter(folder / "clean.flac", mix.width, mix.bits) as flac:
        for block in mix.blocks:
            flac.write(block)


def _treated(
    asked: dict[Track, str], weights: Path, track: Track, heard: Callable[[], Iterator[Block]]
) -> Iterator[Block]:
    return heard() if asked[track] == OFF else cleaned(heard, STRENGTHS[asked[track]], weights)
