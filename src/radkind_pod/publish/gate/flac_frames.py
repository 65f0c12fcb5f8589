"""The frames of a FLAC, each known by its header and proven by its checksum, one behind the other to the end.

Source: RFC 9639, 9.1 (frame header), 9.3 (footer). A frame doesn't say how long it is: it ends where the next header
stands, with the next number and its own checksum right; the CRC-16 over the whole frame then proves the cut. Only zeros
behind the last frame can't be told from it: they leave a CRC of 0 as it is, and say nothing.
"""

import re
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from radkind_pod.publish.gate.piece import broken

_SYNC = re.compile(rb"\xff\xf8")
_UNCOMMON_BLOCKS = {6: 1, 7: 2}
_UNCOMMON_RATES = {12: 1, 13: 2, 14: 2}
_AT_ONCE = 1024
_MOST_HEADER = 16


def check_frames(data: bytes, start: int, info: bytes) -> None:
    """Raise Unaccounted unless frames of one fixed block size fill the file from `start` to its end."""
    fixed = int.from_bytes(info[:2], "big") == int.from_bytes(info[2:4], "big")
    head = data[start : start + _MOST_HEADER]
    if not fixed or _header_length(head, 0, None) == 0:
        raise broken(start, "no frame of sound begins here")
    kept, number, begin = [start], 1, start
    for found in _SYNC.finditer(data, start + 4):
        at = found.start()
        if _header_length(data[at : at + _MOST_HEADER], number, head):
            kept.append(at)
            number += 1
            if len(kept) > _AT_ONCE:
                _check_sums(data, kept)
                kept = [at]
            begin = at
    if len(data) - begin < 8:
        raise broken(begin, "the last frame is cut off")
    _check_sums(data, [*kept, len(data)])


def _header_length(head: bytes, number: int, first: bytes | None) -> int:
    """Return how long a header is; 0 unless it is the one of this frame number. The last frame may be shorter."""
    if len(head) < 6 or head[:2] != b"\xff\xf8" or head[3] & 1 or (first and (head[3] ^ first[3]) & 15):
        return 0
    if first and head[2] & 15 != first[2] & 15:
        return 0
    coded = _coded(number)
    end = 4 + len(coded) + _UNCOMMON_BLOCKS.get(head[2] >> 4, 0) + _UNCOMMON_RATES.get(head[2] & 15, 0)
    if head[4 : 4 + len(coded)] != coded or len(head) <= end:
        return 0
    return end + 1 if _crc_8(head[:end]) == head[end] else 0


def _coded(number: int) -> bytes:
    """Return a frame number in the coding of UTF-8, which FLAC carries on to 36 bits."""
    if number < 0x80:
        return bytes((number,))
    tail: list[int] = []
    while number >= 0x40 >> len(tail):
        tail.insert(0, 0x80 | number & 0x3F)
        number >>= 6
    return bytes((0xFF << (7 - len(tail)) & 0xFF | number, *tail))


def _crc_8(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc = _table_8()[crc ^ byte]
    return crc


@cache
def _table_8() -> bytes:
    table = bytearray()
    for value in range(256):
        for _ in range(8):
            value = (value << 1 ^ 0x07) & 0xFF if value & 0x80 else value << 1  # noqa: PLW2901
        table.append(value)
    return bytes(table)


@cache
def _table_16() -> NDArray[np.uint16]:
    table = np.arange(256, dtype=np.uint32) << 8
    for _ in range(8):
        table = np.where(table & 0x8000, table << 1 ^ 0x8005, table << 1) & 0xFFFF
    return table.astype(np.uint16)


def _check_sums(data: bytes, edges: list[int]) -> None:
    """Raise Unaccounted unless the CRC-16 of each frame between the edges is right.

    Frames are laid side by side, with zeros in front of the shorter ones, which a CRC from 0 doesn't notice; over a
    frame with its own CRC behind it the result is 0.
    """
    longest = max(b - a for a, b in pairwise(edges))
    rows = np.zeros((longest, len(edges) - 1), np.uint8)
    for column, (a, b) in enumerate(pairwise(edges)):
        rows[longest - (b - a) :, column] = np.frombuffer(data[a:b], np.uint8)
    table, crc = _table_16(), np.zeros(len(edges) - 1, np.uint16)
    for row in rows:
        crc = crc << 8 ^ table[(crc >> 8) ^ row]
    wrong = np.flatnonzero(crc)
    if len(wrong):
        raise broken(edges[int(wrong[0])], "a frame of sound whose checksum is wrong, or something behind it")
