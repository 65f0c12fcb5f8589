"""The Info frame's fields, read as other decoders read them."""

import struct

import numpy as np
import pytest

from radkind_pod.media.lame_frame import FrameCounter, info_frame, info_frame_size
from radkind_pod.model.audio import Mp3Format

STEREO = Mp3Format(128, 2)


def crc16(data: bytes) -> int:
    """CRC-16/ARC, bit by bit."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def counted(frames: int, split: int = 1000) -> tuple[FrameCounter, bytes]:
    body = np.random.default_rng(2).integers(0, 256, (frames, 384), np.uint8)
    body[:, :4] = (0xFF, 0xFB, 0x94, 0x64)
    data, counter = body.tobytes(), FrameCounter(128)
    for start in range(0, len(data), split):
        counter.add(data[start : start + split])
    counter.end()
    return counter, data


def test_crc_check_value() -> None:
    """The reference of these tests gives the catalogued check value of CRC-16/ARC."""
    assert crc16(b"123456789") == 0xBB3D


@pytest.mark.parametrize("split", [1, 384, 1000, 100_000])
def test_frames_are_counted_and_summed_however_they_arrive(split: int) -> None:
    counter, data = counted(20, split)
    assert (counter.frames, counter.crc, counter.header) == (20, crc16(data), data[:4])


def test_the_frame_says_how_many_frames_bytes_and_samples_there_are() -> None:
    counter, data = counted(100)
    frame = info_frame(STEREO, counter, samples=114_000)
    marker, fields, frames, size = struct.unpack_from(">4sIII", frame, 36)
    delays = int.from_bytes(frame[36 + 120 + 21 : 36 + 120 + 24], "big")
    assert (marker, fields, frames, size) == (b"Info", 15, 100, len(frame) + len(data))
    assert (delays >> 12, delays & 0xFFF) == (576, 100 * 1152 - 576 - 114_000)


def test_both_checksums_hold() -> None:
    counter, data = counted(50)
    frame = info_frame(STEREO, counter, samples=50_000)
    music, own = struct.unpack_from(">HH", frame, 188)
    assert (music, own) == (crc16(data), crc16(frame[:190]))


def test_the_contents_table_rises_to_the_end() -> None:
    frame = info_frame(STEREO, counted(500)[0], samples=500_000)
    table = list(frame[52:152])
    assert table == sorted(table)
    assert (table[0], table[50], table[99]) == (0, 128, 253)


@pytest.mark.parametrize(("mp3", "size"), [(Mp3Format(32, 1), 192), (Mp3Format(64, 1), 192), (STEREO, 384)])
def test_a_low_bitrate_still_leaves_room(mp3: Mp3Format, size: int) -> None:
    assert info_frame_size(mp3) == size


def test_at_24_kbits_the_frame_is_one_of_mpeg_2() -> None:
    """Its marker comes after a shorter side info, and it counts the sound without itself."""
    low = Mp3Format(24, 1)
    counter = FrameCounter(24)
    counter.add(b"\xff\xf3\x34\xc4" + bytes(68))
    counter.end()
    frame = info_frame(low, counter, samples=0)
    assert (len(frame), frame[:4], frame[13:17]) == (72, b"\xff\xf3\x34\xc4", b"Info")
    assert struct.unpack_from(">III", frame, 17) == (3, 1, 72)
    assert set(frame[29:]) == {0}
