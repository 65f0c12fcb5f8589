"""Every byte of a JPEG: the segments that a picture needs, the entropy-coded data, and nothing behind its end.

Source: ITU-T T.81 (JPEG), annex B; JFIF 1.02. Written for what `package/artwork.py` draws: baseline or progressive,
with a plain JFIF header, without a thumbnail, a profile, Exif, XMP or a comment.
"""

import re

from radkind_pod.publish.gate.piece import BYTES, Found, Piece, Unaccounted, broken
from radkind_pod.publish.gate.reader import Reader

_SOI, _EOI, _SOS, _DQT, _DHT, _DRI, _APP0 = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xDD, 0xE0
_FRAMES = (0xC0, 0xC1, 0xC2)
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")
"""What ends entropy-coded data: neither a stuffed zero nor a restart."""
_STRANGERS = {0xE1: "Exif or XMP", 0xE2: "a colour profile or a second picture", 0xED: "IPTC", 0xFE: "a comment"}
_MOST_COMPONENTS = 4


def walk_jpeg(data: bytes) -> Found:
    """Account for every byte of a JPEG. Raises Unaccounted where something else than the picture stands."""
    reader = Reader(data)
    if reader.take(2) != bytes((0xFF, _SOI)):
        raise broken(0, "this is no JPEG")
    framed = False
    while True:
        at = reader.at
        mark, kind = reader.take(2)
        if mark != 0xFF:
            raise broken(at, "no JPEG segment begins here")
        if kind == _EOI:
            break
        _segment(kind, reader.part(2), reader, at)
        framed |= kind in _FRAMES
        if kind == _SOS:
            yield _entropy(data, reader)
    if not framed:
        raise broken(0, "a JPEG without a picture")
    reader.finish("the picture")


def _segment(kind: int, size: Reader, reader: Reader, at: int) -> None:
    body = reader.part(size.number(2) - 2)
    check = {_DQT: _quantisation, _DHT: _huffman, _SOS: _scan, _DRI: _restart}.get(kind)
    if kind in _FRAMES:
        _frame(body)
    elif kind == _APP0:
        _jfif(body)
    elif check:
        check(body)
    else:
        what = _STRANGERS.get(kind, f"a segment FF{kind:02X}")
        raise Unaccounted(f"byte {at}", f"holds {what}, which no picture of ours has")
    body.finish("this JPEG segment")


def _jfif(body: Reader) -> None:
    at = body.at
    if body.take(5) != b"JFIF\0" or body.number(1) != 1 or body.number(1) > 2 or body.number(1) > 2:
        raise Unaccounted(f"byte {at}", "holds an application's own data")
    body.take(4)
    body.zeros(2, "the place for a thumbnail")


def _quantisation(body: Reader) -> None:
    while body.left:
        table = body.number(1)
        if table & 15 > 3 or table >> 4 > 1:
            raise broken(body.at - 1, "a quantisation table that JPEG doesn't know")
        body.take(64 << (table >> 4))


def _huffman(body: Reader) -> None:
    while body.left:
        table = body.number(1)
        if table & 15 > 3 or table >> 4 > 1:
            raise broken(body.at - 1, "a Huffman table that JPEG doesn't know")
        body.take(sum(body.take(16)))


def _restart(body: Reader) -> None:
    body.take(2)


def _frame(body: Reader) -> None:
    body.take(1)
    high, wide = body.number(2), body.number(2)
    parts = body.number(1)
    if not high or not wide or not 0 < parts <= _MOST_COMPONENTS:
        raise broken(body.at, "a picture without a size")
    body.take(3 * parts)


def _scan(body: Reader) -> None:
    body.take(2 * body.number(1))
    body.take(3)


def _entropy(data: bytes, reader: Reader) -> Piece:
    """Go on to the next marker. The picture's own coding isn't undone; longer names are looked for in its ASCII."""
    found = _MARKER.search(data, reader.at)
    if not found:
        raise broken(reader.at, "the picture has no end")
    coded = reader.take(found.start() - reader.at)
    return Piece("the coded picture", coded.decode("ascii", "replace"), BYTES)
