"""Decides whether a stage runs, and keeps what it made.

`build/<episode>/<stage>/` holds the outputs and a readable manifest.json. A stage is kept when its request, the
versions that change its bytes and the hashes of its outputs are all as recorded. Outputs are written aside and then
renamed: what was interrupted is gone, and the last good artefact stays.
"""

import errno
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, TypeVar

from radkind_pod.disk import remove_folder
from radkind_pod.errors import MediaError, NeedsPerson, naming
from radkind_pod.model.plain import parsed
from radkind_pod.pipeline.chain import STAGES
from radkind_pod.pipeline.cluster.parcels import CLUSTER
from radkind_pod.pipeline.fingerprint import Hashes, differences, fingerprint, paths_in
from radkind_pod.pipeline.runner import Here, Runner
from radkind_pod.pipeline.stage import Stage
from radkind_pod.present import files_below, is_file, is_there, matching
from radkind_pod.progress import Silent, Watcher

T = TypeVar("T")
version = cache(metadata.version)
"""Of a distribution. Looking one up reads the folder of all packages: for thousands of pages that takes a minute."""

MANIFEST = "manifest.json"
ASIDE = ".public"
"""Where files lie in build/ that aren't whole in public/ yet."""
_LAST_MOMENT_S = 5
_STILL_IN_USE = (errno.ENOENT, errno.ENOTEMPTY, errno.EACCES)


@dataclass(frozen=True, slots=True)
class StageRun:
    """What became of one stage: `state` is made, kept or, in a plan, run, keep or maybe."""

    name: str
    state: str
    seconds: float
    reasons: tuple[str, ...]


class Reached(Exception):
    """The stage up to which the build was asked for is done."""


class Store:
    """The artefacts of one episode, or of the show."""

    def __init__(
        self,
        folder: Path,
        hashes: Hashes,
        watcher: Watcher,
        *,
        fresh: bool = False,
        until: str = "",
        runner: Runner | None = None,
    ) -> None:
        self.folder, self.runs = folder, list[StageRun]()
        self._hashes, self._watcher, self._fresh, self._until = hashes, watcher, fresh, until
        self._runner = runner or Here()

    def make(self, stage: Stage[T]) -> T:
        """Return the stage's result, made now only if it has to be. Raises what the stage raises."""
        request = _fingerprint(stage, self._hashes)
        reasons = ("asked for with --fresh",) if self._fresh else self.reasons(stage, request)
        self._watcher.stage(stage.NAME, reasons)
        seconds = self._make(stage, request) if reasons else 0.0
        self._watcher.done(stage.NAME, seconds)
        self.runs.append(StageRun(stage.NAME, "made" if reasons else "kept", round(seconds, 3), reasons))
        result = stage.read(self.folder / stage.NAME)
        if self._until == stage.NAME:
            raise Reached
        return result

    def beside(self, name: str) -> "Store":
        """Return a store in the folder of this name beside this one's, for parts of a stage that nobody asks for."""
        return Store(self.folder.with_name(name), self._hashes, Silent(), fresh=self._fresh, runner=self._runner)

    def ends_by(self, stage: str) -> bool:
        """Say whether the build was asked to stop at this stage, or before it."""
        return bool(self._until) and STAGES.index(self._until) <= STAGES.index(stage)

    def has(self, stage: Stage[Any]) -> bool:
        """Say whether all that an earlier build made of the stage is there, up to date or not."""
        folder = self.folder / stage.NAME
        manifest = _read_manifest(folder)
        return manifest is not None and all(is_file(folder / name) for name in manifest["outputs"])

    def reasons(self, stage: Stage[Any], request: object = None) -> tuple[str, ...]:
        """Say why the stage must run; nothing means that what is there can be kept."""
        folder = self.folder / stage.NAME
        manifest = _read_manifest(folder)
        if manifest is None:
            return ("not made yet",)
        request = request or _fingerprint(stage, self._hashes)
        old = manifest["tools"]
        changed = (f"{t} {old.get(t, 'none')} -> {v}" for t, v in _versions(stage).items() if old.get(t) != v)
        if manifest["version"] != stage.VERSION:
            return (f"this radkind-pod makes it differently ({manifest['version']} -> {stage.VERSION})", *changed)
        return (*changed, *differences(manifest["request"], request), *self._damage(folder, manifest))

    def _damage(self, folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
        for name, digest in manifest["outputs"].items():
            try:
                is_whole = self._hashes.of(f"{folder}/{name}") == digest
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                yield f"{name} is missing"
            else:
                yield from () if is_whole else (f"{name} was changed since it was made",)

    def _make(self, stage: Stage[Any], request: object) -> float:
        """Make it, and return the seconds that it took."""
        part = self.folder / f".{stage.NAME}.part-{os.getpid()}"
        part.mkdir(parents=True)
        try:
            with naming(self.folder / stage.NAME, written_only=True):
                seconds = self._runner.run(stage, part, self._watcher)
                self._refuse_changed_inputs(stage, request)
                outputs = _write_manifest(part, stage, request, self._hashes, seconds)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)  # on a disk that takes nothing the next build does it
            raise
        self._hashes.forget(part / name for name in outputs)
        _swap(part, self.folder / stage.NAME)
        return seconds

    def _refuse_changed_inputs(self, stage: Stage[Any], request: object) -> None:
        if _fingerprint(stage, self._hashes) != request:
            raise NeedsPerson(
                next(paths_in(stage)),
                f"one of the files that {stage.NAME} read was changed meanwhile",
                "Build again when nothing writes to them any more",
            )


def recover_all(build: Path) -> None:
    """Put back what an interrupted swap set aside, and remove what interrupted stages left. Needs the lock."""
    for old in matching(build, "*/.*.old"):
        final = old.with_name(old.name[1:-4])
        if is_there(final):
            remove_folder(old, told_as=final)
        else:
            old.rename(final)
    shutil.rmtree(build / CLUSTER, ignore_errors=True)
    for left in matching(build, "*/.*.part-*"):
        _remove(left)
    for left in matching(build, f"{ASIDE}/*"):
        left.unlink()


def _remove(left: Path) -> None:
    """Remove the folder, in which a process that was just left alone may write for another moment."""
    until = time.monotonic() + _LAST_MOMENT_S
    while is_there(left):
        try:
            remove_folder(left, told_as=left.with_name(left.name[1:].partition(".part-")[0]))
        except OSError as error:
            if error.errno not in _STILL_IN_USE or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _swap(part: Path, final: Path) -> None:
    old = final.with_name(f".{final.name}.old")
    if is_there(final):
        final.rename(old)
    part.rename(final)
    if is_there(old):
        remove_folder(old, told_as=final)


def _fingerprint(stage: Stage[Any], hashes: Hashes) -> object:
    try:
        return fingerprint(stage, hashes)
    except FileNotFoundError as gone:
        raise MediaError(Path(gone.filename), "this file is gone", "Put it back, or take it out of the list") from gone


def _versions(stage: Stage[Any]) -> dict[str, str]:
    return {tool: _version(tool) for tool in stage.tools}


def _version(tool: str) -> str:
    try:
        return version(tool)
    except PackageNotFoundError:
        return "none"


def _write_manifest(folder: Path, stage: Stage[Any], request: object, hashes: Hashes, seconds: float) -> Iterable[str]:
    """Write it and return the names of the outputs."""
    files = files_below(folder)
    for file in files:
        _sync(file)
    outputs = {f.relative_to(folder).as_posix(): hashes.of(f) for f in files}
    manifest = {
        "stage": stage.NAME,
        "version": stage.VERSION,
        "tools": _versions(stage),
        "request": request,
        "outputs": outputs,
        "seconds": round(seconds, 3),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    _sync(folder / MANIFEST)
    return outputs


def _sync(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _read_manifest(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = parsed((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    needed = {"version", "tools", "request", "outputs"}
    whole = isinstance(manifest, dict) and needed <= manifest.keys()
    return manifest if whole and all(isinstance(manifest[k], dict) for k in ("tools", "outputs")) else None
