"""What a worker must have, the same as here, so that what it makes has the same bytes; and whether it has it."""

import hashlib
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import radkind_pod
from radkind_pod.errors import PodError, ToolMissing
from radkind_pod.pipeline.computer import has_card
from radkind_pod.pipeline.stage import Stage
from radkind_pod.present import files_below, is_file

SHARED_TOOLS = ("numpy",)
"""Distributions that decide the last bits of every stage, and that no stage names."""
VOICES, DENOISER = "voices", "denoiser"
_NAMELESS = {"diarise": VOICES, "clean": DENOISER}
"""Stages whose weights are no Whisper model: pip brings each of them, and there is only one."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's file: `name` is what each computer finds its own by."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Needs:
    """What a stage needs of the computer that it runs on. `folder` holds a file that a worker must see with `word`."""

    version: str
    source: str
    tools: tuple[tuple[str, str], ...]
    weights: Weights | None
    folder: Path | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a worker says of itself. `why_not` is empty where it has what is needed; `command` would bring it."""

    why_not: str
    command: str
    processor: str


def needs_of(stage: Stage[Any], folder: Path | None, word: str) -> Needs:
    """Return what a worker must have to run this stage as it would run here."""
    tools = tuple((tool, _version(tool)) for tool in sorted({*stage.tools, *SHARED_TOOLS}))
    return Needs(radkind_pod.__version__, own_source(), tools, _weights_of(stage), folder, word)


def weights_path(stage: Any) -> Path | None:
    """Return where this computer has the weights that the stage needs."""
    stage = getattr(stage, "hearing", stage)
    path: Path | None = getattr(stage, "weights", None)
    return path


def find_weights(name: str) -> Path:
    """Return where this computer has the weights of this name, checked. Raises ToolMissing with what brings them."""
    if name == VOICES:
        from radkind_pod.transcript.voices.package import find_voices

        return find_voices()
    if name == DENOISER:
        from radkind_pod.audio.weights import find_denoiser

        return find_denoiser()
    from radkind_pod.transcript.models import find_model

    return find_model(name)


@cache
def checked(needs: Needs) -> Checked:
    """Say on a worker whether it has what is needed."""
    try:
        why_not, command = next(_lacks(needs), ("", ""))
    except OSError as error:
        why_not, command = f"it can't read what it needs ({error})", "radkind-pod doctor"
    return Checked(why_not, command, processor())


def processor() -> str:
    """Return what kind of processor this computer has, and whether models hear with its graphics card."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8", errors="replace").splitlines() if is_file(info) else []
    facts = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    arm = " ".join(facts[name] for name in ("CPU implementer", "CPU part") if name in facts)
    name = f"{platform.machine()} {facts.get('model name') or arm or platform.processor()}".strip()
    return f"{name} with a graphics card" if has_card() else name


@cache
def own_source() -> str:
    """Return a digest of all code of radkind-pod that is installed here."""
    root, digest = Path(radkind_pod.__file__).parent, hashlib.sha256()
    for file in (file for file in files_below(root) if file.suffix == ".py"):
        data = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{file.relative_to(root).as_posix()} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def _lacks(needs: Needs) -> Iterator[tuple[str, str]]:
    """Yield what this computer lacks, and the command that brings it."""
    install = f"pip install 'radkind-pod[cluster]=={needs.version}'"
    again = f"{install.replace('install', 'install --force-reinstall --no-deps', 1)}    # and start the worker again"
    if radkind_pod.__version__ != needs.version:
        yield f"it has radkind-pod {radkind_pod.__version__}, and {needs.version} is at work here", install
    elif own_source() != needs.source:
        yield "its radkind-pod was changed, or the one here was, for the code differs", again
    for tool, wanted in needs.tools:
        if (found := _version(tool)) != wanted:
            bring = f"pip uninstall {tool}" if wanted == "none" else f"pip install {tool}=={wanted}"
            yield f"it has {tool} {found}, and {wanted} is at work here", bring
    if needs.weights:
        yield from _lacks_weights(needs.weights)
    if needs.folder and not _sees(needs.folder, needs.word):
        yield (
            f"it doesn't see the project's folder {needs.folder.parent.parent.parent} as this computer does",
            "radkind-pod build ... --files URL    # or give it that folder under the same path",
        )
    elif needs.folder and (refused := _refused(needs.folder)):
        yield f"it can't write into the project's folder ({refused})", "radkind-pod build ... --files URL"


def _lacks_weights(weights: Weights) -> Iterator[tuple[str, str]]:
    try:
        found = _sha256_of(find_weights(weights.name))
    except ToolMissing as missing:
        yield missing.what, missing.commands[0]
    except PodError as error:
        yield str(error), "radkind-pod doctor"
    else:
        if found != weights.sha256:
            yield (
                f"its model {weights.name} is another one (SHA-256 {found[:12]}..., not {weights.sha256[:12]}...)",
                f"radkind-pod models pull {weights.name}",
            )


def _sees(folder: Path, word: str) -> bool:
    try:
        return (folder / "word").read_text(encoding="utf-8") == word
    except OSError:
        return False


def _refused(folder: Path) -> str:
    """Return what keeps this computer from writing there."""
    try:
        with TemporaryDirectory(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _weights_of(stage: Stage[Any]) -> Weights | None:
    path = weights_path(stage)
    return Weights(_NAMELESS.get(stage.NAME) or _name_of(path), _sha256_of(path)) if path else None


@cache
def _name_of(file: Path) -> str:
    """Return the name of the known model that this file is, else its folder."""
    from radkind_pod.transcript.models import list_models

    same = (model.name for model in list_models() if model.file and os.path.samefile(model.file, file))  # noqa: PTH121 - of two Paths
    return next(same, str(file.parent))


def _sha256_of(file: Path) -> str:
    from radkind_pod.transcript.models import sha256_of

    return sha256_of(file)


@cache
def _version(tool: str) -> str:
    try:
        return version(tool)
    except PackageNotFoundError:
        return "none"
