"""Every byte of an Ogg Opus file: pages of one stream with right checksums, its head, its comments, then sound.

Source: RFC 3533 (Ogg), section 6; RFC 7845 (Opus in Ogg), sections 3 to 5.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from radkind_pod.publish.gate.piece import Found, Unaccounted, broken
from radkind_pod.publish.gate.reader import Reader
from radkind_pod.publish.gate.vorbis import walk_comments

_CONTINUED, _FIRST, _LAST = 1, 2, 4
_HEAD = 27
_LACED = 255
_HEAD_PACKET = 19
_ALL = 0xFFFFFFFF
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_MOST_TAGS = 16 << 20


@dataclass(frozen=True, slots=True)
class _Page:
    at: int
    flags: int
    position: bytes
    serial: int
    number: int
    lacing: bytes
    body: bytes


def walk_opus(data: bytes) -> Found:
    """Account for every byte of an Ogg Opus file. Raises Unaccounted at the first that is neither page nor ours."""
    pages = _pages(data)
    head = next(pages)
    _check_head(head)
    tags, tag_end = bytearray(), False
    last = head
    for number, page in enumerate(pages, 1):
        _check_order(page, last, number, head.serial, bool(tags) and not tag_end)
        if not tag_end:
            tags += page.body
            tag_end = page.lacing[-1:] != b"\xff"
            if sum(size < _LACED for size in page.lacing) > 1 or len(tags) > _MOST_TAGS:
                raise Unaccounted(f"byte {page.at}", "holds something else than the tags")
            if tag_end:
                yield from _walk_tags(bytes(tags))
        last = page
    if not tag_end or not last.flags & _LAST:
        raise broken(len(data), "the stream has no end")


def _check_head(page: _Page) -> None:
    body = Reader(page.body)
    is_ours = page.flags == _FIRST and page.number == 0 and page.lacing == bytes((_HEAD_PACKET,))
    if not is_ours or body.take(8) != b"OpusHead" or body.number(1) != 1 or body.number(1) not in (1, 2):
        raise broken(page.at, "this is no Ogg Opus of one or two channels")
    body.take(2)  # samples to be skipped
    body.take(4)  # the rate of the source
    body.take(2)  # gain
    body.zeros(1, "the mapping of channels")


def _check_order(page: _Page, last: _Page, number: int, serial: int, is_continued: bool) -> None:
    if page.serial != serial or page.flags & _FIRST:
        raise Unaccounted(f"byte {page.at}", "belongs to another stream")
    if page.number != number or last.flags & _LAST:
        raise Unaccounted(f"byte {page.at}", "is a page that doesn't belong there")
    if is_continued and not page.flags & _CONTINUED:
        raise broken(page.at, "the tags are cut off")


def _walk_tags(packet: bytes) -> Found:
    body = Reader(packet)
    if body.take(8) != b"OpusTags":
        raise broken(0, "the tags are missing")
    yield from walk_comments(body, "tag")
    body.zeros(body.left, "the space behind the tags")


def _pages(data: bytes) -> Iterator[_Page]:
    at, end = 0, len(data)
    while at < end:
        head = data[at : at + _HEAD]
        if head[:5] != b"OggS\0" or len(head) < _HEAD:
            if not at:
                raise broken(0, "this is no Ogg file")
            raise Unaccounted(f"byte {at}", f"is no page of the stream, and {end - at} bytes are left")
        start = at + _HEAD + head[26]
        lacing = data[at + _HEAD : start]
        stop = start + sum(lacing)
        if stop > end:
            raise broken(at, "the last page is cut off")
        if head[5] > 7 or _checksum(head[:22] + bytes(4) + head[26:] + data[at + _HEAD : stop]) != head[22:26]:
            raise broken(at, "a checksum is wrong")
        serial, number = int.from_bytes(head[14:18], "little"), int.from_bytes(head[18:22], "little")
        yield _Page(at, head[5], head[6:14], serial, number, lacing, data[start:stop])
        at = stop


def _checksum(page: bytes) -> bytes:
    """Return the CRC-32 of Ogg, which is zlib's with every byte mirrored, and without its inversions."""
    mirrored = zlib.crc32(page.translate(_REVERSED), _ALL) ^ _ALL
    return int(f"{mirrored:032b}"[::-1], 2).to_bytes(4, "little")
