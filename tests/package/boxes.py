"""An MP4 read box by box, by a reader of our own: ISO/IEC 14496-12, 4.2."""

import struct
from collections.abc import Iterator

_HOLD_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"edts", b"dinf", b"tref", b"ilst", b"gmhd"}


def boxes(data: bytes, above: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the path of each box, as moov/udta/chpl, and what it holds; every byte belongs to one."""
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        assert 8 <= size <= len(data) - at
        body, path = data[at + 8 : at + size], f"{above}{kind.decode('latin-1')}"
        yield path, body
        if kind in _HOLD_BOXES:
            yield from boxes(body, f"{path}/")
        elif kind == b"meta":
            yield from boxes(body[4:], f"{path}/")
        at += size
