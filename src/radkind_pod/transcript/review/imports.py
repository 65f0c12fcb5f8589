"""The files that people sent back, kept as they came."""

from collections.abc import Iterator
from pathlib import Path

from radkind_pod.disk import made, write_whole
from radkind_pod.errors import SourceError
from radkind_pod.present import is_file, matching
from radkind_pod.transcript.review.corrections import read_corrections
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.sent import Corrections
from radkind_pod.transcript.review.versions import SHORT, version_of


def imported(folder: ReviewFolder, data: bytes, suffix: str = ".json") -> bool:
    """Say whether a file with these bytes was imported before."""
    file = _file(folder, data, suffix)
    return is_file(file) and file.read_bytes() == data


def keep_import(folder: ReviewFolder, data: bytes, suffix: str = ".json") -> Path:
    """Keep the file as it came, once, and return where. On the disk when this returns."""
    file = _file(folder, data, suffix)
    with folder.locked():
        if not imported(folder, data, suffix):
            made(folder.corrections)
            write_whole(file, data)
    return file


def latest_of_copy(folder: ReviewFolder, pack: str, copy: str) -> Corrections | None:
    """Return the newest corrections imported before from this copy of a pack; None where there are none."""
    own = [one for one in _all(folder) if (one.pack, one.copy) == (pack, copy)]
    return max(own, key=lambda one: (one.revision, one.saved), default=None)


def _all(folder: ReviewFolder) -> Iterator[Corrections]:
    """Yield what was imported. A file that was damaged since is passed over: its changes are in the transcript."""
    for file in matching(folder.corrections, "*.json"):
        data = file.read_bytes()
        if file == _file(folder, data):
            try:
                yield read_corrections(data, file)
            except SourceError:
                continue


def _file(folder: ReviewFolder, data: bytes, suffix: str = ".json") -> Path:
    return folder.corrections / f"{version_of(data)[:SHORT]}{suffix.lower()}"
