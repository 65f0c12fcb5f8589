"""The Xing/Info/LAME frame in front of an MP3, from which decoders learn where the sound begins and ends.

Layout: the Xing header as LAME writes it, with Gabriel Bouvigne's "MP3 Info Tag revision 1" behind it.
"""

import struct
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from radkind_pod.model.audio import Mp3Format

ENCODER_DELAY = 576
"""Samples that LAME puts before the sound, at the rate of the MP3."""
DECODER_DELAY = 529
"""Samples that decoders add with their filter bank; some take them out again."""
BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""What MPEG-1 layer III knows; the place in this row, from 1, is what a frame's header holds."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What differs between MPEG-1 and MPEG-2 layer III. `side_info` is its size in bytes, by channels.

    `is_trimmed` says that the Info frame tells where the sound begins and ends. Browsers trim by it when they play from
    the beginning, but not after a jump, and so each moment would have two times. Where it is false, the Info frame
    holds nothing but the counts, and each moment is always heard later by the delay.
    """

    sample_rate: int
    frame_samples: int
    bitrates_kbps: tuple[int, ...]
    side_info: dict[int, int]
    is_trimmed: bool


_MPEG_1 = Layer(48_000, 1152, BITRATES_KBPS, {1: 17, 2: 32}, is_trimmed=True)
_LOW_KBPS = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG_2 = Layer(24_000, 576, _LOW_KBPS, {1: 9, 2: 17}, is_trimmed=False)
_TAG_BYTES = 156
_COUNTS_BYTES = 16
_ALL_FIELDS, _FRAMES_AND_BYTES = 15, 3
_XING_QUALITY = 55
"""100 less 10 for each step of VBR quality (LAME's 4) less our quality setting, as LAME writes it."""
_LAME_CBR = 1
_ATH_TYPE = 4
_MISC = {1: 0x80, 2: 0x8C}
"""Source rate 48 kHz; stereo mode mono or joint stereo."""


def layer_of(bitrate_kbps: int) -> Layer:
    """Return how an MP3 of this bitrate is made: those that MPEG-1 doesn't know at half the rate."""
    return _MPEG_1 if bitrate_kbps >= BITRATES_KBPS[0] else _MPEG_2


def frame_bytes(bitrate_kbps: int) -> int:
    """Return how long each frame is: the same for both layers, and at these rates there is never a padding slot."""
    return 3 * bitrate_kbps


class FrameCounter:
    """Follows the frames of a constant-bitrate MP3: how many there are, the first header, and their CRC-16."""

    def __init__(self, bitrate_kbps: int) -> None:
        self.header = b""
        self.frames = 0
        self.crc = 0
        self._size = frame_bytes(bitrate_kbps)
        self._pending = b""

    def add(self, data: bytes) -> None:
        """Follow the next bytes of the stream, which may end inside a frame."""
        data = self._pending + data
        count = len(data) // self._size
        self._pending = data[count * self._size :]
        if count:
            self.header = self.header or data[:4]
            rows = np.frombuffer(data, np.uint8, count * self._size).reshape(count, self._size)
            self.frames += count
            self.crc = _crc_of_frames(rows, self.crc)


def info_frame_size(mp3: Mp3Format) -> int:
    """Return how many bytes to leave free for the Info frame."""
    return frame_bytes(_info_bitrate_kbps(mp3))


def info_frame(mp3: Mp3Format, counted: FrameCounter, samples: int) -> bytes:
    """Return the frame that lets a decoder give back exactly `samples` samples, or only count the frames."""
    size, layer = info_frame_size(mp3), layer_of(mp3.bitrate_kbps)
    sound = counted.frames * frame_bytes(mp3.bitrate_kbps)
    head = _header(mp3, counted.header) + bytes(layer.side_info[mp3.channels])
    if not layer.is_trimmed:
        # Only with the bytes of the sound alone do browsers find a moment to the frame.
        return (head + struct.pack(">4sIII", b"Info", _FRAMES_AND_BYTES, counted.frames, sound)).ljust(size, b"\0")
    total = size + sound
    padding = counted.frames * layer.frame_samples - ENCODER_DELAY - samples
    xing = struct.pack(">4sIII", b"Info", _ALL_FIELDS, counted.frames, total)
    tag = xing + _contents_table(size, total) + struct.pack(">I", _XING_QUALITY) + _lame_fields(mp3, padding)
    body = head + tag + struct.pack(">IH", total, counted.crc)
    return (body + struct.pack(">H", _crc(body))).ljust(size, b"\0")


def _info_bitrate_kbps(mp3: Mp3Format) -> int:
    layer = layer_of(mp3.bitrate_kbps)
    needed = 4 + layer.side_info[mp3.channels] + (_TAG_BYTES if layer.is_trimmed else _COUNTS_BYTES)
    return next(rate for rate in layer.bitrates_kbps if rate >= mp3.bitrate_kbps and frame_bytes(rate) >= needed)


def _header(mp3: Mp3Format, first: bytes) -> bytes:
    """Return the first frame's header with the Info frame's own bitrate."""
    place = layer_of(mp3.bitrate_kbps).bitrates_kbps.index(_info_bitrate_kbps(mp3)) + 1
    return bytes((first[0], first[1], place << 4 | first[2] & 0x0D, first[3]))


def _contents_table(size: int, total: int) -> bytes:
    """Return for each percent of the playing time where it lies in the file, in 256ths."""
    return bytes(min(255, int(256 * (size + (total - size) * percent / 100) / total)) for percent in range(100))


def _lame_fields(mp3: Mp3Format, padding: int) -> bytes:
    """Return the LAME extension up to its music length. Peak and replay gain are left unsaid."""
    version = b"LAME3.100" + bytes((_LAME_CBR, 0)) + bytes(8)
    delays = (ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
    rate = bytes((_ATH_TYPE, min(mp3.bitrate_kbps, 255)))
    return version + rate + delays + bytes((_MISC[mp3.channels], 0, 0, 0))


def _crc_table() -> NDArray[np.uint16]:
    table = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        table = np.where(table & 1, table >> 1 ^ 0xA001, table >> 1).astype(np.uint16)
    return table


_CRC_TABLE = _crc_table()


def _crc(data: bytes, crc: int = 0) -> int:
    """Return the CRC-16 (polynomial 0x8005, reflected) that LAME uses, carried on from `crc`."""
    for byte in data:
        crc = crc >> 8 ^ int(_CRC_TABLE[(crc ^ byte) & 0xFF])
    return crc


def _crc_of_frames(rows: NDArray[np.uint8], crc: int) -> int:
    """Return `crc` carried on over equally long frames, all of them side by side."""
    size = rows.shape[1]
    each = np.zeros(len(rows), np.uint16)
    for column in rows.T:
        each = each >> 8 ^ _CRC_TABLE[(each ^ column) & 0xFF]
    low, high = _past_zeros(size)
    for frame in each.tolist():
        crc = low[crc & 0xFF] ^ high[crc >> 8] ^ frame
    return crc


@cache
def _past_zeros(size: int) -> tuple[list[int], list[int]]:
    """Return what `size` zero bytes make of each low and of each high byte of a CRC (a CRC is linear)."""
    state = np.concatenate([np.arange(256), np.arange(256) << 8]).astype(np.uint16)
    for _ in range(size):
        state = state >> 8 ^ _CRC_TABLE[state & 0xFF]
    return state[:256].tolist(), state[256:].tolist()
