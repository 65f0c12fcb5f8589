"""A text file as it is read: UTF-8, with nothing invisible in it that feeds and players can't carry."""

import errno
import re
import unicodedata
from pathlib import Path
from typing import NoReturn

from radkind_pod.errors import Problem, SourceError
from radkind_pod.present import is_folder

_MOST_BYTES = 1_000_000
_LONGEST_CITED = 80
_NAMES = {
    0: "NUL",
    7: "bell",
    8: "backspace",
    9: "tab",
    11: "vertical tab",
    12: "form feed",
    27: "escape",
    127: "delete",
}
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def shown(file: Path) -> Path:
    """Return the path as it reads shortest from the folder where the person is."""
    try:
        return file.absolute().relative_to(Path.cwd())
    except ValueError:
        return file


def cited(text: str) -> str:
    """Return what somebody wrote in quotes, cut where it is long."""
    return f"'{text}'" if len(text) <= _LONGEST_CITED else f"'{text[:_LONGEST_CITED]}...'"


def stop(file: Path, line: int | None, message: str) -> NoReturn:
    """Raise a SourceError of one problem."""
    raise SourceError([Problem(shown(file), line, message)])


def read_text(file: Path) -> str:
    """Return the text of a UTF-8 file with every line end as \\n. Raises SourceError."""
    raw = _read_bytes(file)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        stop(file, 1, "is saved as UTF-16. Save it as UTF-8 (in the editor's `Save as` window, under `Encoding`).")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        stop(file, line, f"the byte 0x{raw[error.start]:02x} is not UTF-8. Save the file as UTF-8 and mend this line.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = enumerate(text.split("\n"), 1)
    problems = [Problem(shown(file), number, unfit(c)) for number, line in lines for c in unfit_in(line)]
    if problems:
        raise SourceError(problems)
    return text


def _read_bytes(file: Path) -> bytes:
    if is_folder(file):
        stop(file, None, "is a folder. A file of this name must stand here: rename the folder.")
    try:
        if file.stat().st_size > _MOST_BYTES:
            stop(file, None, "is larger than 1 MB, which no text of this kind is. Put the right file here.")
        return file.read_bytes()
    except FileNotFoundError:
        raise SourceError([Problem(shown(file), None, "is not there. Check the name, or put the file back.")]) from None
    except OSError as error:
        if error.errno == errno.EIO:
            raise  # a disk that fails, and nobody's mistake
        said = error.strerror or str(error)
        raise SourceError([Problem(shown(file), None, f"can't be read: {said}. Check who may read it.")]) from error


def unfit_in(line: str) -> tuple[str, ...]:
    """Return the characters that no feed can carry, each once."""
    return tuple(dict.fromkeys(_UNFIT.findall(line)))


def unfit(character: str) -> str:
    """Say which character it is, and what to do."""
    code = ord(character)
    name = _NAMES.get(code) or unicodedata.name(character, "control character").lower()
    return (
        f"the invisible character U+{code:04X} ({name}) stands here, which feeds and players can't carry. "
        "Delete it; it often comes with pasted text, so retype the words around it."
    )
