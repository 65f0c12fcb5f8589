"""Every failure as an exit code and words; the one place of the command line that translates."""

import errno
import os
import platform
import secrets
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

import click

from radkind_pod import __version__
from radkind_pod.apart.there import There
from radkind_pod.errors import PodError, nearest_file
from radkind_pod.present import is_file, is_folder

BUG = 1
INTERRUPTED = 130

DISK = {
    errno.ENOSPC: "the disk is full. Make room on it, then run this again",
    errno.EDQUOT: "your share of this disk is used up. Delete what you don't need there, then run this again",
    errno.EROFS: "this disk can only be read. Work in a folder on another one, or let this one be written",
    errno.EACCES: "this account may not read or write it. Give it the right to, then run this again",
    errno.EPERM: "this account may not do that with it. Give it the right to, then run this again",
    errno.EIO: "the disk can't read or write this. It may be failing: copy what matters to another one first",
    errno.EFBIG: "this disk takes no file as large as that (FAT: 4 GB). Work on one in exFAT, NTFS, APFS or ext4",
    **dict.fromkeys(
        (errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.ENOTCONN),
        "the drive or network folder is gone. Connect it again, then run this again",
    ),
    **dict.fromkeys(
        (errno.EMFILE, errno.ENFILE),
        "too many files are open on this computer. Close other programs, then run this again",
    ),
    errno.ENAMETOOLONG: "this name is too long for the disk. Choose a shorter one",
}
"""What a disk or its owner refuses, with what to do: no bug of ours."""

IN_THE_WAY = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY}
"""Somebody put a folder where a file belongs, or a file where a folder belongs."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure, ready to be shown or written as JSON."""

    exit: int
    message: str
    file: str | None = None
    line: int | None = None


def explain(error: BaseException, reports: Path) -> Failure:
    """Return the failure in words. A bug leaves a report below `reports`, free of names, texts and people's paths."""
    if isinstance(error, PodError):
        file = _shown(error.file) if error.file else None
        return Failure(error.exit_code, _without_here(str(error)), file, error.line)
    if isinstance(error, click.exceptions.Abort | KeyboardInterrupt):
        return Failure(INTERRUPTED, "interrupted; what was finished is kept, the next build goes on from there")
    if isinstance(error, OSError) and error.errno in DISK:
        named = Path(error.filename) if isinstance(error.filename, str) else nearest_file(error)
        name = _shown(named) if named else "the disk"
        return Failure(5, f"{name}: {DISK[error.errno]}", name)
    if isinstance(error, OSError) and error.errno in IN_THE_WAY:
        return _in_the_way(error)
    report = _write_report(error, reports)
    words = f"this is a bug in radkind-pod ({type(error).__name__}). Please send {report} to those who look after it"
    return Failure(BUG, words)


def in_a_line(error: Exception) -> str:
    """Return the beginning of what `explain` says, without a report."""
    if isinstance(error, PodError) or (isinstance(error, OSError) and error.errno in {*DISK, *IN_THE_WAY}):
        return explain(error, reports_folder()).message.partition("\n")[0]
    return f"this is a bug in radkind-pod ({type(error).__name__})"


def reports_folder() -> Path:
    """Return where a crash report may lie: in a show's build/, else where temporary files do."""
    try:
        is_show = is_file(Path("config.yaml"))
    except OSError:  # this disk fails
        is_show = False
    return Path("build") if is_show else Path(tempfile.gettempdir())


def also(error: BaseException) -> str:
    """Return what was noted with the error: what went wrong after it, and matters too."""
    return "\n".join(f"radkind-pod: {note}" for note in getattr(error, "__notes__", ()))


def _in_the_way(error: OSError) -> Failure:
    path = Path(str(error.filename2 or error.filename)).absolute()
    if is_folder(path):
        name, words = _shown(path), "is a folder, and a file belongs here"
    else:
        file = next((p for p in (path, *path.parents) if is_file(p)), path)
        name, words = _shown(file), "is a file, and a folder belongs here"
    return Failure(5, f"{name}: {words}. Rename it, or move it away, then build again", name)


def worst(failures: list[Failure]) -> int:
    """Return the exit code of several failures: a bug wins, else the highest; 0 without any."""
    codes = [failure.exit for failure in failures]
    return BUG if BUG in codes else max(codes, default=0)


def _write_report(error: BaseException, reports: Path) -> str:
    file = reports / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(4)}.txt"
    lines = [f"radkind-pod {__version__}, Python {platform.python_version()}, {platform.system()}"]
    there = error.__cause__.frames if isinstance(error.__cause__, There) else []
    frames = [_frame(frame) for frame in (*traceback.extract_tb(error.__traceback__), *there)]
    lines += frames
    lines.append(f"{type(error).__name__} (its message is left out: it may hold names)")
    try:
        reports.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    except OSError:
        return f"this line (no report could be written): {frames[-1].strip()}"
    return _shown(file)


def _frame(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    parts = path.parts
    start = next((i for i, part in enumerate(parts) if part in ("radkind_pod", "site-packages")), len(parts) - 1)
    return f"  {Path(*parts[start:]).as_posix()}:{frame.lineno} {frame.name}"


def _shown(path: Path) -> str:
    here, whole = Path.cwd(), path.absolute()
    if whole == here or not whole.is_relative_to(here):  # "." tells nobody what
        return str(whole)
    return whole.relative_to(here).as_posix()


def _without_here(message: str) -> str:
    return message.replace(f"{Path.cwd()}{os.sep}", "")


def say(failure: Failure, hint: str = "") -> None:
    """Write the failure on stderr, the line that matters most last."""
    for line in filter(None, (hint, f"radkind-pod: {failure.message}")):
        print(line, file=sys.stderr)
