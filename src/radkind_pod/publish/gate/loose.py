"""The texts in a file that no walker could account for: tags of other programs, unknown boxes, unknown kinds of file.

Such a file of ours is refused in any case. That of an imported episode is out in the world and stays, so the names in
it must be found all the same. What a program wrote as text is found as a run of signs in UTF-8, UTF-16 of both orders
or Latin-1; sound and pixels hold such runs by chance, for which reason those must be longer.
"""

import re
from collections.abc import Iterator
from mmap import mmap

from radkind_pod.publish.gate.mp3 import end_of_frames
from radkind_pod.publish.gate.piece import BYTES, LABEL, PROSE, Piece

_SIGN = rb"[\t\n\r\x20-\x7e]"
_LETTER = rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})"
_LATIN = rb"\x20-\x7e\xc0-\xff"
_WIDE = rb"\x01-\x14\x1e\x20"
"""The upper bytes of letters in UTF-16: of alphabets, of Indian and Ethiopic."""
_RUNS = (
    (re.compile(rb"(?:%b|%b){3,}" % (_SIGN, _LETTER)), "utf-8"),
    (re.compile(rb"[%b]{3,}" % _LATIN), "latin-1"),
    (re.compile(rb"\xff\xfe(?:(?!\0\0)[\0-\xff]{2})+|\xfe\xff(?:(?!\0\0)[\0-\xff]{2})+"), "utf-16"),
    (re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0|[\0-\xff][%b]){3,}" % _WIDE), "utf-16-le"),
    (re.compile(rb"(?:\0[\x20-\x7e\xa0-\xff]|[%b][\0-\xff]){3,}" % _WIDE), "utf-16-be"),
)
"""Where nothing but tags stands."""
_LONG_RUNS = (
    (re.compile(rb"[\x20-\x7e]{4,}(?:(?:[\xc2-\xdf][\x80-\xbf]|[\xc0-\xff])[\x20-\x7e]+)*"), "utf-8", 0),
    (re.compile(rb"(?:[\xc2-\xf4][\x80-\xbf]{1,3}){3}[\x80-\xbf\xc2-\xf4\x20-\x7e]*"), "utf-8", 0),
    (re.compile(rb"(?:[\x20-\x7e]\0){6,}"), "utf-16-le", 0),
    (re.compile(rb"(?:[\x04-\x0e\x12\x13][\0-\xff]){2}(?:[\0\x04-\x0e\x12\x13][\0-\xff])+"), "utf-16-be", 0),
    (re.compile(rb"(?:[\x04-\x0e\x12\x13][\0-\xff]){2}(?:[\0\x04-\x0e\x12\x13][\0-\xff])+"), "utf-16-le", 1),
)
"""Where sound or pixels may stand as well: what a run looks like, its encoding, and how many bytes ahead it begins.

Each begins with few of all signs, since an hour has sixty million places to begin at."""
_LEAST_IN_SOUND = 8
"""Bytes of a run in sound. Below the next number short names turn up in it by chance."""
_SURE_IN_SOUND = 16
_FIELD = re.compile(rb"[A-Za-z_]{3,}=")
"""The beginning of a comment in Ogg and FLAC, which is no chance."""
_ARTISTS = re.compile(
    rb"(?:(?:TPE[1-4]|TCOM).{6}[\0\3]|(?:\xa9ART|aART).{4}data.{8}|IART.{4}|(?<![A-Z])(?:ALBUM)?ARTIST=)"
    rb"([\x20-\x7e\x80-\xff]{1,80}?)(?=[A-Z][A-Z0-9]{2,3}\0|[^\x20-\x7e\x80-\xff]|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_FRAME = re.compile(rb"[A-Z][A-Z0-9]{2,3}(?=\0)|(?<=\0)[^\0]?[A-Za-z\xa9][A-Za-z0-9]{3}")
"""What an ID3 frame is called, which may touch the text before it; and a box, which may touch its own."""
_PICTURES = ((b"\xff\xd8\xff", b"\xff\xd9"), (b"\x89PNG\r\n", b"IEND"))
_MOST_TAGS = 8 << 20
_PART, _OVERLAP = 4 << 20, 1 << 10
_PARAGRAPH = "\x1e"
_ID3_V1_FIELDS = ((3, 33), (33, 63), (63, 93), (97, 127))
_ID3_HEAD, _ID3_V1, _BOX_HEAD = 10, 128, 8


def loose_texts(data: bytes | mmap) -> Iterator[Piece]:
    """Yield all runs of text in a file of whatever kind."""
    for place, start, end, is_sound in _stretches(data):
        if is_sound or end - start > _MOST_TAGS:
            for at in range(start, end, _PART):
                yield from _in_sound(data[at : min(end, at + _PART + _OVERLAP)], place)
        else:
            yield from _in_tags(data[start:end], place)


def _stretches(data: bytes | mmap) -> Iterator[tuple[str, int, int, bool]]:
    """Yield (place, start, end, whether sound may be in it); frames of MP3 and samples of a WAV are left out."""
    size = len(data)
    if data[4:8] == b"ftyp":
        yield from _boxes(data)
    elif data[:4] in (b"RIFF", b"RF64"):
        yield from _chunks(data)
    elif data[:3] == b"ID3" or data[:2] in (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"):
        start = 0
        if data[:3] == b"ID3":
            start = min(size, _ID3_HEAD + sum((byte & 127) << 7 * (3 - n) for n, byte in enumerate(data[6:10])))
            yield "its tag", 0, start, False
        end = end_of_frames(data, start)
        last = max(end, size - _ID3_V1) if data[-_ID3_V1 : 3 - _ID3_V1] == b"TAG" else size
        yield "its end", end, last, last - end > _MOST_TAGS or end == start
        for begin, stop in _ID3_V1_FIELDS if last < size else ():
            yield "its last tag", last + begin, last + stop, False
    else:
        yield "its bytes", 0, size, True


def _boxes(data: bytes | mmap) -> Iterator[tuple[str, int, int, bool]]:
    at, size = 0, len(data)
    while at + _BOX_HEAD <= size:
        length, name = int.from_bytes(data[at : at + 4], "big"), bytes(data[at + 4 : at + 8])
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        end = at + length if _BOX_HEAD <= length <= size - at else size
        place = f"box {name.decode('latin-1')!a}"
        yield place, at, end, name == b"mdat" or not name.isascii()
        at = end


def _chunks(data: bytes | mmap) -> Iterator[tuple[str, int, int, bool]]:
    at, size = 12, len(data)
    while at + _BOX_HEAD <= size:
        length, name = int.from_bytes(data[at + 4 : at + 8], "little"), bytes(data[at : at + 4])
        end = at + _BOX_HEAD + length + length % 2
        if end > size:
            yield "its end", at, size, True
            return
        if name != b"data":
            yield f"chunk {name.decode('latin-1')!a}", at, end, False
        at = end
    yield "its end", at, size, False


def _in_tags(raw: bytes, place: str) -> Iterator[Piece]:
    raw = _without_pictures(raw)
    for found in _ARTISTS.finditer(raw):
        yield Piece(place, _decoded(found[1], "utf-8"), LABEL)
    apart = _FRAME.sub(b"\0", raw)
    for one in (raw, apart) if apart != raw else (raw,):
        for pattern, codec in _RUNS:
            said = [_decoded(run, codec) for run in pattern.findall(one)]
            yield Piece(place, _PARAGRAPH.join(dict.fromkeys(said)), PROSE)


def _in_sound(raw: bytes, place: str) -> Iterator[Piece]:
    for pattern, codec, ahead in _LONG_RUNS:
        found = ((m.start() - ahead, m.end() - ahead) for m in pattern.finditer(raw))
        runs = [raw[max(0, start) : end] for start, end in found if end - start >= _LEAST_IN_SOUND]
        sure = [run for run in runs if _is_sure(run, codec) or _FIELD.search(run)]
        for run in sure:
            artist = _ARTISTS.search(run)
            if artist:
                yield Piece(place, _decoded(artist[1], codec), LABEL)
        yield Piece(place, _PARAGRAPH.join(_decoded(run, codec) for run in sure), PROSE)
        yield Piece(place, _PARAGRAPH.join(_decoded(run, codec) for run in runs), BYTES)


def _is_sure(run: bytes, codec: str) -> bool:
    if len(run) < _SURE_IN_SOUND:
        return False
    try:
        run.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _without_pictures(raw: bytes) -> bytes:
    for head, tail in _PICTURES:
        start = raw.find(head)
        while start >= 0:
            end = raw.find(tail, start)
            if end < 0:
                break
            raw = raw[: start + len(head)] + raw[end:]
            start = raw.find(head, start + len(head))
    return raw


def _decoded(run: bytes, codec: str) -> str:
    try:
        return run.decode(codec)
    except UnicodeDecodeError:
        return run.decode("latin-1" if codec == "utf-8" else codec, "replace")
