"""The tags and chapters of an M4A: only known keys, each with one value of its kind."""

from radkind_pod.publish.gate.jpeg import walk_jpeg
from radkind_pod.publish.gate.mp4_forms import ADDRESSES, ARTISTS, BYTES, PAIRS, TEXTS, WRITERS
from radkind_pod.publish.gate.piece import ADDRESS, LABEL, PROSE, Found, Piece, Unaccounted, broken
from radkind_pod.publish.gate.png import walk_png
from radkind_pod.publish.gate.reader import Reader

_TEXT, _JPEG, _PNG, _NUMBER = 1, 13, 14, 21
_DATA_HEAD = 16
_ENCODING = b"\0\0\0\x0cencd\0\0\1\0"
"""Behind the text of a chapter: it is UTF-8."""


def walk_tags(body: Reader, place: str) -> Found:
    """Account for every byte of ilst."""
    while body.left:
        item = body.part(body.number(4) - 4)
        key = item.take(4).decode("latin-1")
        here = f"{place}/{ascii(key)[1:-1]}" if not key.startswith("\xa9") else f"{place}/\xa9{ascii(key[1:])[1:-1]}"
        size, name = item.number(4), item.take(4)
        if name != b"data" or size != item.left + 8 or size < _DATA_HEAD:
            raise Unaccounted(here, "holds something else than one value")
        kind = item.number(4)
        item.zeros(4, "the country of a tag")
        yield from _value(key, kind, item.rest(), here)


def _value(key: str, kind: int, value: bytes, place: str) -> Found:
    if key in TEXTS | ARTISTS | ADDRESSES and kind in (0, _TEXT):
        form = LABEL if key in ARTISTS else ADDRESS if key in ADDRESSES else PROSE
        yield Piece(place, utf8(value, place), form)
    elif key == "\xa9too" and kind == _TEXT and WRITERS.fullmatch(value.decode("latin-1")):
        pass
    elif key == "covr" and kind in (_JPEG, _PNG):
        try:
            yield from (walk_jpeg if kind == _JPEG else walk_png)(value)
        except Unaccounted as end:
            raise Unaccounted(f"{place}, {end.place}", end.what, end.kind) from None
    elif (key in BYTES and kind in (0, _NUMBER) and len(value) == 1) or (
        key in PAIRS and kind == 0 and len(value) in (6, 8) and not any((*value[:2], *value[6:]))
    ):
        pass
    else:
        raise Unaccounted(place, "is a tag that we never write, or not of its kind")


def walk_chapter_list(body: Reader, place: str) -> Found:
    """Account for every byte of Nero's list of chapters."""
    if body.take(8) != b"\1\0\0\0\0\0\0\0":
        raise broken(body.at, "a list of chapters of an unknown kind")
    for number in range(body.number(1)):
        body.take(8)
        yield Piece(f"{place}, chapter {number + 1}", utf8(body.take(body.number(1)), place))
    body.finish("the list of chapters")


def walk_chapter_sample(sample: Reader, number: int) -> Found:
    """Account for every byte of one title in the text track."""
    place = f"the text track, chapter {number}"
    yield Piece(place, utf8(sample.take(sample.number(2)), place))
    if sample.left and sample.take(len(_ENCODING)) != _ENCODING:
        raise Unaccounted(place, "holds something behind its text")
    sample.finish("the title of a chapter")


def utf8(raw: bytes, place: str) -> str:
    """Return the text. Raises Unaccounted where it is none, or holds a NUL, behind which players don't read on."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise Unaccounted(place, "isn't UTF-8, as it should be") from None
    if "\0" in text:
        raise Unaccounted(place, "holds something behind the end of its text")
    return text
