"""Recordings and pictures that can't be used end in one clear line; damaged recordings build, and are named."""

import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]
from PIL import Image
from tests.cli.spoiling import Spoil, assert_one_line, only, spoiled


def sound(seconds: float, level: float = 0.1, kind: str = "WAV") -> bytes:
    """Return a mono recording of noise at 16 kHz."""
    samples = np.random.default_rng(1).normal(0, level, round(seconds * 16_000)).astype(np.float32)
    file = io.BytesIO()
    soundfile.write(file, samples, 16_000, format=kind, subtype=None if kind == "MP3" else "PCM_16")
    return file.getvalue()


def picture(size: int, kind: str = "PNG", mode: str = "RGB") -> bytes:
    """Return a plain square picture."""
    file = io.BytesIO()
    Image.new(mode, (size, size)).save(file, kind)
    return file.getvalue()


def moving_picture(file: Path) -> None:
    """Write an MP4 with a picture that moves, and no sound."""
    with av.open(str(file), "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())


# Recordings that can't be used: exit 5


def no_bytes(show: Any) -> str:
    return only(show, "a.wav", b"")


def text_named_mp3(show: Any) -> str:
    return only(show, "a.mp3", b"Dear Ama, here is the recording that I promised you.\n" * 50)


def silent(show: Any) -> str:
    return only(show, "a.wav", sound(8, 0))


def a_fifth_of_a_second(show: Any) -> str:
    return only(show, "a.wav", sound(0.2))


def video_only(show: Any) -> str:
    moving_picture(show.raw / "a.mp4")
    return only(show, "a.mp4", None)


def jpeg_named_m4a(show: Any) -> str:
    return only(show, "a.m4a", picture(1400, "JPEG"))


def playlist_named_wav(show: Any) -> str:
    return only(show, "a.wav", b"ffconcat version 1.0\nfile reader-1.wav\nfile reader-2.wav\n")


def header_alone(show: Any) -> str:
    return only(show, "a.wav", sound(8)[:44])


UNUSABLE: list[tuple[Spoil, str]] = [
    (no_bytes, "the file is empty"),
    (text_named_mp3, "no recording can be recognised"),
    (silent, "silent from beginning to end"),
    (a_fifth_of_a_second, "only 0.20 s long"),
    (video_only, "no sound in this file"),
    (jpeg_named_m4a, "no recording can be recognised"),
    (playlist_named_wav, "a playlist or script"),
    (header_alone, "nothing in this file can be decoded"),
]


# Recordings that are damaged or lie, and build all the same: each with a line in the summary


def cut_off(kind: str) -> Callable[[Any], str]:
    def spoil(show: Any) -> str:
        data = sound(20, kind=kind)
        return only(show, f"a.{kind.lower()}", data[: len(data) // 2])

    return spoil


def absurd_wav(show: Any) -> str:
    data = bytearray(sound(8))
    struct.pack_into("<I", data, data.index(b"data") + 4, 0xFFFFFFF0)
    return only(show, "a.wav", bytes(data))


def absurd_rf64(show: Any) -> str:
    body = sound(8)[12:]
    ds64 = struct.pack("<4sIQQQI", b"ds64", 28, 1 << 60, 1 << 59, 1 << 58, 0)
    start = body.index(b"data")
    lying = body[:start] + b"data" + b"\xff" * 4 + body[start + 8 :]
    return only(show, "a.wav", b"RF64" + b"\xff" * 4 + b"WAVE" + ds64 + lying)


def absurd_xing(show: Any) -> str:
    data = bytearray(sound(8, kind="MP3"))
    at = max(data.find(b"Xing"), data.find(b"Info"))
    assert at > 0
    struct.pack_into(">II", data, at + 4, 1, 0x7FFFFFFF)
    return only(show, "a.mp3", bytes(data))


@pytest.mark.parametrize(
    ("spoil", "says", "seconds"),
    [
        (cut_off("WAV"), "a.wav: the file ends in the middle", 10),
        (cut_off("FLAC"), "a.flac: the file ends in the middle", 10),
        (cut_off("MP3"), "a.mp3: the file ends in the middle", 10),
        (absurd_wav, "a.wav: the file ends in the middle", 8),
        (absurd_rf64, "a.wav: ", 8),
        (absurd_xing, "a.mp3: the file ends in the middle", 8),
    ],
    ids=["wav-cut-off", "flac-cut-off", "mp3-cut-off", "wav-size", "rf64-size", "xing-count"],
)
def test_a_damaged_recording_builds_and_is_named(
    built: Any, build: Callable[..., Any], spoil: Spoil, says: str, seconds: float
) -> None:
    """The length is what can be decoded, never what a header says."""
    for key in ("intro", "outro", "crossfade"):
        built.edit("config.yaml", f"\n{key}:", f"\n# {key}:")
    spoil(built)
    said = build()
    assert (said.exit, said.err) == (0, "")
    assert says in said.out
    assert build("--json").json["duration_ms"] == pytest.approx(seconds * 1000, abs=250)


# Pictures that can't be used


def unreadable_art(show: Any) -> str:
    (show.root / "artwork.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"no picture" * 100)
    return "artwork.png: "


def small_art(show: Any) -> str:
    (show.root / "artwork.png").write_bytes(picture(600))
    return "artwork.png: "


def large_art(show: Any) -> str:
    (show.root / "artwork.png").write_bytes(picture(3400))
    return "artwork.png: "


def gif_as_art(show: Any) -> str:
    (show.root / "artwork.png").write_bytes(picture(1400, "GIF", "P"))
    return "artwork.png: "


def oblong_art(show: Any) -> str:
    Image.new("RGB", (1400, 1500)).save(show.root / "artwork.png")
    return "artwork.png: "


def truncated_art(show: Any) -> str:
    data = picture(1400, "JPEG")
    (show.root / "artwork.png").write_bytes(data[: len(data) // 2])
    return "artwork.png: "


ART: list[tuple[Spoil, str]] = [
    (unreadable_art, ""),
    (small_art, "1400"),
    (large_art, "3000"),
    (gif_as_art, "GIF"),
    (oblong_art, "square"),
    (truncated_art, ""),
]


@spoiled(UNUSABLE)
def test_a_recording_that_can_not_be_used(built: Any, build: Callable[..., Any], spoil: Spoil, says: str) -> None:
    assert_one_line(built, build, spoil, says, 5)


@spoiled(ART)
def test_a_picture_that_can_not_be_used(built: Any, build: Callable[..., Any], spoil: Spoil, says: str) -> None:
    assert_one_line(built, build, spoil, says, 5)


def test_a_recording_in_which_nobody_speaks_builds(built: Any, build: Callable[..., Any]) -> None:
    only(built, "a.wav", sound(8))
    said = build()
    assert (said.exit, said.err) == (0, "")
    assert "0 words" in said.out
