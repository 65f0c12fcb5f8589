"""A withdrawal written into people.yaml as a person would: every other line, comment and space stays as it is."""

from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from radkind_pod.disk import standing
from radkind_pod.errors import SourceError
from radkind_pod.sources.aside import written_aside
from radkind_pod.sources.document import compose, quoted, read_document
from radkind_pod.sources.people import PEOPLE
from radkind_pod.sources.text import read_text, stop


def note_withdrawal(root: Path, name: str, day: date) -> Path:
    """Write `withdrawn:` for the person of this public name, whom people.yaml may not know yet; return the file.

    What comes out is read again: it must say the same as before, and the withdrawal. Raises SourceError where it
    doesn't, and then nothing is changed.
    """
    file = (root / PEOPLE).resolve()  # several projects may share one file by a link
    stands = standing(file)
    text = "" if stands is None else read_text(file)
    tree = compose(file, text)
    before = read_document(file) if tree else None
    data = before.data if before else {}
    lines, listed = text.splitlines(keepends=True), data.get("people") or []
    index = next((i for i, one in enumerate(listed) if one.get("name") == name), None)
    if index is None:
        wanted = [{"name": name, "withdrawn": str(day)}, *listed]
        edited = _added(lines, tree, name, day)
    else:
        assert isinstance(tree, MappingNode)
        wanted = [dict(one, withdrawn=str(day)) if i == index else one for i, one in enumerate(listed)]
        edited = _marked(lines, _people(tree).value[index], day)
    with written_aside(file, "".join(edited), stands) as part:
        if not _says(part, {**data, "people": wanted}):
            message = f"is written in a way that can't be added to here. Add `withdrawn: {day}` to {name} by hand."
            stop(file, before.line("people") if before else None, message)
    return file


def _people(root: MappingNode) -> SequenceNode:
    node = next(value for key, value in root.value if key.value == "people")
    assert isinstance(node, SequenceNode)
    return node


def _marked(lines: list[str], person: Node, day: date) -> list[str]:
    """Return the lines with the withdrawal after the person's first key."""
    assert isinstance(person, MappingNode)
    old = next(((key, value) for key, value in person.value if key.value == "withdrawn"), None)
    if old:
        start, end = old[1].start_mark, old[1].end_mark
        row = lines[start.line]
        lines[start.line] = f"{row[: start.column]}{day}{row[end.column :]}"
        return lines
    _, name = person.value[0]
    at = name.end_mark
    if person.flow_style:
        row = lines[at.line]
        lines[at.line] = f"{row[: at.column]}, withdrawn: {day}{row[at.column :]}"
        return lines
    indent = " " * person.start_mark.column
    return [*lines[: at.line + 1], f"{indent}withdrawn: {day}\n", *lines[at.line + 1 :]]


def _added(lines: list[str], tree: Node | None, name: str, day: date) -> list[str]:
    """Return the lines with a new person in front of the others."""
    entry = f"- {{name: {quoted(name)}, withdrawn: {day}}}\n"
    keys = tree.value if isinstance(tree, MappingNode) else []
    found = next(((key, value) for key, value in keys if key.value == "people"), None)
    if found is None:
        return [*lines, "\n" if lines and not lines[-1].endswith("\n") else "", f"people:\n  {entry}"]
    key, value = found
    at = key.start_mark.line + 1
    if isinstance(value, SequenceNode) and value.value and not value.flow_style:
        return [*lines[:at], " " * value.start_mark.column + entry, *lines[at:]]
    row = lines[at - 1]
    first, last = value.start_mark.column, value.end_mark.column
    lines[at - 1] = f"{row[:first].rstrip()}{row[last:]}" if value.start_mark.line == at - 1 else row
    return [*lines[:at], "  " + entry, *lines[at:]]


def _says(file: Path, wanted: dict[str, Any]) -> bool:
    try:
        return read_document(file).data == wanted
    except SourceError:
        return False
