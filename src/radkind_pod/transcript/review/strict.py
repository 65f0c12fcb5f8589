"""JSON from outside, read as if it were meant to do harm: every value has the type and the size that it must have."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from radkind_pod.transcript.wording import cleaned

MOST_BYTES = 10_000_000
MOST_NUMBER = 2**53
"""Larger whole numbers aren't the same in a browser."""

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Fault(ValueError):
    """What is wrong in a file from outside, in plain words."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def read_object(data: bytes) -> dict[str, Any]:
    """Return the JSON object in the data. Raises Fault."""
    if len(data) > MOST_BYTES:
        msg = f"it has {len(data) / 1_000_000:.0f} MB, and no corrections have more than 10"
        raise Fault(msg)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = "it is not UTF-8 text"
        raise Fault(msg, data.count(b"\n", 0, error.start) + 1) from error
    try:
        value = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        msg = f"it is not whole, or no JSON ({error.msg})"
        raise Fault(msg, error.lineno) from error
    except RecursionError as error:
        msg = "its values lie too deep in one another"
        raise Fault(msg) from error
    except Fault:
        raise
    except ValueError as error:
        msg = "a number in it is too long"
        raise Fault(msg) from error
    if not isinstance(value, dict):
        msg = "it is no JSON object"
        raise Fault(msg)
    return value


def plain(text: str) -> str:
    """Return text on one line, without control characters and without halves of characters."""
    return cleaned(_LONE_SURROGATE.sub("\ufffd", text))


@dataclass(frozen=True, slots=True)
class Fields:
    """The named values of one object. `where` says in the file's own words which object it is."""

    values: dict[str, Any]
    where: str = ""

    def fault(self, name: str, what: str) -> Fault:
        """Return the fault that the value of this name is not what it must be."""
        place = f"{self.where}: " if self.where else ""
        return Fault(f"{place}{name!r} must be {what}")

    def only(self, names: Iterable[str]) -> None:
        """Refuse values of other names: nobody knows what would be lost with them."""
        for name in self.values:
            if name not in names:
                place = f"{self.where}: " if self.where else ""
                msg = f"{place}{plain(name)[:40]!r} is not known here"
                raise Fault(msg)

    def number(self, name: str) -> int:
        """Return a whole number from 0."""
        value = self.values.get(name)
        if type(value) is not int or not 0 <= value <= MOST_NUMBER:
            raise self.fault(name, "a whole number from 0")
        return value

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self.values.get(name)
        if not isinstance(value, bool):
            raise self.fault(name, "true or false")
        return value

    def text(self, name: str, most: int) -> str:
        """Return text of at most so many letters, cleaned; it may have spaces at its ends."""
        value = self.values.get(name)
        if not isinstance(value, str):
            raise self.fault(name, "text")
        if len(value) > most:
            raise self.fault(name, f"text of at most {most} letters")
        return plain(value)

    def title(self, name: str, most: int) -> str | None:
        """Return text without spaces at its ends; None where there is none."""
        if self.values.get(name) is None:
            return None
        return self.text(name, most).strip() or None

    def matching(self, name: str, pattern: str, what: str) -> str:
        """Return text that fits the pattern."""
        value = self.values.get(name)
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            raise self.fault(name, what)
        return value

    def items(self, name: str) -> list[Any]:
        """Return a list of anything."""
        value = self.values.get(name)
        if not isinstance(value, list):
            raise self.fault(name, "a list")
        return value

    def objects(self, name: str, where: str) -> "list[Fields]":
        """Return a list of objects, each with its place in words."""
        place = f"{self.where}, " if self.where else ""
        found = [
            Fields(one, f"{place}{where} {i}") for i, one in enumerate(self.items(name), 1) if isinstance(one, dict)
        ]
        if len(found) != len(self.items(name)):
            raise self.fault(name, "a list of objects")
        return found


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        msg = "a name stands twice in one object"
        raise Fault(msg)
    return values


def _no_number(name: str) -> Any:
    msg = f"{name} is no number"
    raise Fault(msg)
