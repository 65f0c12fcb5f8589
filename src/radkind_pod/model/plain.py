"""Frozen dataclasses to plain JSON values and back, so that every room writes them the same way."""

import dataclasses
import json
import types
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_hints = cache(get_type_hints)
"""What each field of a class holds; looking it up anew for each of ten thousand words takes seconds."""


def to_plain(value: Any) -> Any:
    """Turn a value of the model into what json can write. Paths become text with forward slashes."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    msg = f"a stage or record can't hold {type(value).__name__}"
    raise TypeError(msg)


def from_plain(kind: type[T], data: Any) -> T:
    """Build a `kind` from what json read. Raises KeyError, TypeError or ValueError where it doesn't fit."""
    result: T = _read(kind, data)
    return result


def to_json(value: Any) -> str:
    """Return the value as readable JSON text with a final newline; the same value gives the same text."""
    return json.dumps(to_plain(value), ensure_ascii=False, indent=1) + "\n"


def from_plain_file(kind: type[T], file: Path) -> T:
    """Build a `kind` from a JSON file that `to_json` wrote."""
    return from_plain(kind, json.loads(file.read_text(encoding="utf-8")))


def _read(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else _read(next(k for k in get_args(kind) if k is not type(None)), data)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in data)
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, data)
    if kind is datetime:
        return datetime.fromisoformat(data)
    if kind is float and isinstance(data, int):
        return float(data)
    if kind is Path:
        return Path(data)
    if not isinstance(data, kind):
        msg = f"expected {kind.__name__}, found {type(data).__name__}"
        raise TypeError(msg)
    return data


def _read_dataclass(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    known = [f.name for f in dataclasses.fields(kind) if f.name in data]
    return kind(**{name: _read(hints[name], data[name]) for name in known})
