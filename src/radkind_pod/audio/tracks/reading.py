"""One track, read as it goes into the mix: at 48 kHz, in step with the others."""

from collections.abc import Callable, Iterator

import numpy as np

from radkind_pod.audio.examine import Examined
from radkind_pod.media.blocks import BLOCK_S, Block, even, fitted
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.retime import retimed
from radkind_pod.model.audio import SAMPLE_RATE, Placed, Track

Treat = Callable[[Track, Callable[[], Iterator[Block]]], Iterator[Block]]
"""What is done to a track: given how to hear it from its beginning, it yields each of its blocks, as long as before.

Blocks are of one second.
"""


def track_blocks(e: Examined, placed: Placed, treat: Treat | None = None) -> Iterator[Block]:
    """Yield the track in blocks of BLOCK_S seconds from the beginning of its take, the last one shorter.

    Its channels are those of its people, or left and right of a stereo picture, or else the mean of all live ones.
    """

    def heard() -> Iterator[Block]:
        return (_channels_of_use(e, block) for block in read_blocks(e.track.file))

    sound = treat(e.track, lambda: even(heard(), SAMPLE_RATE)) if treat else heard()
    if placed.drift:
        sound = retimed(sound, 1 + placed.drift)
    yield from even(_after(round(placed.start_s * SAMPLE_RATE), sound), BLOCK_S * SAMPLE_RATE)


def _channels_of_use(e: Examined, block: Block) -> Block:
    if any(e.offsets):
        block = block - np.array(e.offsets, np.float32)
    return block if e.track.channels or e.is_stereo else fitted(block[:, e.live], 1)


def _after(samples: int, sound: Iterator[Block]) -> Iterator[Block]:
    """Yield so much silence and then the sound."""
    for block in sound:
        while samples:
            count = min(samples, SAMPLE_RATE)
            yield np.zeros((count, block.shape[1]), np.float32)
            samples -= count
        yield block
