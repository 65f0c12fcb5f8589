"""Where the feed has moved to, written into config.yaml as a person would: all else stays as it is, to the byte."""

from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from radkind_pod.disk import standing
from radkind_pod.errors import SourceError
from radkind_pod.sources.addresses import read_secure
from radkind_pod.sources.aside import written_aside
from radkind_pod.sources.document import compose, quoted, read_document
from radkind_pod.sources.text import read_text, stop

KEY, INNER = "feed", "new_url"
_BOM = "\ufeff"


def address_fault(url: str) -> str | None:
    """Return what is wrong with the address; None where a feed may move there."""
    try:
        read_secure(url)
    except PydanticCustomError as fault:
        return fault.message()
    return None


def set_new_url(file: Path, url: str | None) -> bool:
    """Write `feed: {new_url: url}` into the file, or take it out for None; say whether that changed anything.

    What comes out is read again: it must say the same as before but for this. Raises SourceError where it doesn't, and
    then nothing is changed.
    """
    target = file.resolve()
    stands = standing(target) or b""
    before = read_document(file)
    wanted = _changed(before.data, url)
    if wanted == before.data:
        return False
    raw = stands.decode("utf-8")
    root = compose(file, read_text(file))
    assert isinstance(root, MappingNode)
    text = _Text(raw.removeprefix(_BOM))
    _put(text, root, url) if url else _take(text, root)
    with written_aside(target, _BOM * raw.startswith(_BOM) + text.text, stands) as part:
        if not _says(part, wanted):
            what = f"Write new_url: {quoted(url)} there" if url else "Take new_url: out"
            stop(file, before.line(KEY), f"{KEY}: is written in a way that can't be changed here. {what} by hand.")
    return True


class _Text:
    """A text in which stretches between marks are replaced."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.splitlines(keepends=True)
        self.end = "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"

    def at(self, line: int, column: int = 0) -> int:
        """Return the offset of this place, both counted from 0."""
        return sum(map(len, self.lines[:line])) + column

    def replace(self, start: int, stop_at: int, new: str) -> None:
        """Put `new` where the stretch was."""
        self.text = self.text[:start] + new + self.text[stop_at:]

    def span(self, node: Node) -> tuple[int, int]:
        """Return where the node begins and ends."""
        return self.at(node.start_mark.line, node.start_mark.column), self.at(node.end_mark.line, node.end_mark.column)

    def drop_lines(self, first: int, last: int) -> None:
        """Take out whole lines, the last one too."""
        self.replace(self.at(first), self.at(last + 1), "")


def _put(text: _Text, root: MappingNode, url: str) -> None:
    written = f"{INNER}: {quoted(url)}"
    found = _pair(root, KEY)
    if found is None:
        gap = "" if text.text.endswith(("\n", "\r")) or not text.text else text.end
        text.text += f"{gap}{KEY}:{text.end}  {written}{text.end}"
        return
    key, value = found
    if isinstance(value, MappingNode) and (inner := _pair(value, INNER)):
        text.replace(*text.span(inner[1]), quoted(url))
    elif isinstance(value, MappingNode) and value.flow_style:
        start = text.span(value)[0] + 1
        text.replace(start, start, f"{written}, " if value.value else written)
    elif isinstance(value, MappingNode):
        first = value.value[0][0].start_mark
        place = text.at(first.line)
        text.replace(place, place, f"{' ' * first.column}{written}{text.end}")
    elif isinstance(value, ScalarNode):
        place = text.at(key.start_mark.line + 1)
        gap = "" if text.text[:place].endswith(("\n", "\r")) else text.end
        text.replace(place, place, f"{gap}{' ' * (key.start_mark.column + 2)}{written}{text.end}")
        text.replace(*text.span(value), "")


def _take(text: _Text, root: MappingNode) -> None:
    found = _pair(root, KEY)
    inner = _pair(found[1], INNER) if found and isinstance(found[1], MappingNode) else None
    assert found
    assert inner
    key, value = found
    if len(value.value) == 1:
        text.drop_lines(key.start_mark.line, inner[1].end_mark.line)
    elif not value.flow_style:
        text.drop_lines(inner[0].start_mark.line, inner[1].end_mark.line)
    else:
        names = [one.value for one, _ in value.value]
        place = names.index(INNER)
        if place:
            text.replace(text.span(value.value[place - 1][1])[1], text.span(inner[1])[1], "")
        else:
            text.replace(text.span(inner[0])[0], text.span(value.value[1][0])[0], "")


def _pair(node: MappingNode, name: str) -> tuple[Any, Any] | None:
    return next(((key, value) for key, value in node.value if key.value == name), None)


def _changed(data: dict[str, Any], url: str | None) -> dict[str, Any]:
    feed = data.get(KEY)
    known = dict(feed) if isinstance(feed, dict) else {}
    if url:
        return {**data, KEY: {**known, INNER: url}}
    if INNER not in known:
        return data
    del known[INNER]
    return {**data, KEY: known} if known else {key: value for key, value in data.items() if key != KEY}


def _says(file: Path, wanted: dict[str, Any]) -> bool:
    try:
        return read_document(file).data == wanted
    except SourceError:
        return False
