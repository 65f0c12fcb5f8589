"""Files are told by their first bytes."""

from pathlib import Path

import pytest

from radkind_pod.sources.feed_import.kinds import picture_ending, sound_kind


@pytest.mark.parametrize(
    ("data", "said", "kind"),
    [
        (b"ID3\x03rest", "audio/mpeg", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mp3", "audio/mp3"),
        (b"\x00" * 100 + b"\xff\xfb\x90\x64", "audio/mpeg", "audio/mpeg"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/x-m4a", "audio/x-m4a"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4", "video/mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mpeg", "audio/x-m4a"),
        (b"OggS", "audio/mpeg", "audio/ogg"),
        (b"fLaC", "audio/flac", "audio/flac"),
        (b"RIFF\x00\x00\x00\x00WAVE", "audio/x-wav", "audio/x-wav"),
        (b"\xff\xf1\x50\x80", "audio/aac", "audio/aac"),
        (b"<!DOCTYPE html>", "audio/mpeg", None),
        (b"%PDF-1.4", "audio/mpeg", None),
        (b"", "audio/mpeg", None),
    ],
)
def test_a_sound_is_what_its_bytes_are(tmp_path: Path, data: bytes, said: str, kind: str | None) -> None:
    file = tmp_path / "x"
    file.write_bytes(data)
    assert sound_kind(file, said) == kind


def test_a_picture_is_jpeg_or_png() -> None:
    assert [picture_ending(data) for data in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"")] == [
        "jpg",
        "png",
        None,
        None,
    ]
