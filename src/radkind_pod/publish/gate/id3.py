"""Every byte of an ID3v2.3 tag: the frames that `package/tags.py` writes, field by field.

Source: ID3v2.3.0, sections 3 and 4; ID3v2 Chapter Frame Addendum 1.0; the podcast frames of iTunes.
"""

import re

from radkind_pod.publish.gate.jpeg import walk_jpeg
from radkind_pod.publish.gate.piece import ADDRESS, LABEL, PROSE, Found, Piece, Unaccounted, broken
from radkind_pod.publish.gate.png import walk_png
from radkind_pod.publish.gate.reader import Reader

_TEXTS = frozenset(
    ["TIT2", "TALB", "TRCK", "TPOS", "TYER", "TDAT", "TIME", "TCON", "TLAN", "TCOP", "TGID", "TDES", "TKWD", "TCAT"]
)
_ARTISTS = frozenset(("TPE1", "TPE2"))
_COMMENTS = frozenset(("COMM", "USLT"))
_IN_CHAPTERS = frozenset(("TIT2", "WXXX", "APIC"))
_PICTURES = {b"image/jpeg": walk_jpeg, b"image/png": walk_png}
_ELEMENT = re.compile(rb"[A-Za-z0-9_-]{1,32}\Z")
_MOST_SIZE_BYTE = 0x80
_NO_FLAGS = b"\0\0"


def walk_id3(data: bytes) -> Found:
    """Account for every byte of a tag, its ten-byte header included. Raises Unaccounted at what isn't ours."""
    reader = Reader(data)
    if reader.take(4) != b"ID3\3" or reader.take(1) != b"\0":
        raise Unaccounted("the ID3 tag", "isn't of version 2.3, the only one that is written here")
    if reader.take(1) != b"\0":
        raise Unaccounted("the ID3 tag", "is unsynchronised, extended or on trial, which no tag of ours is")
    reader.take(4)
    yield from _frames(reader, "ID3 tag", None)


def tag_size(head: bytes) -> int:
    """Return how long the tag with this ten-byte header is, header included."""
    size = head[6:10]
    if len(size) < 4 or any(byte >= _MOST_SIZE_BYTE for byte in size):
        raise broken(6, "the tag doesn't say how long it is")
    return 10 + sum(byte << 7 * (3 - place) for place, byte in enumerate(size))


def _frames(reader: Reader, place: str, allowed: frozenset[str] | None) -> Found:
    while reader.left:
        at = reader.at
        if not reader.data[at] and allowed is None:
            reader.zeros(reader.left, "the space behind the frames of the tag")
            return
        name, size, flags = reader.take(4).decode("latin-1"), reader.number(4), reader.take(2)
        here = f"{place} {name}" if name.isalnum() and name.isascii() else f"{place}, byte {at}"
        if flags != _NO_FLAGS:
            raise Unaccounted(here, "is compressed, encrypted or grouped, which no frame of ours is")
        body = reader.part(size)
        if allowed is not None and name not in allowed:
            raise Unaccounted(here, "is a frame that we never write there")
        yield from _frame(name, body, here)
        body.finish("this ID3 frame")


def _frame(name: str, body: Reader, place: str) -> Found:
    if name in _TEXTS or name in _ARTISTS:
        yield Piece(place, _text(body.number(1), body.rest(), place), LABEL if name in _ARTISTS else PROSE)
    elif name in _COMMENTS:
        encoding, language = body.number(1), body.take(3)
        if not re.fullmatch(rb"[a-zA-Z]{3}", language):
            raise Unaccounted(place, "has no language")
        yield Piece(place, _text(encoding, _up_to_nul(body, encoding), place))
        yield Piece(place, _text(encoding, body.rest(), place))
    elif name == "WOAF":
        yield Piece(place, _text(0, body.rest(), place), ADDRESS)
    elif name == "WXXX":
        encoding = body.number(1)
        yield Piece(place, _text(encoding, _up_to_nul(body, encoding), place))
        yield Piece(place, _text(0, body.rest(), place), ADDRESS)
    elif name == "PCST":
        if body.number(4) > 1:
            raise Unaccounted(place, "holds something else than yes or no")
    elif name == "APIC":
        yield from _picture(body, place)
    elif name in ("CHAP", "CTOC"):
        yield from _chapter(name, body, place)
    else:
        raise Unaccounted(place, "is a frame that we never write")


def _picture(body: Reader, place: str) -> Found:
    encoding, kind = body.number(1), body.until_nul()
    walk = _PICTURES.get(kind)
    if not walk:
        raise Unaccounted(place, f"holds a picture of the kind {kind.decode('latin-1')!a}, not a JPEG or PNG")
    body.take(1)
    yield Piece(place, _text(encoding, _up_to_nul(body, encoding), place))
    try:
        yield from walk(body.rest())
    except Unaccounted as end:
        raise Unaccounted(f"{place}, its picture, {end.place}", end.what, end.kind) from None


def _chapter(name: str, body: Reader, place: str) -> Found:
    yield from _element(body, place)
    if name == "CHAP":
        times, offsets = body.take(8), body.take(8)
        if offsets != b"\xff" * 8:
            raise Unaccounted(place, f"says where in the file it lies ({offsets.hex()}), which no chapter of ours does")
        del times
    else:
        if body.number(1) > 3:
            raise broken(body.at, "a table of contents of an unknown kind")
        for _ in range(body.number(1)):
            yield from _element(body, place)
    yield from _frames(body, place, _IN_CHAPTERS)


def _element(body: Reader, place: str) -> Found:
    name = body.until_nul()
    if not _ELEMENT.match(name):
        raise Unaccounted(place, "has an identifier that isn't ours")
    yield Piece(f"{place}, its identifier", name.decode("ascii"), ADDRESS)


def _up_to_nul(body: Reader, encoding: int) -> bytes:
    """Return the text before its NUL, which has two bytes in UTF-16, and go on behind it."""
    if not encoding:
        return body.until_nul()
    said = bytearray()
    while (pair := body.take(2)) != b"\0\0":
        said += pair
    return bytes(said)


def _text(encoding: int, raw: bytes, place: str) -> str:
    """Return the text; one NUL may end it. Raises Unaccounted for a second text behind the first."""
    if encoding > 1:
        raise Unaccounted(place, "is written in a way that ID3v2.3 doesn't know")
    try:
        if encoding and raw[:2] not in (b"\xff\xfe", b"\xfe\xff", b""):
            raise Unaccounted(place, "is UTF-16 that doesn't say in which order its bytes are")
        text = raw.decode("utf-16" if encoding else "latin-1")
    except UnicodeDecodeError:
        raise Unaccounted(place, "can't be read as the text it says it is") from None
    text = text.removesuffix("\0")
    if "\0" in text:
        raise Unaccounted(place, "holds something behind the end of its text")
    return text
