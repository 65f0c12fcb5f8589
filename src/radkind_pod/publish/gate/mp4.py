"""Every byte of an M4A: boxes that we write, tags on a list, and sound in mdat that its tables account for.

Dates of making are refused where they aren't empty, and a box `free` where it isn't. Source: ISO/IEC 14496-12.
"""

from collections.abc import Iterator

from radkind_pod.publish.gate.mp4_forms import CHILDREN, FORMS
from radkind_pod.publish.gate.mp4_samples import Track, check_samples, locate
from radkind_pod.publish.gate.mp4_tags import walk_chapter_list, walk_chapter_sample, walk_tags
from radkind_pod.publish.gate.piece import Found, Unaccounted, broken
from radkind_pod.publish.gate.reader import Reader

_TRACK = "moov/trak"
_LONG = 1
_HEAD = 8
_MOST_CHAPTERS = 10_000
_MOST_TRACKS = 4
_IN_TABLES = frozenset(["stsz", "stsc", "stco", "co64"])


class _File:
    """What was found so far of what lies where."""

    def __init__(self) -> None:
        self.sound: list[tuple[int, int]] = []
        """Start and end of what is in each mdat."""
        self.tracks: list[Track] = []
        self.seen: list[str] = []


def walk_mp4(data: bytes) -> Found:
    """Account for every byte of an M4A. Raises Unaccounted at the first box or byte that isn't ours."""
    file = _File()
    whole = Reader(data)
    if bytes(whole.data[4:8]) != b"ftyp":
        raise broken(0, "this is no MP4")
    yield from _boxes(whole, "", file)
    if file.seen.count("moov") != 1 or file.seen.count("ftyp") != 1:
        raise broken(0, "an MP4 without its one index")
    located = [(track, *locate(track)) for track in file.tracks]
    check_samples(file.sound, [chunks for _, chunks, _ in located])
    for track, _, samples in located:
        if track.kind == b"text":
            if len(samples) > _MOST_CHAPTERS:
                raise broken(track.at, "far too many chapters")
            for number, (start, end) in enumerate(samples.tolist(), 1):
                yield from walk_chapter_sample(whole_part(whole, start, end), number)


def whole_part(whole: Reader, start: int, end: int) -> Reader:
    """Return a reader of what lies between two places of the file."""
    if not 0 <= start <= end <= whole.end:
        raise broken(start, "a track that lies outside the file")
    return Reader(whole.data, start, end)


def _boxes(inside: Reader, path: str, file: _File) -> Found:
    for name, body in _split(inside, path):
        here = f"{path}/{name}" if path else name
        if name not in CHILDREN[path]:
            raise Unaccounted(f"box {here}", f"is a box that we never write ({body.left} bytes)")
        if not path:
            file.seen.append(name)
        if name in ("ilst", "chpl"):
            yield from (walk_tags if name == "ilst" else walk_chapter_list)(body, f"box {here}")
        elif here in CHILDREN:
            _enter(here, body, file)
            yield from _boxes(body, here, file)
        elif name == "mdat":
            file.sound.append((body.at, body.end))
        else:
            _leaf(name, here, body.rest(), file)


def _enter(here: str, body: Reader, file: _File) -> None:
    if here == "moov/udta/meta":
        body.zeros(4, "the version of meta")
    elif here == _TRACK:
        file.tracks.append(Track(body.at))
        if len(file.tracks) > _MOST_TRACKS:
            raise broken(body.at, "far too many tracks")


def _leaf(name: str, here: str, body: bytes, file: _File) -> None:
    if not FORMS[name].match(body):
        raise Unaccounted(f"box {here}", "holds something else than what we write there")
    if name in _IN_TABLES:
        file.tracks[-1].tables[name] = body
    elif name == "hdlr" and here.startswith(_TRACK):
        file.tracks[-1].kind = body[8:12]


def _split(inside: Reader, path: str) -> Iterator[tuple[str, Reader]]:
    while inside.left:
        at = inside.at
        size, name = inside.number(4), inside.take(4).decode("latin-1")
        head = _HEAD
        if size == _LONG and name == "mdat":
            size, head = inside.number(8), 2 * _HEAD
        if size < head or size - head > inside.left:
            raise broken(at, f"a box in {path or 'the file'} that is longer than what it lies in, or has no length")
        if not (name.isascii() and name.isprintable()):
            raise Unaccounted(f"byte {at}", "is no box that we write")
        yield name, inside.part(size - head)
