"""Keys set in one of our YAML templates, so that what is written keeps its comments."""

import re
from collections.abc import Mapping

from radkind_pod.sources.document import quoted


def with_keys(text: str, values: Mapping[str, str | None]) -> str:
    """Return the text with each key's lines replaced: by `key: value`, or by nothing where the value is None.

    A value is YAML: one line, or lines that are indented and begin with a line feed. A key that isn't there comes
    behind the comment that tells of it, else at the end.
    """
    for key, value in values.items():
        line = "" if value is None else f"{key}:{value if value.startswith(chr(10)) else f' {value}'}\n"
        there = re.compile(rf"^{key}:.*\n(?:[ ]+.*\n)*", re.MULTILINE)
        told = re.compile(rf"^# {key}:.*\n(?:#   .*\n)*", re.MULTILINE)
        if there.search(text):
            text = there.sub(lambda _, line=line: line, text, count=1)  # type: ignore[misc]
        elif line and (found := told.search(text)):
            text = f"{text[: found.end()]}{line}{text[found.end() :]}"
        elif line:
            text = f"{text}\n{line}"
    return text


def flow(values: Mapping[str, str | None]) -> str:
    """Return keys and values on one line, those that are None left out. The values are YAML."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items() if value is not None) + "}"


def listed(items: list[str]) -> str | None:
    """Return a list with an item on each line, None where there is none."""
    return "".join(f"\n  - {item}" for item in items) if items else None


def text_of(text: str) -> str:
    """Return text of several lines as a person would write it, indented; in quotes where YAML can't hold it so."""
    lines = text.split("\n")
    if len(lines) == 1 or not lines[0] or lines[0][0] in " \t" or "\t" in text:
        return quoted(text)
    return "|\n" + "\n".join(f"  {line}" if line else "" for line in lines)


def maybe(text: str | None) -> str | None:
    """Return the text in quotes, None where there is none."""
    return quoted(text) if text else None
