"""The recording as it goes out with a pack: small, and silent wherever something withheld is said."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import Mp3Writer, late_ms
from radkind_pod.model.audio import Mp3Format, to_samples
from radkind_pod.progress import Progress, Silent

FORMAT = Mp3Format(bitrate_kbps=24, channels=1)
"""Speech at 24 kHz is well understood, and an hour of it takes 11 MB."""
LATE_MS = late_ms(FORMAT)
"""By so much everything is heard later in the file than it was said."""
FADE_MS = 10

Spans = Sequence[tuple[int, int]]
"""Stretches of the recording in ms, in order."""


def write_sound(
    interview: Path, target: Path, start_ms: int, end_ms: int, hidden: Spans, progress: Progress | None = None
) -> None:
    """Write the stretch of the recording as an MP3, with silence of the same length in place of what is hidden."""
    first, last = to_samples(start_ms), to_samples(end_ms)
    watcher = progress or Silent()
    with Mp3Writer(target, FORMAT) as writer:
        at = first
        for block in silenced(read_blocks(interview, channels=1, start=first, stop=last), first, hidden):
            writer.write(block)
            at += len(block)
            watcher.moved(at - first, last - first)


def silenced(blocks: Iterator[Block], at: int, hidden: Spans) -> Iterator[Block]:
    """Yield the blocks, of which the first begins at sample `at`, without a sound inside of the hidden spans.

    What is around them fades out before and in after.
    """
    fade = to_samples(FADE_MS)
    edges = [(to_samples(start), to_samples(end)) for start, end in hidden]
    for block in blocks:
        near = [(start, end) for start, end in edges if start - fade < at + len(block) and at < end + fade]
        yield block * _gain(at, len(block), near, fade) if near else block
        at += len(block)


def _gain(at: int, length: int, spans: Spans, fade: int) -> Block:
    place = np.arange(at, at + length)
    gain = np.ones(length, np.float32)
    for start, end in spans:
        distance = np.maximum(start - place, place - (end - 1))
        gain = np.minimum(gain, np.clip(distance / fade, 0, 1).astype(np.float32))
    return gain[:, None]
