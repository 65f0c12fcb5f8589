"""The public folder as a local preview: whole files only, the feed last, nothing of an earlier build left."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from radkind_pod.model.release import is_address
from radkind_pod.pipeline.fingerprint import Hashes


def bring(files: Path, public: Path, aside: Path, hashes: Hashes) -> None:
    """Copy every file below `files` to the same path below `public`, each whole or not at all.

    A file that is there with the same bytes is left alone. `aside` is a folder on the same disk for unfinished ones.
    """
    for source in sorted(f for f in files.rglob("*") if f.is_file()):
        _bring(source, public / source.relative_to(files), aside, hashes)


def bring_kept(folder: Path, paths: Iterable[str], public: Path, aside: Path, hashes: Hashes) -> None:
    """Copy those of these public files that lie in `folder` by their names alone, each whole or not at all."""
    for path in paths:
        source = folder / path.rpartition("/")[2]
        if not is_address(path) and source.is_file():
            _bring(source, public / path, aside, hashes)


def _bring(source: Path, target: Path, aside: Path, hashes: Hashes) -> None:
    if target.is_file() and hashes.of(target) == hashes.of(source):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside.mkdir(parents=True, exist_ok=True)
    part = aside / f"{target.name}.part-{os.getpid()}"
    shutil.copyfile(source, part)
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(target)


def sweep(public: Path, wanted: set[str]) -> None:
    """Delete pictures of the show and files of episodes that are not in `wanted` (paths with forward slashes)."""
    for file in (*public.glob("artwork-*"), *(public / "episodes").rglob("*")):
        if file.is_file() and file.relative_to(public).as_posix() not in wanted:
            file.unlink()
    for folder in sorted((public / "episodes").rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
