"""A YAML file as text: every scalar is what stands there, and every key and item knows its line.

YAML's own guesses (12:30 a number, 012 ten, no false) are never made: the readers decide what a text means.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from radkind_pod.errors import Problem, SourceError
from radkind_pod.sources.syntax import TOO_MUCH, begins_earlier, explain
from radkind_pod.sources.text import cited, read_text, shown, stop, unfit, unfit_in

Place = tuple[str | int, ...]
"""The way to a value: keys, and indexes in lists."""

_NULLS = ("", "~", "null", "Null", "NULL")
_OWN_TAGS = {
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
}
_DEEPEST = 32
_MOST_NODES = 100_000
"""Keys and values: of several recordings, seven thousand cuts. The parser takes eight seconds for as many."""
_COMMENT_STUCK = re.compile(r"\s+#[^\s#]")
_NOT_PROSE = re.compile(r"[\d.,:+-]+|true|false")


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says: dicts, lists, text and None, and the line of each place, counted from 1."""

    file: Path
    data: dict[str, Any]
    lines: dict[Place, int]

    def line(self, *place: str | int) -> int | None:
        """Return the line of this place, else of the nearest place around it."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return None

    def problem(self, place: Place, message: str) -> Problem:
        """Return the problem with the line of `place`."""
        return Problem(shown(self.file), self.line(*place), message)


def quoted(text: str) -> str:
    """Return `text` as YAML in double quotes, on one line, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def read_document(file: Path) -> Document:
    """Read a YAML file whose outermost shape is keys and values. Raises SourceError."""
    text = read_text(file)
    root = compose(file, text)
    if not isinstance(root, MappingNode):
        stop(file, 1, "has no keys. Write lines like `title: Kindness at Work`, with a space after the colon.")
    tree = _Tree(file, text.split("\n"))
    data = tree.value(root, ())
    if tree.problems:
        raise SourceError(tree.problems)
    return Document(file, data, tree.lines)


def compose(file: Path, text: str) -> Node | None:
    """Return the tree of a YAML text. Raises SourceError with what keeps it from being read."""
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Composer = _Bounded
    try:
        root: Node | None = yaml.compose(text)
    except MarkedYAMLError as error:
        context, problem = error.context or "", error.problem or ""
        mark = error.context_mark if begins_earlier(context) and error.context_mark else error.problem_mark
        line = mark.line + 1 if mark else None
        raise SourceError([Problem(shown(file), line, explain(context, problem))]) from error
    except YAMLError as error:
        raise SourceError([Problem(shown(file), None, explain("", str(error)))]) from error
    except ValueError as error:
        message = "holds a value that YAML can't. Compare with what `radkind-pod init` writes."
        raise SourceError([Problem(shown(file), None, message)]) from error
    return root


class _Bounded(Composer):
    """Stops where a text would take minutes to read, and more memory than there is."""

    met = depth_now = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose one key or value, and all that is in it."""
        self.met += 1
        self.depth_now += 1
        if self.met > _MOST_NODES or self.depth_now > _DEEPEST:
            raise ComposerError(None, None, TOO_MUCH, self.parser.peek_event().start_mark)
        node = super().compose_node(parent, index)
        self.depth_now -= 1
        return node


class _Tree:
    """Walks the nodes once; gathers lines and problems as it goes."""

    def __init__(self, file: Path, text_lines: list[str]) -> None:
        self.file, self.text_lines = file, text_lines
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self.met: set[int] = set()

    def value(self, node: Node, place: Place) -> Any:
        """Return the plain value of a node."""
        if id(node) in self.met:
            self.lines.setdefault(place, self.lines[place[:-1]])
            self.add(place, "repeats another part by * and &. Write it out again here.")
            return None
        self.met.add(id(node))
        self.lines.setdefault(place, node.start_mark.line + 1)
        if node.tag not in _OWN_TAGS:
            self.add(
                place, f"{cited(node.tag or '!')} has a meaning of its own in YAML. Put the text in double quotes."
            )
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*place, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self.scalar(node, place)

    def mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        """Return the keys with their values; a key that comes twice is a problem."""
        result: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                self.problems.append(Problem(shown(self.file), line, "a key must be one word, like `title:`."))
                continue
            if key.value in result:
                self.again(key.value, line, self.lines[(*place, key.value)])
                continue
            self.lines[(*place, key.value)] = line
            result[key.value] = self.value(value, (*place, key.value))
        return result

    def scalar(self, node: ScalarNode, place: Place) -> str | None:
        """Return the text as it stands there; None where nothing stands."""
        text: str = node.value
        for character in unfit_in(text):
            self.add(place, unfit(character))
        plain = node.style is None
        if plain and not _NOT_PROSE.fullmatch(text) and self.comment_stuck(node, place):
            self.add(
                place, "# begins a comment, so the text ends before it. Put quotes around the text, or a space after #."
            )
        return None if plain and text in _NULLS else text

    def comment_stuck(self, node: ScalarNode, place: Place) -> bool:
        """Say whether a word like `#1` was taken for a comment right behind this text."""
        if node.value:
            rest = self.text_lines[node.end_mark.line][node.end_mark.column :]
        else:
            rest = self.text_lines[self.lines[place] - 1].partition(":")[2]
        return _COMMENT_STUCK.match(rest) is not None

    def again(self, key: str, line: int, first: int) -> None:
        """Note a key that was there before."""
        message = f"{key}: is there twice; the first is on line {first}. Keep one of them."
        self.problems.append(Problem(shown(self.file), line, message))

    def add(self, place: Place, message: str) -> None:
        """Note a problem of this place."""
        name = ".".join(p for p in place if isinstance(p, str))
        self.problems.append(Problem(shown(self.file), self.lines[place], f"{name}: {message}" if name else message))
