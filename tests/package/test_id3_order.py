"""Chapter frames put into time order inside a tag."""

import struct

import pytest

from radkind_pod.package.id3_order import order_chapters, split_frames


def frame(name: bytes, body: bytes) -> bytes:
    return struct.pack(">4sIH", name, len(body), 0) + body


def chapter(start_ms: int, text: bytes = b"") -> bytes:
    return frame(b"CHAP", b"c\0" + struct.pack(">IIII", start_ms, 0, 0, 0) + text)


def tag(*frames: bytes, flags: int = 0, padding: int = 0) -> bytes:
    body = b"".join(frames) + bytes(padding)
    size = len(body)
    return b"ID3\x03\0" + bytes([flags, size >> 21, size >> 14 & 127, size >> 7 & 127, size & 127]) + body


def test_chapters_take_each_others_places() -> None:
    title, cover = frame(b"TIT2", b"\0T"), frame(b"APIC", b"CHAP in a picture")
    shuffled = tag(chapter(9), title, chapter(0, b"the longest"), chapter(5), cover, padding=20)
    assert order_chapters(shuffled) == tag(chapter(0, b"the longest"), title, chapter(5), chapter(9), cover, padding=20)


def test_size_above_127_bytes_is_read_as_plain_big_endian() -> None:
    """Version 2.3 counts a frame in eight bits a byte, unlike the tag's own size."""
    long = frame(b"TIT2", b"\0" + b"x" * 300)
    assert list(split_frames(tag(long, chapter(0)))) == [long, chapter(0)]


@pytest.mark.parametrize(
    "wrong",
    [tag(flags=0x80), tag(flags=0x40), b"ID3\x04" + tag()[4:], b"\xff\xfb\x90\x00", tag(frame(b"TIT2", b"\0T"))[:-1]],
)
def test_what_it_cannot_reorder_safely_is_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="tag"):
        order_chapters(wrong)
