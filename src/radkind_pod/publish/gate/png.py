"""Every byte of a PNG: the chunks that a picture needs, pixels to the last byte, and nothing behind its end.

Source: Portable Network Graphics (W3C, third edition), sections 5, 7, 10 and 11.
"""

import zlib

from radkind_pod.publish.gate.piece import Found, Unaccounted, broken
from radkind_pod.publish.gate.reader import Reader

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_SIZES = {b"IHDR": 13, b"pHYs": 9, b"sRGB": 1, b"gAMA": 4, b"cHRM": 32, b"IEND": 0}
"""The chunks of one length. PLTE, tRNS and IDAT are the other ones."""
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_MOST_PIXELS = 50_000_000
_MOST_COLOURS = 256
_AT_ONCE = 1 << 20


class _Pixels:
    """Counts what the compressed data unpack to, and keeps nothing of it."""

    def __init__(self, expected: int) -> None:
        self._left, self._stream = expected, zlib.decompressobj()

    def add(self, body: bytes, at: int) -> None:
        """Unpack the data of one chunk. Raises Unaccounted where there is more than pixels."""
        while body:
            if self._stream.eof:
                raise Unaccounted(f"byte {at}", f"holds {len(body)} bytes behind the compressed pixels")
            try:
                self._left -= len(self._stream.decompress(body, _AT_ONCE))
            except zlib.error:
                raise broken(at, "the pixels can't be unpacked") from None
            if self._left < 0:
                raise Unaccounted(f"byte {at}", "holds more than the pixels of the picture")
            body = self._stream.unconsumed_tail or self._stream.unused_data

    def finish(self, at: int) -> None:
        """Raise Unaccounted unless exactly the picture was there."""
        if not self._stream.eof or self._left:
            raise broken(at, "pixels are missing")


def walk_png(data: bytes) -> Found:
    """Account for every byte of a PNG. Raises Unaccounted where something else than the picture stands."""
    reader = Reader(data)
    if reader.take(8) != _SIGNATURE:
        raise broken(0, "this is no PNG")
    pixels: _Pixels | None = None
    seen: list[bytes] = []
    while not seen or seen[-1] != b"IEND":
        at = reader.at
        name, body = _chunk(reader)
        if (name == b"IHDR") == bool(seen) or (name != b"IDAT" and name in seen):
            raise broken(at, "the chunks aren't in their order")
        if name == b"IHDR":
            pixels = _Pixels(_expected(body, at))
        elif name == b"IDAT" and pixels:
            pixels.add(body, at)
        seen.append(name)
    assert pixels
    pixels.finish(reader.at)
    reader.finish("the picture")
    yield from ()


def _chunk(reader: Reader) -> tuple[bytes, bytes]:
    at = reader.at
    size, name = reader.number(4), reader.take(4)
    colours = name == b"PLTE" and size % 3 == 0 and size <= 3 * _MOST_COLOURS
    known = name == b"IDAT" or size == _SIZES.get(name) or colours or (name == b"tRNS" and size <= _MOST_COLOURS)
    if not known:
        raise Unaccounted(f"byte {at}", f"holds a chunk {name.decode('latin-1')!a}, which no picture of ours has")
    body = reader.take(size)
    if reader.number(4) != zlib.crc32(body, zlib.crc32(name)):
        raise broken(at, "a checksum is wrong")
    return name, body


def _expected(body: bytes, at: int) -> int:
    """Return how many bytes the pixels have, each row with the number of its filter in front."""
    wide, high = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
    depth, colour, packing, filters, laced = body[8:]
    if depth not in _DEPTHS.get(colour, ()) or packing or filters or laced > 1 or not 0 < wide * high <= _MOST_PIXELS:
        raise broken(at, "a picture of a kind or size that isn't ours")
    bits = depth * _SAMPLES[colour]
    passes = _PASSES if laced else ((0, 0, 1, 1),)
    sizes = (((wide - x + dx - 1) // dx, (high - y + dy - 1) // dy) for x, y, dx, dy in passes)
    return sum(rows * (1 + (columns * bits + 7) // 8) for columns, rows in sizes if columns > 0 and rows > 0)
