"""One outgoing file, read to its last byte."""

import mmap
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

from radkind_pod.errors import naming
from radkind_pod.publish.gate.encodings import hidden_bytes, texts_in
from radkind_pod.publish.gate.flac import walk_flac
from radkind_pod.publish.gate.jpeg import walk_jpeg
from radkind_pod.publish.gate.leak import NAME, PLACE, UNKNOWN, UNREADABLE, Leak
from radkind_pod.publish.gate.loose import loose_texts
from radkind_pod.publish.gate.mp3 import walk_mp3
from radkind_pod.publish.gate.mp4 import walk_mp4
from radkind_pod.publish.gate.names import Names
from radkind_pod.publish.gate.ogg import walk_opus
from radkind_pod.publish.gate.ours import ENDINGS, without_ours
from radkind_pod.publish.gate.piece import ADDRESS, BYTES, PROSE, Found, Piece, Stranger, Unaccounted
from radkind_pod.publish.gate.png import walk_png
from radkind_pod.publish.gate.private import private_in
from radkind_pod.publish.gate.search import is_near, names_in
from radkind_pod.publish.gate.texts import FORMS, walk_text
from radkind_pod.publish.gate.views import PICTURES, place_of, views

_WALKERS: dict[str, Callable[[bytes], Found]] = {
    ".mp3": walk_mp3,
    ".m4a": walk_mp4,
    ".opus": walk_opus,
    ".flac": walk_flac,
    ".jpg": walk_jpeg,
    ".jpeg": walk_jpeg,
    ".png": walk_png,
    **{ending: partial(walk_text, form=form) for ending, form in FORMS.items()},
}
_MOST_TEXT = 64 << 20
"""Bytes; an hour's transcript has a hundredth of it."""
_MOST_LEAKS = 100
_LEAST_TEXT = 12
"""Signs, from which on a text within base64 may hold a path; a name may be shorter."""
_BLOCK = 1 << 20
_DEEPEST = 3
"""Base64 within base64 within base64."""


def examine(file: Path, path: str, names: Names) -> tuple[Leak, ...]:
    """Return what must not go out: at most the first hundred findings, nothing where the file may be sent.

    `path` is where the file will lie below the public folder, with forward slashes; it is searched as well. The
    decision depends on the file's bytes, `path` and `names.digest`.
    """
    return tuple(islice(_leaks(file, path, names), _MOST_LEAKS))


def _leaks(file: Path, path: str, names: Names) -> Iterator[Leak]:
    yield from names_in(path, views(Piece("its name", path, ADDRESS)), names)
    ending = PurePosixPath(path).suffix.lower()
    size = file.stat().st_size
    if size == 0:
        yield Leak(path, "byte 0", "can't be read: the file is empty", UNREADABLE)
        return
    with naming(file), file.open("rb") as opened_file:
        while opened_file.read(_BLOCK):  # a disk that fails says so here: where a file is mapped it ends the process
            pass
        held = mmap.mmap(opened_file.fileno(), 0, access=mmap.ACCESS_READ)
        known: set[str] = set()
        is_ours = True
        for leak in _walked(path, ending, held, names):
            known.add(leak.name)
            is_ours = is_ours and leak.kind in (NAME, PLACE)
            yield leak
        if not is_ours:
            yield from _rest(path, held, names, known)


def _walked(path: str, ending: str, held: mmap.mmap, names: Names) -> Iterator[Leak]:
    walk, size = _WALKERS.get(ending), len(held)
    if walk is None:
        yield Leak(path, "its name", "is a kind of file that is never published", UNKNOWN)
    elif ending in FORMS and size > _MOST_TEXT:
        yield Leak(path, "byte 0", f"can't be read: a text of {size >> 20} MB", UNREADABLE)
    else:
        data = held[:] if ending in FORMS else held
        data = without_ours(data) if isinstance(data, bytes) and ending in ENDINGS else data
        yield from _judged(path, walk(data), names, 0)  # type: ignore[arg-type]


def _rest(path: str, held: mmap.mmap, names: Names, known: set[str]) -> Iterator[Leak]:
    """Yield a Leak for each further name and path in a file that its walker didn't read to the end."""
    for leak in _judged(path, loose_texts(held), names, _DEEPEST):
        if leak.kind == PLACE or leak.name not in known:
            known.add(leak.name)
            yield leak


def _judged(path: str, found: Found, names: Names, depth: int, around: str = "") -> Iterator[Leak]:
    """Yield a Leak for all that a walk comes upon. `around` is what the walked bytes stand in."""
    try:
        for one in found:
            place = f"{around}, {one.place}".strip(", ") if around else one.place
            if isinstance(one, Stranger):
                yield Leak(path, place, one.what, one.kind)
            else:
                yield from _read(path, Piece(place, one.text, one.form), names, depth)
    except Unaccounted as end:
        yield Leak(path, f"{around}, {end.place}".strip(", "), end.what, end.kind)


def _read(path: str, piece: Piece, names: Names, depth: int) -> Iterator[Leak]:
    readings = list(views(piece))
    yield from names_in(path, readings, names)
    yield from private_in(path, readings, names)
    if depth < _DEEPEST and piece.form != BYTES:
        yield from _opened(path, piece, names, depth + 1)


def _opened(path: str, piece: Piece, names: Names, depth: int) -> Iterator[Leak]:
    """Yield a Leak for all that stands in what may be base64."""
    runs = list(hidden_bytes(piece.text))
    said = [(run, text, is_text) for run, raw in runs for text, is_text in texts_in(raw)]
    near = is_near("\n".join(text for _, text, _ in said), names)
    for run, text, is_text in said:
        if (is_text and len(text) >= _LEAST_TEXT) or (near and is_near(text, names)):
            inner = Piece(place_of(piece, run), text, PROSE if is_text else BYTES)
            yield from _judged(path, iter((inner,)), names, depth)
    for run, raw in runs:
        if raw.startswith(PICTURES):
            walk = walk_jpeg if raw.startswith(PICTURES[0]) else walk_png
            yield from _judged(path, walk(raw), names, depth, place_of(piece, run))
