"""Sound into files: float32 WAV, FLAC and MP3. Each file is the same to the byte for the same samples."""

import struct
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import av
import lameenc
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block
from radkind_pod.media.lame_frame import (
    DECODER_DELAY,
    ENCODER_DELAY,
    FrameCounter,
    info_frame,
    info_frame_size,
    layer_of,
)
from radkind_pod.media.quantise import Quantiser
from radkind_pod.model.audio import SAMPLE_RATE, Mp3Format

LAME_QUALITY = 5
"""What ffmpeg takes, and most others with it. LAME's own default, 3, takes nearly half as long again."""
LAYOUTS = {1: "mono", 2: "stereo"}
QUICK = {"compression_level": "0", "frame_size": "16384"}
"""FLAC for files that are read again and again, on this computer: a tenth larger than usual, and a third faster."""
SMALL = {"compression_level": "8"}
"""FLAC for files that are kept."""
_WAV_HEADER = struct.Struct("<4sI4s 4sIHHIIHHH 4sII 4sI")


def create_media(path: Path, container: str, options: Mapping[str, str] | None = None) -> OutputContainer:
    """Open a new file for writing: the same bytes each time, without the name or version of any library."""
    return av.open(str(path.absolute()), "w", format=container, options={"fflags": "+bitexact", **(options or {})})


class WavWriter:
    """Writes a 32-bit float WAV of at most 4 GB. A context manager; the file is complete when it is left."""

    def __init__(self, path: Path, channels: int) -> None:
        self._path, self._channels, self._frames = path, channels, 0

    def __enter__(self) -> Self:
        self._file = self._path.open("wb")
        self._file.write(self._header())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._file:
            self._file.seek(0)
            self._file.write(self._header())

    def write(self, block: Block) -> None:
        """Append a block of shape (frames, channels)."""
        self._file.write(np.ascontiguousarray(block, "<f4").tobytes())
        self._frames += len(block)

    def _header(self) -> bytes:
        frame = 4 * self._channels
        data = self._frames * frame
        riff = (b"RIFF", _WAV_HEADER.size - 8 + data, b"WAVE")
        ieee_float = (b"fmt ", 18, 3, self._channels, SAMPLE_RATE, SAMPLE_RATE * frame, frame, 32, 0)
        return _WAV_HEADER.pack(*riff, *ieee_float, b"fact", 4, self._frames, b"data", data)


class FlacWriter:
    """Writes a FLAC of 16 bit (dithered) or 24 bit. A context manager; the file is complete when it is left."""

    def __init__(
        self, path: Path, channels: int, bits: Literal[16, 24] = 16, effort: Mapping[str, str] = QUICK
    ) -> None:
        self._path, self._channels, self._bits, self._effort = path, channels, bits, dict(effort)
        self._format = "s16" if bits == 16 else "s32"
        self._quantiser = Quantiser()

    def __enter__(self) -> Self:
        self._container = create_media(self._path, "flac")
        self._stream = self._container.add_stream(
            "flac", rate=SAMPLE_RATE, layout=LAYOUTS[self._channels], options=self._effort
        )
        self._stream.format = self._format
        self._frames = 0
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._container:
            if kind is None:
                self._container.mux(self._stream.encode(None))

    def write(self, block: Block) -> None:
        """Append a block of shape (frames, channels)."""
        if not len(block):
            return
        frame = av.AudioFrame.from_ndarray(self._whole(block).reshape(1, -1), self._format, LAYOUTS[self._channels])
        frame.sample_rate, frame.pts = SAMPLE_RATE, self._frames
        self._frames += len(block)
        self._container.mux(self._stream.encode(frame))

    def _whole(self, block: Block) -> NDArray[Any]:
        if self._bits == 16:
            return self._quantiser.quantise(block)
        steps = np.rint(block.astype(np.float64) * 2**23)
        # libav's encoder takes the upper 24 of 32 bits
        return np.clip(steps, -(2**23), 2**23 - 1).astype(np.int32) << 8


class Mp3Writer:
    """Writes a constant-bitrate MP3 that decoders trim to the very samples written, at the level written.

    A context manager; the file is complete when it is left. Nothing but sound is in it. Below 32 kbit/s it is MPEG-2 at
    24 kHz, made for jumping about in browsers: decoders trim nothing, and are late by `late_ms`.
    """

    def __init__(self, path: Path, mp3: Mp3Format) -> None:
        self._path, self._mp3 = path, mp3
        self._quantiser = Quantiser()
        self._gain = np.float32(1 / lame_input_scale(mp3.bitrate_kbps))
        self._samples = 0

    def __enter__(self) -> Self:
        self._encoder, self._ended = _lame(self._mp3), False
        self._frames = FrameCounter(self._mp3.bitrate_kbps)
        self._file = self._path.open("wb")
        self._file.write(bytes(info_frame_size(self._mp3)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._file:
            if kind is None:
                self.end()
                self._frames.end()
                self._file.seek(0)
                self._file.write(info_frame(self._mp3, self._frames, self._samples))

    def write(self, block: Block) -> bytes:
        """Append a block of shape (frames, channels); return the bytes that came of it, maybe none."""
        return self.write_quantised(self.quantised(block))

    def quantised(self, block: Block) -> NDArray[np.int16]:
        """Return a block as the encoder takes it; each block once and in order, ahead in another thread if need be."""
        return self._quantiser.quantise(block * self._gain)

    def write_quantised(self, whole: NDArray[np.int16]) -> bytes:
        """Append what `quantised` returned."""
        self._samples += len(whole)
        return self._append(self._encoder.encode(whole.astype("<i2").tobytes()))

    def end(self) -> bytes:
        """Append what the encoder still holds, and return it. Nothing can be written after it."""
        rest = b"" if self._ended else self._encoder.flush()
        self._ended = True
        return self._append(rest)

    def _append(self, data: bytes | bytearray) -> bytes:
        self._file.write(data)
        self._frames.add(data)
        return bytes(data)


def late_ms(mp3: Mp3Format) -> int:
    """Return by how many ms players are late with an MP3 of this format; 0 where they trim it.

    Chromium and WebKit are late by LAME's delay and their decoder's, Firefox by LAME's alone: this is in between, and
    right to 11 ms for all three.
    """
    layer = layer_of(mp3.bitrate_kbps)
    return 0 if layer.is_trimmed else round((ENCODER_DELAY + DECODER_DELAY / 2) * 1000 / layer.sample_rate)


def lame_input_scale(bitrate_kbps: int) -> float:
    """Return the factor by which LAME 3.100 multiplies its input at a constant bitrate, mono or stereo.

    Measured with a sine on every MPEG-1 bitrate from 32 to 320 kbit/s, and at 24 kbit/s.
    """
    return {192: 0.97, 224: 0.98, 256: 1.0, 320: 1.0}.get(bitrate_kbps, 0.95)


def _lame(mp3: Mp3Format) -> Any:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(mp3.bitrate_kbps)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    # said aloud, for LAME would lower the rate further at low bitrates
    encoder.set_out_sample_rate(layer_of(mp3.bitrate_kbps).sample_rate)
    encoder.set_channels(mp3.channels)
    encoder.set_quality(LAME_QUALITY)
    encoder.silence()
    return encoder
