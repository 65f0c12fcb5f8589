"""How a person knows a file that a disk refused: by the name that it was about to get."""

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from tests.torture.child import Call, Strike
from tests.torture.shim import STAYS

DRAWN = re.compile(r"(?<=[-.])(?:[0-9a-f]{8,32}|\d+)(?=\.part$|/|$)")
"""What a name that nobody sees has of a process or of chance."""
AS_TOLD = re.compile(r"/\.(?P<name>[^/]+?)\.(?:part(?:-\d+)?|old)(?=/|$)")
"""A stage's or file's name while it is being made, or was."""


def struck_names(show: Path, usual: list[Call], calls: list[Call], strike: Strike) -> Iterator[str]:
    """Yield each name by which the words may call what was struck; of a disk that stays full, what was tried after it.

    `usual` is what happens when nothing is in the way: it tells which name a file would have got.
    """
    last = len(calls) if strike.how & STAYS else strike.at
    for number, call in enumerate(calls[strike.at - 1 : last], strike.at - 1):
        soon = [*_later(call.path, usual)]
        later = [name for path in soon for name in _later(path, usual)]  # a file in a folder that is renamed as well
        paths = {call.path, *soon, *later, *_earlier(call.path, calls[:number])}
        for path in dict.fromkeys((*paths, *(AS_TOLD.sub(r"/\g<name>", one) for one in paths))):
            yield from _shown(path, show)
            while "/build/" in posixpath.dirname(path):  # what builds keep is known by its episode or stage
                yield from _shown(path := posixpath.dirname(path), show)


def _later(path: str, usual: list[Call]) -> Iterator[str]:
    """Yield what a file, or the folder in which it is, is renamed to."""
    name = DRAWN.sub("*", path)
    for call in usual:
        old = DRAWN.sub("*", call.other) if call.name.startswith("rename") else ""
        if old and (name == old or name.startswith(f"{old}/")):
            yield call.path + name[len(old) :]


def _earlier(folder: str, before: list[Call]) -> Iterator[str]:
    """Yield what was put into a folder last: it is the name that a folder is synced for."""
    inside = (call.path for call in reversed(before) if posixpath.dirname(call.path) == folder)
    if (found := next(inside, None)) is not None:
        yield found


def _shown(path: str, show: Path) -> Iterator[str]:
    path = posixpath.normpath(path)
    yield path
    near = os.path.relpath(path, show)
    if near.startswith("../"):
        outside = "/".join(near.split("/")[:2])  # a destination, or what is made whole or not at all
        yield from (outside, posixpath.normpath(f"{show}/{outside}"))
    if near == "..":
        yield "../"  # known by what was to be read or made there
    elif near != ".":
        yield near
