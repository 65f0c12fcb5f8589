"""An MP3 decoded while it is still being written: its frames in, the very samples out that a player will play."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.error import FFmpegError

from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import BLOCK_S, Block, even, window
from radkind_pod.media.lame_frame import DECODER_DELAY, ENCODER_DELAY
from radkind_pod.model.audio import SAMPLE_RATE


def decoded(frames: Iterable[bytes], samples: int, file: Path) -> Iterator[Block]:
    """Yield what the frames of an MPEG-1 layer III sound like, in blocks of BLOCK_S seconds.

    `frames` are the bytes of `file` behind its Info frame, cut anywhere. The delay of encoder and decoder is left out
    at the start, and what comes after `samples` at the end, as players do it by the Info frame. Raises MediaError for
    a frame that can't be decoded.
    """
    try:
        pieces = _whole(frames)
        yield from even(window(pieces, ENCODER_DELAY + DECODER_DELAY, samples), BLOCK_S * SAMPLE_RATE)
        for _ in pieces:
            pass  # nobody hears it, but whoever writes the file comes to its end
    except FFmpegError as error:
        reason = f"this can't be decoded faultlessly ({error.strerror})"
        raise MediaError(file, reason, "Build again with --fresh.") from error


def _whole(frames: Iterable[bytes]) -> Iterator[Block]:
    codec = AudioCodecContext.create("mp3float", "r")
    assert isinstance(codec, AudioCodecContext)
    for data in filter(None, frames):  # no bytes would be the end
        yield from _sound(codec, codec.parse(data))
    yield from _sound(codec, [*codec.parse(None), None])


def _sound(codec: AudioCodecContext, packets: Sequence[Any]) -> Iterator[Block]:
    """Yield all that the packets hold as one block, none where they hold nothing."""
    planes = [frame.to_ndarray() for packet in packets for frame in codec.decode(packet)]
    if planes:
        yield np.ascontiguousarray(np.concatenate(planes, axis=1).T)
