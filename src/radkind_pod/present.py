"""The one way to see what is on a disk: what it can't tell is raised, and never taken for a file that isn't there.

From Python 3.14 on `Path.exists` and its like answer False whatever the disk says, and from 3.12 on `Path.glob` leaves
out what it can't list: an episode on a failing disk would go from the feed without a word.
"""

import errno
import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, *([errno.EINVAL] if os.name == "nt" else []))
"""What a disk answers of what isn't there: the third of a link that leads round in a circle, the last of a name that
Windows can't have; elsewhere a network drive that fails says so too."""


def is_there(path: Path) -> bool:
    """Say whether it is there; a link is, if what it leads to is."""
    return _mode(path) != 0


def is_file(path: Path) -> bool:
    """Say whether it is a file, or a link to one."""
    return stat.S_ISREG(_mode(path))


def is_folder(path: Path) -> bool:
    """Say whether it is a folder, or a link to one."""
    return stat.S_ISDIR(_mode(path))


def is_named(path: Path) -> bool:
    """Say whether something has this name, be it a link to nothing."""
    return _mode(path, follows=False) != 0


def matching(folder: Path, pattern: str) -> list[Path]:
    """Return what fits the pattern below the folder, in order: that of `Path.glob`, without `**`.

    Where a folder isn't there, nothing is in it.
    """
    first, slash, rest = pattern.partition("/")
    if rest:
        return [path for one in matching(folder, first) for path in matching(one, rest)]
    if not set(first) & set("*?["):
        fit = [folder / first] if is_named(folder / first) else []
    else:
        fit = [folder / name for name in _names(folder) if fnmatchcase(name, first)]
    return [one for one in fit if not slash or is_folder(one)]


def files_below(folder: Path) -> list[Path]:
    """Return all files below the folder, in order."""
    return sorted(_files(folder))


def _files(folder: Path) -> Iterator[Path]:
    for one in (folder / name for name in _names(folder)):
        if is_file(one):
            yield one
        elif stat.S_ISDIR(_mode(one, follows=False)):  # a link may lead round in a circle
            yield from _files(one)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in folder.iterdir())
    except OSError as error:
        if error.errno not in _ABSENT:
            raise
        return []


def _mode(path: Path, *, follows: bool = True) -> int:
    """Return what it is, as stat has it; 0 where it isn't there."""
    try:
        return path.stat(follow_symlinks=follows).st_mode
    except ValueError:  # no file has a NUL in its name
        return 0
    except OSError as error:
        if error.errno not in _ABSENT:
            raise
        return 0
