"""Where models lie on this computer: the user's store, and packages that pip installed."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from radkind_pod.errors import ToolMissing
from radkind_pod.present import is_file, is_there, matching
from radkind_pod.transcript.checksums import sha256_remembered
from radkind_pod.transcript.known_models import NEEDED, PackagedModel

SUMS = "SHA256SUMS"
"""The record of a pulled model, as `sha256sum -c` reads it."""


def store_folder() -> Path:
    """Return the user's model store: RADKIND_POD_MODELS, else the platform's cache folder."""
    named = os.environ.get("RADKIND_POD_MODELS")
    return Path(named) if named else _cache_folder() / "radkind-pod" / "models"


def _cache_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


@contextmanager
def writing_store() -> Iterator[Path]:
    """Give the store for writing; where that fails, say how to name another folder."""
    store = store_folder()
    try:
        store.mkdir(parents=True, exist_ok=True)
        yield store
    except OSError as error:
        if error.filename and not Path(os.fsdecode(error.filename)).is_relative_to(store):
            raise  # a model that lies elsewhere
        raise ToolMissing(
            f"the model store {store} can't be used ({error})",
            ["export RADKIND_POD_MODELS=/a/folder/with/space"],
        ) from error


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a model's file, hashed once for as long as it is not touched."""
    with writing_store() as store:
        return sha256_remembered(file, store / "hashes.json")


def is_whole(folder: Path) -> bool:
    """Say whether a folder holds everything that a model consists of."""
    return not lacking(folder)


def lacking(folder: Path) -> tuple[str, ...]:
    """Return the names of what a model folder lacks."""
    missing = tuple(name for name in NEEDED if not is_file(folder / name))
    return missing if matching(folder, "vocabulary.*") else (*missing, "vocabulary.txt")


def check(folder: Path, sums: Mapping[str, str], commands: tuple[str, ...]) -> None:
    """Refuse a folder in which a file is missing or is not the one it should be, before anything parses it."""
    for name, expected in sums.items():
        file = folder / name
        if not is_file(file):
            raise ToolMissing(f"the model in {folder} lacks {name}", commands)
        if (found := sha256_of(file)) != expected:
            raise ToolMissing(f"{file} is damaged or not what it should be (SHA-256 {found}, not {expected})", commands)


def read_sums(folder: Path) -> dict[str, str]:
    """Return file -> SHA-256 as recorded when the model was pulled; empty where nothing was recorded."""
    record = folder / SUMS
    if not is_file(record):
        return {}
    lines = record.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def installed(packaged: PackagedModel) -> bool:
    """Say whether all packages of a packaged model are installed. Imports none of them."""
    return all(_package_folder(part) for file in packaged.files for part in file.parts)


def packaged_folder(packaged: PackagedModel) -> Path:
    """Return a checked folder with an installed model: the package's own, or the store's joined copy."""
    sums = {file.name: file.sha256 for file in packaged.files}
    own = {_part(file.parts[0]).parent for file in packaged.files}
    if len(own) == 1 and all(len(file.parts) == 1 for file in packaged.files):
        folder = own.pop()
        check(folder, sums, (packaged.command,))
        return folder
    folder = store_folder() / "joined" / f"{packaged.name}-{packaged.files[0].sha256[:12]}"
    if not all(is_file(folder / name) and sha256_of(folder / name) == digest for name, digest in sums.items()):
        _join(packaged, folder)
    return folder


def _join(packaged: PackagedModel, folder: Path) -> None:
    """Put the parts together beside `folder`, check every file, then move each into place.

    Several processes may do so at the same time, when a cluster's workers first need the model: each file is whole at
    every moment, whoever brought it.
    """
    with writing_store() as store:
        aside = Path(tempfile.mkdtemp(prefix=".joining-", dir=store))
        try:
            for file in packaged.files:
                _join_parts(file.parts, aside / file.name, file.sha256, packaged.command)
            folder.mkdir(parents=True, exist_ok=True)
            for file in packaged.files:
                (aside / file.name).replace(folder / file.name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _join_parts(parts: tuple[str, ...], target: Path, expected: str, command: str) -> None:
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for part in parts:
            if not is_file(_part(part)):
                raise ToolMissing(f"the installed package lacks {part}", [command])
            with _part(part).open("rb") as source:
                while block := source.read(1 << 20):
                    digest.update(block)
                    out.write(block)
    if digest.hexdigest() != expected:
        raise ToolMissing(
            f"{target.name} in the installed packages is damaged (SHA-256 {digest.hexdigest()}, not {expected})",
            [command],
        )


def replace_folder(aside: Path, folder: Path) -> None:
    """Move a finished folder to its place; a folder that is there already goes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if is_there(folder):
        shutil.rmtree(folder)
    aside.replace(folder)


def _part(part: str) -> Path:
    folder = _package_folder(part)
    assert folder is not None
    return folder / part.partition("/")[2]


def _package_folder(part: str) -> Path | None:
    spec = find_spec(part.partition("/")[0])
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None
