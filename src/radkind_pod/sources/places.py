"""Files that a YAML file names: always inside the folder they belong to."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from radkind_pod.present import is_file, is_folder, is_there, matching
from radkind_pod.sources.guess import closest
from radkind_pod.sources.project import RESERVED
from radkind_pod.sources.scalars import fault, need_text
from radkind_pod.sources.text import cited

_MOST_LISTED = 200
_NOT_IN_WINDOWS = {*'<>:"|?*'}


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the files of one YAML file lie: its pictures and music in `own`, its recordings in `raw`."""

    own: Path
    raw: Path


def find_file(folder: Path, text: str) -> Path:
    """Return the file of this name inside `folder`. Raises a fault if it is outside, missing or no file.

    Names are compared in Unicode form C, since Macs hand names over decomposed.
    """
    parts = _parts(text)
    file = folder
    for part in parts:
        file = _entry(file, part)
    if not is_there(file):
        raise fault(f"{cited(text)} is not in {_name(folder)}. {_remedy(folder, text)}")
    if is_folder(file):
        raise fault(f"{cited(text)} is a folder. Name a file in it.")
    if not is_file(file):
        raise fault(f"{cited(text)} is a pipe or device, no file. Put an ordinary file in its place.")
    if not file.resolve().is_relative_to(folder.resolve()) or not _stays(folder):
        raise fault(f"{cited(text)} is a link to somewhere else. Put the file itself into {_name(folder)}.")
    return file


def is_plain_name(name: str) -> bool:
    """Say whether a YAML file can name a file of this name in its folder."""
    try:
        return _parts(name) == [name] and not {*"\n\t"} & {*name}
    except PydanticCustomError:
        return False


def is_kept_everywhere(name: str) -> bool:
    """Say whether Windows, and the sticks and cards that it formats, can hold a file of this name."""
    words = name.rstrip(" .")
    return words == name and not _NOT_IN_WINDOWS & {*name} and words.split(".")[0].strip().lower() not in RESERVED


def _parts(text: str) -> list[str]:
    if "\\" in text or text.startswith(("/", "~")) or re.match(r"[A-Za-z]:", text):
        raise fault(f"{cited(text)} is not a path inside this folder. Write it with /, like audio/intro.flac.")
    parts = [p for p in text.split("/") if p not in ("", ".")]
    if not parts or ".." in parts:
        raise fault(f"{cited(text)} leads out of the folder. Copy the file into it, and write its name.")
    return parts


def _entry(folder: Path, name: str) -> Path:
    exact = folder / name
    if is_there(exact) or not is_folder(folder) or name.isascii():
        return exact
    wanted = unicodedata.normalize("NFC", name)
    return next((p for p in folder.iterdir() if unicodedata.normalize("NFC", p.name) == wanted), exact)


def _stays(folder: Path) -> bool:
    return folder.name != "raw" or folder.resolve().parent == folder.parent.resolve()


def _name(folder: Path) -> str:
    return (
        "/".join((folder.parent.name, folder.name)) if folder.name == "raw" else f"the folder {folder.resolve().name}"
    )


def _remedy(folder: Path, text: str) -> str:
    near = closest(text, _files(folder))
    return f"Did you mean {near}?" if near else "Put the file there, or mend its name."


def _files(folder: Path) -> Iterator[str]:
    names = [p for p in matching(folder, "*") if is_file(p)]
    return (p.name for p in names[:_MOST_LISTED])


def _inside(which: Callable[[Folders], Path]) -> PlainValidator:
    def read(value: Any, info: ValidationInfo[Folders]) -> Path:
        return find_file(which(info.context), need_text(value))

    return PlainValidator(read, json_schema_input_type=str)


OwnFile = Annotated[Path, _inside(lambda folders: folders.own)]
RawFile = Annotated[Path, _inside(lambda folders: folders.raw)]
