"""What a file says of its length is a claim: the recording is as long as what is in it, to a frame."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.torture.mutants import record

from radkind_pod.audio.stages import Prepare
from radkind_pod.model.audio import Recording, Track
from radkind_pod.progress import Silent

FRAME_S = 0.043
"""The longest frame of any of them, and of a second MP3 the frame that counts the others, and its delay."""
Lie = Callable[[bytes], bytes]


def at(mark: bytes, offset: int, code: str, value: int) -> Lie:
    """Write another number so many bytes behind the first mark."""

    def lie(data: bytes) -> bytes:
        place = data.index(mark) + offset
        return data[:place] + struct.pack(code, value) + data[place + struct.calcsize(code) :]

    return lie


def both(*lies: Lie) -> Lie:
    def lie(data: bytes) -> bytes:
        for one in lies:
            data = one(data)
        return data

    return lie


def last_page(position: int) -> Lie:
    """Let the last page of an Ogg say that the sound ends there."""

    def lie(data: bytes) -> bytes:
        from radkind_pod.publish.gate.ogg import _checksum

        start = data.rindex(b"OggS")
        page = bytearray(data[start:])
        page[6:14] = struct.pack("<q", position)
        page[22:26] = bytes(4)
        page[22:26] = _checksum(bytes(page))
        return data[:start] + bytes(page)

    return lie


def twice(data: bytes) -> bytes:
    return data + data


LIES: list[tuple[str, str, str, Lie, float]] = [
    ("more frames in the Xing header", "a.mp3", "libmp3lame", at(b"Info", 8, ">I", 2**31), 1),
    ("no frames in the Xing header", "a.mp3", "libmp3lame", at(b"Info", 8, ">I", 0), 1),
    ("fewer frames in the Xing header", "a.mp3", "libmp3lame", at(b"Info", 8, ">I", 3), 1),
    ("two MP3s, one behind the other", "a.mp3", "libmp3lame", twice, 2),
    ("a longer mvhd, tkhd and mdhd", "a.m4a", "aac", both(
        at(b"mvhd", 20, ">I", 2**30), at(b"tkhd", 24, ">I", 2**30), at(b"mdhd", 20, ">I", 2**30)), 1),
    ("a shorter mvhd and mdhd", "a.m4a", "aac", both(at(b"mvhd", 20, ">I", 1), at(b"mdhd", 20, ">I", 1)), 1),
    ("a longer edit list", "a.m4a", "aac", at(b"elst", 12, ">I", 2**31 - 1), 1),
    ("a longer mvhd of Apple Lossless", "a.m4a", "alac", at(b"mvhd", 20, ">I", 2**30), 1),
    ("a longer mvhd of a MOV", "a.mov", "pcm_s16le", at(b"mvhd", 20, ">I", 2**30), 1),
    ("a WAV of no bytes", "a.wav", "pcm_s16le", at(b"data", 4, "<I", 0), 1),
    ("a WAV of 4 GB", "a.wav", "pcm_s16le", at(b"data", 4, "<I", 2**32 - 1), 1),
    ("a WAV of 2 GB", "a.wav", "pcm_s16le", at(b"data", 4, "<I", 2**31), 1),
    ("a RIFF of no bytes", "a.wav", "pcm_s16le", at(b"RIFF", 4, "<I", 0), 1),
    ("an Ogg Opus that ends in years", "a.opus", "libopus", last_page(2**50), 1),
    ("an Ogg Vorbis that ends in years", "a.ogg", "vorbis", last_page(2**50), 1),
    ("a FLAC of no length", "a.flac", "flac", at(b"fLaC", 22, ">I", 0), 1),
    ("a FLAC of hours", "a.flac", "flac", at(b"fLaC", 22, ">I", 2**32 - 1), 1),
    ("a Matroska of hours", "a.mka", "libopus", at(b"\x44\x89\x88", 3, ">d", 1e9), 1),
    ("an AIFF of hours", "a.aiff", "pcm_s16be", at(b"COMM", 10, ">I", 2**30), 1),
    ("a CAF of hours", "a.caf", "pcm_s16be", at(b"data", 4, ">q", 2**40), 1),
    ("a CAF that is still being written", "a.caf", "pcm_s16be", at(b"data", 4, ">q", -1), 1),
    ("a Wave64 of hours", "a.w64", "pcm_s16le", at(b"data\xf3\xac", 16, "<q", 2**40), 1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "codec", "lie", "times"), [lie[1:] for lie in LIES], ids=[lie[0] for lie in LIES])
def test_a_lie_about_the_length_changes_nothing(tmp_path: Path, name: str, codec: str, lie: Lie, times: float) -> None:
    honest, lying = tmp_path / name, tmp_path / f"lying-{name}"
    container = {".m4a": "mp4", ".opus": "ogg", ".mka": "matroska"}.get(honest.suffix, honest.suffix[1:])
    record(honest, container, codec, seconds=2)
    lying.write_bytes(lie(honest.read_bytes()))
    assert seconds(tmp_path, lying) == pytest.approx(times * seconds(tmp_path, honest), abs=times * FRAME_S)


def seconds(folder: Path, file: Path) -> float:
    out = folder / f"{file.name}-out"
    out.mkdir()
    request = Prepare((Recording((Track(file),)),))
    request.run(out, Silent())
    return request.read(out).samples / 48_000


def test_a_rate_that_changes_on_the_way_changes_no_length(tmp_path: Path) -> None:
    for rate in (44_100, 24_000):
        record(tmp_path / f"{rate}.mp3", "mp3", "libmp3lame", seconds=2, rate=rate)
    parts = [seconds(tmp_path, tmp_path / f"{rate}.mp3") for rate in (44_100, 24_000)]
    (tmp_path / "both.mp3").write_bytes(b"".join((tmp_path / f"{rate}.mp3").read_bytes() for rate in (44_100, 24_000)))
    assert seconds(tmp_path, tmp_path / "both.mp3") == pytest.approx(sum(parts), abs=0.1)  # the delay of a second head
