"""The comments and pictures of Opus and FLAC: known names, texts that are searched, a JPEG or PNG that is walked.

Sources: the Vorbis comment specification; RFC 9639 (FLAC), 8.6 and 8.8.
"""

import base64
import binascii
import re

from radkind_pod.publish.gate.jpeg import walk_jpeg
from radkind_pod.publish.gate.mp4_tags import utf8
from radkind_pod.publish.gate.piece import ADDRESS, LABEL, PROSE, Found, Piece, Unaccounted
from radkind_pod.publish.gate.png import walk_png
from radkind_pod.publish.gate.reader import Reader

_VENDOR = re.compile(rb"(?:radkind-pod|Lavf|Lavc|libopus|libFLAC|reference libFLAC|[Mm]utagen)[ \w.:/(),-]{0,60}\Z")
_TEXTS = frozenset(
    [
        "TITLE",
        "ALBUM",
        "DATE",
        "DESCRIPTION",
        "LYRICS",
        "TRACKNUMBER",
        "DISCNUMBER",
        "GENRE",
        "COPYRIGHT",
        "LANGUAGE",
        "ENCODER",
    ]
)
_ARTISTS = frozenset(("ARTIST", "ALBUMARTIST"))
_ADDRESSES = frozenset(["CONTACT", "URL", "WEBSITE", "GUID", "PODCASTID"])
_CHAPTER = re.compile(r"CHAPTER\d{3}(?:NAME|(URL))?\Z")
_PICTURE = "METADATA_BLOCK_PICTURE"
_WALKS = {b"image/jpeg": walk_jpeg, b"image/png": walk_png}
_NUMBERS = 16
"""Bytes: width, height, depth and colours of a picture."""
_MOST_COLOURS = 256


def walk_comments(body: Reader, place: str) -> Found:
    """Account for every byte of a comment block, up to its last comment."""
    vendor = body.take(_little(body))
    if not _VENDOR.match(vendor):
        raise Unaccounted(f"{place}, the writer", "names a program that isn't ours")
    yield Piece(f"{place}, the writer", vendor.decode("ascii"))
    for _ in range(_little(body)):
        at = body.at
        name, sign, text = utf8(body.take(_little(body)), f"{place}, byte {at}").partition("=")
        key = name.upper()
        if not sign or not key.isascii():
            raise Unaccounted(f"{place}, byte {at}", "is no comment with a name")
        yield from _comment(key, text, f"{place} {key}")


def _little(body: Reader) -> int:
    return int.from_bytes(body.take(4), "little")


def _comment(key: str, text: str, place: str) -> Found:
    chapter = _CHAPTER.match(key)
    if key in _ADDRESSES or (chapter and chapter[1]):
        yield Piece(place, text, ADDRESS)
    elif key in _TEXTS or key in _ARTISTS or chapter:
        yield Piece(place, text, LABEL if key in _ARTISTS else PROSE)
    elif key == _PICTURE:
        try:
            raw = base64.b64decode(text, validate=True)
        except binascii.Error:
            raise Unaccounted(place, "isn't written as a picture should be") from None
        if base64.b64encode(raw).decode("ascii") != text:
            raise Unaccounted(place, "isn't written as a picture should be")
        yield from walk_picture(Reader(raw), place)
    else:
        raise Unaccounted(place, "is a comment that we never write")


def walk_picture(body: Reader, place: str) -> Found:
    """Account for every byte of a FLAC picture block."""
    if body.number(4) > 20:
        raise Unaccounted(place, "is a picture of an unknown kind")
    kind = body.take(body.number(4))
    walk = _WALKS.get(kind)
    if not walk:
        raise Unaccounted(place, "is a picture that is neither JPEG nor PNG")
    yield Piece(f"{place}, its description", utf8(body.take(body.number(4)), place))
    body.take(_NUMBERS - 4)
    if body.number(4) > _MOST_COLOURS:
        raise Unaccounted(place, "is a picture with impossible colours")
    try:
        yield from walk(body.take(body.number(4)))
    except Unaccounted as end:
        raise Unaccounted(f"{place}, {end.place}", end.what, end.kind) from None
    body.finish("this picture")
