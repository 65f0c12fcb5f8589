"""Chapter frames in time order, in the file itself: players that read it from front to back go by that order.

Layout of a tag: ID3v2.3.0, sections 3.1 and 3.3; of a chapter frame: ID3v2 Chapter Frame Addendum 1.0, 3.1.
"""

from collections.abc import Iterator

HEADER_BYTES = 10
"""Of the tag and of each frame."""

_UNSYNCHRONISED = 0x80
_EXTENDED = 0x40


def order_chapters(tag: bytes) -> bytes:
    """Return the ID3v2.3 tag with its CHAP frames in time order, each other frame and the length as they were."""
    frames = list(split_frames(tag))
    chapters = iter(sorted((f for f in frames if f[:4] == b"CHAP"), key=start_ms))
    ordered = [next(chapters) if frame[:4] == b"CHAP" else frame for frame in frames]
    body = b"".join(ordered)
    return tag[:HEADER_BYTES] + body + tag[HEADER_BYTES + len(body) :]


def split_frames(tag: bytes) -> Iterator[bytes]:
    """Yield each frame with its header, as they lie in the tag. Raises ValueError where this is no plain v2.3 tag."""
    if tag[:4] != b"ID3\x03" or tag[5] & (_UNSYNCHRONISED | _EXTENDED):
        msg = "not an ID3v2.3 tag free of unsynchronisation and extended header"
        raise ValueError(msg)
    at = HEADER_BYTES
    while at < len(tag) and tag[at]:
        end = at + HEADER_BYTES + int.from_bytes(tag[at + 4 : at + 8], "big")
        if end > len(tag):
            msg = f"the frame at byte {at} passes the end of the tag"
            raise ValueError(msg)
        yield tag[at:end]
        at = end


def start_ms(chapter: bytes) -> int:
    """Return when the chapter of this CHAP frame begins: four bytes after its NUL-ended element id."""
    at = chapter.index(0, HEADER_BYTES) + 1
    return int.from_bytes(chapter[at : at + 4], "big")
