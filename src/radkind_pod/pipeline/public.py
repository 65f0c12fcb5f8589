"""The public folder as a local preview: whole files only, the feed last, nothing of an earlier build left."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from radkind_pod.disk import copy_file, refused_as
from radkind_pod.errors import Refused
from radkind_pod.model.release import is_address
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.present import is_file, is_folder, matching
from radkind_pod.publish.sending.brake import is_much

FOLDERS = ("episodes", "people", "search", "years")
"""The folders of the public folder in which everything is ours."""


def bring(files: Path, public: Path, aside: Path, hashes: Hashes) -> set[str]:
    """Copy every file below `files` to the same path below `public`, each whole or not at all; return the paths.

    A file that is there with the same bytes is left alone. `aside` is a folder on the same disk for unfinished ones.
    """
    names = paths_below(files)
    for name in sorted(names):
        source, target = f"{files}/{name}", f"{public}/{name}"  # as text: tens of thousands of Paths take a second
        if not _are_equal(source, target, hashes):
            _copy(Path(source), Path(target), aside)
    return names


def bring_kept(folder: Path, paths: Iterable[str], public: Path, aside: Path, hashes: Hashes) -> None:
    """Copy those of these public files that lie in `folder` by their names alone, each whole or not at all."""
    for path in paths:
        source = folder / path.rpartition("/")[2]
        if not is_address(path) and is_file(source) and not _are_equal(source, public / path, hashes):
            _copy(source, public / path, aside)


def _copy(source: Path, target: Path, aside: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside.mkdir(parents=True, exist_ok=True)
    part = aside / f"{target.name}.part-{os.getpid()}"
    part.unlink(missing_ok=True)
    copy_file(source, part, told_as=target)
    with refused_as(target):
        part.replace(target)


def _are_equal(source: Path | str, target: Path | str, hashes: Hashes) -> bool:
    try:
        return hashes.of(target) == hashes.of(source)
    except FileNotFoundError:
        return False


def refuse_to_lose(public: Path, slugs: set[str], guid_of: Callable[[str], str]) -> None:
    """Raise Refused where more episodes of the public folder than a person may have meant are not among the slugs.

    One that got another name instead is not lost: its guid stands in the feed that is there, and only then is asked
    for. A single one may go: `publish` asks before listeners lose it.
    """
    there = [folder.name for folder in matching(public / "episodes", "*/")]
    gone = [slug for slug in there if slug not in slugs]
    if len(gone) < 2:
        return
    known = b"".join(file.read_bytes() for file in matching(public, "feed*.xml"))
    lost = len(gone) - sum(f">{escape(guid_of(slug))}</guid>".encode() in known for slug in slugs.difference(there))
    if lost > 1 and is_much(lost, len(there)):
        raise Refused(
            f"{len(gone)} of the {len(there)} episodes in {public.name}/ are not in episodes/ any more: "
            f"{', '.join(gone)}",
            "A build would take their files away too. Bring their folders back, with release.json in them. If they "
            f"shall go, delete these folders in {public.name}/episodes/ first, then build",
        )


def sweep(public: Path, wanted: set[str]) -> None:
    """Delete pictures of the show, pages of the feed and files in our folders that are not in `wanted`.

    Those are paths with forward slashes. Folders that are empty then go as well, whoever emptied them: a build may
    have been killed in between.
    """
    older = (file.name for kind in ("artwork-*", "feed-*.xml") for file in matching(public, kind) if is_file(file))
    gone = {*older, *(f"{top}/{name}" for top in FOLDERS for name in paths_below(public / top))} - wanted
    for name in gone:
        (public / name).unlink()
    for top in FOLDERS:
        if is_folder(public / top):
            _is_emptied(f"{public}/{top}")


def _is_emptied(folder: str) -> bool:
    """Remove every folder below it that holds nothing, and then itself if it does; return whether it is gone."""
    with os.scandir(folder) as entries:
        inside = list(entries)
    left = [entry for entry in inside if not (entry.is_dir(follow_symlinks=False) and _is_emptied(entry.path))]
    if not left:
        Path(folder).rmdir()
    return not left


def paths_below(folder: Path) -> set[str]:
    """Return the path of every file below the folder, with forward slashes."""
    return set(_paths(os.fspath(folder), "")) if is_folder(folder) else set()


def _paths(folder: str, before: str) -> Iterator[str]:
    # Thousands of small folders: rglob would take five times as long.
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _paths(entry.path, f"{before}{entry.name}/")
            elif entry.is_file():
                yield f"{before}{entry.name}"
