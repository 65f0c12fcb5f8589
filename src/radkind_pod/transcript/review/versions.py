"""What the transcript was before: every version, by the SHA-256 of its bytes, and never changed."""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from radkind_pod import disk
from radkind_pod.disk import made, sync_file, write_whole
from radkind_pod.errors import NeedsPerson
from radkind_pod.present import is_file, matching
from radkind_pod.transcript.review.folder import ReviewFolder

SHORT, WHOLE = 12, 64
"""So many letters of a version are in the name of its file, and are shown to people; so many has it in all."""

_NAME = re.compile(r"[0-9a-f]{4,64}")
_SUFFIX = ".vtt.gz"


def version_of(data: bytes) -> str:
    """Return the version of a transcript with these bytes: 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def standing(folder: ReviewFolder) -> bytes | None:
    """Return the bytes of the transcript as it is now; None where there is none."""
    return disk.standing(folder.transcript)


def keep(folder: ReviewFolder, data: bytes) -> str:
    """Keep a version, and return it. What is kept already stays as it is, but a damaged file is made good."""
    version = version_of(data)
    with folder.locked():
        file = _place(folder, version)
        if _content(file) == data:
            sync_file(file)  # who kept it may have been killed before it was on the disk
        else:
            made(folder.versions)
            write_whole(file, gzip.compress(data, mtime=0))
    return version


def forget(folder: ReviewFolder, version: str) -> None:
    """Take away a kept version that nobody needs: an autosave between others."""
    with folder.locked():
        data = _content(file := _place(folder, version))
        if data is not None and version_of(data) == version:
            file.unlink()


def is_kept(folder: ReviewFolder, version: str) -> bool:
    """Say whether there is a file of this version. Looks at the name alone."""
    return any(is_file(file) for file in _files(folder, version))


def find(folder: ReviewFolder, name: str) -> bytes:
    """Return the version with this name, or of which this is the beginning: kept, or the transcript itself.

    Raises NeedsPerson where there is none, or more than one, or its file is damaged.
    """
    name = name.strip().lower()
    found = _matching(folder, name)
    if len(found) > 1:
        raise _ambiguous(folder, name, sorted(version[:SHORT] for version in found))
    for version, data in found.items():
        if data is None:
            raise NeedsPerson(
                folder.versions / f"{version}{_SUFFIX}",
                "this kept version of the transcript is damaged, and isn't used",
                "Bring the file back from a backup. The other versions and the transcript itself are as they were",
            )
        return data
    raise _missing(folder, name)


def _matching(folder: ReviewFolder, name: str) -> dict[str, bytes | None]:
    """Return the versions that begin with the name; None instead of the bytes where the file is damaged."""
    found: dict[str, bytes | None] = {}
    now = standing(folder)
    if now is not None and _fits(version_of(now), name):
        found[version_of(now)] = now
    for file in _candidates(folder, name):
        own, data = _own_name(file), _content(file)
        if data is not None and _fits(version_of(data), own):
            if version_of(data).startswith(name):
                found[version_of(data)] = data
        elif not any(version.startswith(own) for version in found):
            found[own] = None
    return found


def _missing(folder: ReviewFolder, name: str) -> NeedsPerson:
    if len(name) == WHOLE:  # a person types less: this comes from a file that was sent back
        return NeedsPerson(
            folder.versions,
            f"the version of the transcript from which this was made ({name[:SHORT]}) isn't here",
            "It is in review/versions on the computer from which it was sent out: bring that file here, and try again",
        )
    return NeedsPerson(
        folder.versions,
        f"there is no version of the transcript that begins with {name[:64]!r}",
        "The history of the transcript lists all versions that are here",
    )


def _ambiguous(folder: ReviewFolder, name: str, versions: list[str]) -> NeedsPerson:
    return NeedsPerson(
        folder.versions,
        f"more than one version of the transcript begins with {name}: {', '.join(versions)}",
        "Give a few more letters of the one that you mean",
    )


def _candidates(folder: ReviewFolder, name: str) -> Iterator[Path]:
    if _NAME.fullmatch(name):
        for file in matching(folder.versions, f"{name[:SHORT]}*{_SUFFIX}"):
            if name.startswith(_own_name(file)) or _own_name(file).startswith(name):
                yield file


def _files(folder: ReviewFolder, version: str) -> tuple[Path, Path]:
    return folder.versions / f"{version[:SHORT]}{_SUFFIX}", folder.versions / f"{version}{_SUFFIX}"


def _place(folder: ReviewFolder, version: str) -> Path:
    """Return the file of this version: its long name where another version has the short one."""
    short, long = _files(folder, version)
    data = _content(short)
    is_taken = data is not None and version_of(data) != version and _fits(version_of(data), version[:SHORT])
    return long if is_taken else short


def _own_name(file: Path) -> str:
    return file.name.removesuffix(_SUFFIX)


def _fits(version: str, name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and version.startswith(name)


def _content(file: Path) -> bytes | None:
    """Return what is in the file; None where it isn't there or can't be unpacked."""
    try:
        return gzip.decompress(file.read_bytes())
    except (FileNotFoundError, gzip.BadGzipFile, EOFError, zlib.error):
        return None
