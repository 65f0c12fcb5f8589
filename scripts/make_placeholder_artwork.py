"""Make the plain picture that `radkind-pod init` puts into a new show: a circle on a square, 1400 pixels, no alpha."""

import math
import struct
import zlib
from pathlib import Path

SIDE = 1400
GREEN, LIGHT = b"\x2f\x6b\x57", b"\xf3\xe9\xd6"
TARGET = Path(__file__).parent.parent / "src/radkind_pod/sources/templates/artwork.png"


def row(y: int) -> bytes:
    """Return one row of RGB pixels, with PNG's filter byte 0 in front."""
    inside = 2 * math.isqrt(max(0, 420**2 - (y - SIDE // 2) ** 2))
    edge = (SIDE - inside) // 2
    return b"\x00" + GREEN * edge + LIGHT * inside + GREEN * edge


def chunk(name: bytes, data: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def main() -> None:
    """Write the picture."""
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(map(row, range(SIDE))), 9)
    TARGET.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


if __name__ == "__main__":
    main()
