"""The public folder as a local preview: whole files only, the feed last, nothing of an earlier build left."""

import os
import shutil
from pathlib import Path

from radkind_pod.pipeline.fingerprint import Hashes

FOLDERS = ("episodes", "people", "search", "years")
"""The folders of the public folder in which everything is ours."""


def bring(files: Path, public: Path, aside: Path, hashes: Hashes) -> None:
    """Copy every file below `files` to the same path below `public`, each whole or not at all.

    A file that is there with the same bytes is left alone. `aside` is a folder on the same disk for unfinished ones.
    """
    for source in sorted(f for f in files.rglob("*") if f.is_file()):
        target = public / source.relative_to(files)
        if target.is_file() and hashes.of(target) == hashes.of(source):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.mkdir(parents=True, exist_ok=True)
        part = aside / f"{target.name}.part-{os.getpid()}"
        shutil.copyfile(source, part)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(target)


def sweep(public: Path, wanted: set[str]) -> None:
    """Delete pictures of the show and files in our folders that are not in `wanted` (paths with forward slashes)."""
    folders = [public / name for name in FOLDERS]
    for file in (*public.glob("artwork-*"), *(file for folder in folders for file in folder.rglob("*"))):
        if file.is_file() and file.relative_to(public).as_posix() not in wanted:
            file.unlink()
    for folder in folders:
        _drop_empty(folder)


def paths_below(folder: Path) -> set[str]:
    """Return the path of every file below the folder, with forward slashes."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def _drop_empty(folder: Path) -> None:
    if folder.is_dir():
        for inner in folder.iterdir():
            if inner.is_dir():
                _drop_empty(inner)
        if not any(folder.iterdir()):
            folder.rmdir()
