"""Cuts added to an episode.yaml as a person would: every other line, comment and space stays as it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from radkind_pod.disk import standing
from radkind_pod.errors import SourceError
from radkind_pod.model.episode import Moment, PlannedCut
from radkind_pod.sources.aside import written_aside
from radkind_pod.sources.document import compose, quoted, read_document
from radkind_pod.sources.syntax import TOO_MUCH, explain
from radkind_pod.sources.text import read_text, stop
from radkind_pod.sources.times import clock_text

_BOM = "\ufeff"
_EXAMPLE = re.compile(r"#\s*cuts:\s*$")
"""The commented key of the template: what stands below it belongs to it."""


@dataclass(frozen=True, slots=True)
class AddedCut:
    """One more item of `cuts:`, and a word for whoever reads the file."""

    cut: PlannedCut
    comment: str


def add_cuts(file: Path, added: Sequence[AddedCut], names: Sequence[str]) -> None:
    """Put the cuts at the end of `cuts:`. `names` are the recordings as the file names them.

    What comes out is read again: it must say the same as before, and the cuts. Raises SourceError where it doesn't, and
    NeedsPerson where somebody changes the file meanwhile; then nothing is changed.
    """
    target = file.resolve()
    stands = standing(target) or b""
    before, raw = read_document(file), stands.decode("utf-8")
    lines = raw.removeprefix(_BOM).splitlines(keepends=True)
    root = compose(file, read_text(file))
    assert isinstance(root, MappingNode)
    text = "".join(_Editor(lines).edited(root, added, names))
    items = [_written(one.cut, names) for one in added]
    with written_aside(target, _BOM * raw.startswith(_BOM) + text, stands) as part:
        if not _says(part, {**before.data, "cuts": [*(before.data.get("cuts") or []), *items]}, file):
            by_hand = "\n".join(f"  - {_flow(item)}" for item in items)
            message = "cuts: is written in a way to which nothing can be added here. Add these lines by hand:\n"
            stop(file, before.line("cuts"), message + by_hand)


class _Editor:
    """Puts lines between the lines of a file, with its own kind of line end."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"

    def edited(self, root: MappingNode, added: Sequence[AddedCut], names: Sequence[str]) -> list[str]:
        """Return the lines with the cuts."""
        items = [(_flow(_written(one.cut, names)), one.comment) for one in added]
        column = root.start_mark.column
        found = next(((key, value) for key, value in root.value if key.value == "cuts"), None)
        if found is None:
            return self._inserted(self._place(), column, items, key=True)
        key, value = found
        if isinstance(value, SequenceNode) and value.value:
            if value.flow_style:
                return self._in_brackets(value, items)
            return self._inserted(_last_line(value) + 1, value.start_mark.column, items)
        self._empty(value)
        return self._inserted(key.start_mark.line + 1, column + 2, items)

    def _inserted(self, at: int, column: int, items: Sequence[tuple[str, str]], *, key: bool = False) -> list[str]:
        indent = " " * column
        new = [f"{indent}cuts:"] if key else []
        new += [f"{indent}{'  ' * key}- {item}  # {comment}" for item, comment in items]
        before = self.lines[:at]
        if before and not before[-1].endswith(("\n", "\r")):
            before[-1] += self.end
        return [*before, *(line + self.end for line in new), *self.lines[at:]]

    def _in_brackets(self, value: SequenceNode, items: Sequence[tuple[str, str]]) -> list[str]:
        """Return the lines with the items after the last one, each on a line of its own."""
        last = value.value[-1]
        row, column = last.end_mark.line, last.end_mark.column
        item, rest = self.lines[row][:column], self.lines[row][column:]
        if value.end_mark.line == row:
            more = "".join(f",{self.end}  {item}" for item, _ in items)
            self.lines[row] = item + more + rest
            return self.lines
        self.lines[row] = item + ("" if rest.lstrip().startswith(",") else ",") + rest
        indent = " " * last.start_mark.column
        new = (f"{indent}{item},  # {comment}{self.end}" for item, comment in items)
        return [*self.lines[: row + 1], *new, *self.lines[row + 1 :]]

    def _empty(self, value: Node) -> None:
        """Take away what says that there are none: [] or null."""
        first, last = value.start_mark, value.end_mark
        kept = self.lines[first.line][: first.column], self.lines[last.line][last.column :]
        self.lines[first.line : last.line + 1] = [kept[0].rstrip() + kept[1]]

    def _place(self) -> int:
        """Return after which line a new key stands best: after its commented example, else at the end."""
        at = next((i for i, line in enumerate(self.lines) if _EXAMPLE.match(line)), None)
        if at is None:
            return len(self.lines)
        while at < len(self.lines) and self.lines[at].startswith("#"):
            at += 1
        return at


def cut_text(cut: PlannedCut, names: Sequence[str]) -> str:
    """Return the cut in words: 12:30.250 to 12:32.000, with the recordings' names where it counts in them."""
    start, end = clock_text(cut.start.ms), clock_text(cut.end.ms)
    if cut.start.recording is None or cut.end.recording is None:
        return f"{start} to {end}"
    own = f" in {quoted(names[cut.end.recording])}"
    other = "" if cut.start.recording == cut.end.recording else f" in {quoted(names[cut.start.recording])}"
    return f"{start}{other} to {end}{own}"


def _written(cut: PlannedCut, names: Sequence[str]) -> dict[str, Any]:
    return {"from": _moment(cut.start, names), "to": _moment(cut.end, names)}


def _moment(moment: Moment, names: Sequence[str]) -> str | dict[str, str]:
    at = clock_text(moment.ms)
    return at if moment.recording is None else {"recording": names[moment.recording], "at": at}


def _flow(item: dict[str, Any]) -> str:
    def value(key: str, what: Any) -> str:
        return _flow(what) if isinstance(what, dict) else quoted(what) if key == "recording" else what

    return "{" + ", ".join(f"{key}: {value(key, what)}" for key, what in item.items()) + "}"


def _last_line(node: Node) -> int:
    """Return the line on which the node's text ends; what a block's own mark says is where the next thing begins."""
    if isinstance(node, ScalarNode) or not isinstance(node, CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(node, MappingNode) else last)


def _says(file: Path, wanted: dict[str, Any], target: Path) -> bool:
    """Say whether the file says that. Raises SourceError where it would hold more than is read: by hand too."""
    try:
        return read_document(file).data == wanted
    except SourceError as error:
        for problem in error.problems:
            if explain("", TOO_MUCH) in problem.message:
                stop(target, problem.line, problem.message)
        return False
