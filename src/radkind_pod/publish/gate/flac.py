"""Every byte of a FLAC: metadata blocks on a list, then frames with right checksums to the end of the file.

Source: RFC 9639, sections 8 (metadata) and 9 (frames).
"""

from radkind_pod.publish.gate.flac_frames import check_frames
from radkind_pod.publish.gate.piece import Found, Unaccounted, broken
from radkind_pod.publish.gate.reader import Reader
from radkind_pod.publish.gate.vorbis import walk_comments, walk_picture

_INFO, _PADDING, _APPLICATION, _SEEK_TABLE, _COMMENTS, _CUE_SHEET, _PICTURE = range(7)
_INFO_BYTES = 34
_SEEK_POINT = 18
_STRANGERS = {_APPLICATION: "an application's own data", _CUE_SHEET: "a cue sheet"}
_LAST = 0x80


def walk_flac(data: bytes) -> Found:
    """Account for every byte of a FLAC. Raises Unaccounted at the first that is neither known metadata nor a frame."""
    reader = Reader(data)
    if reader.take(4) != b"fLaC":
        raise broken(0, "this is no FLAC")
    number, is_last, info = 0, False, b""
    while not is_last:
        head = reader.number(1)
        kind, is_last = head & ~_LAST, bool(head & _LAST)
        at = reader.at
        body = reader.part(reader.number(3))
        if (kind == _INFO) == bool(number):
            raise broken(at, "the blocks aren't in their order")
        if kind == _INFO:
            info = body.rest()
            if len(info) != _INFO_BYTES:
                raise broken(at, "the stream isn't described")
        else:
            yield from _block(kind, body, f"metadata block {number}")
        body.finish("this block")
        number += 1
    check_frames(data, reader.at, info)


def _block(kind: int, body: Reader, place: str) -> Found:
    if kind == _COMMENTS:
        yield from walk_comments(body, "tag")
    elif kind == _PICTURE:
        yield from walk_picture(body, "the picture")
    elif kind == _PADDING:
        body.zeros(body.left, "the padding")
    elif kind == _SEEK_TABLE:
        if body.left % _SEEK_POINT:
            raise broken(body.at, "a table of places that isn't one")
        body.rest()
    else:
        raise Unaccounted(place, f"holds {_STRANGERS.get(kind, 'something')}, which no file of ours does")
