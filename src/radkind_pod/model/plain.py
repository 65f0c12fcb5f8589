"""Frozen dataclasses to plain JSON values and back, so that every room writes them the same way."""

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


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
    wanted: Any = kind
    result: T = _reader(wanted)(data)
    return result


def to_json(value: Any) -> str:
    """Return the value as readable JSON text with a final newline; the same value gives the same text."""
    return json.dumps(to_plain(value), ensure_ascii=False, indent=1) + "\n"


def parsed(text: str | bytes) -> Any:
    """Return what JSON text says. Raises ValueError for all that is none, also where it lies too deep in itself."""
    try:
        return json.loads(text)
    except RecursionError as error:
        msg = "values lie too deep in one another"
        raise ValueError(msg) from error


def from_plain_file(kind: type[T], file: Path) -> T:
    """Build a `kind` from a JSON file that `to_json` wrote."""
    return from_plain(kind, parsed(file.read_text(encoding="utf-8")))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what reads one value of this kind; finding it out anew for each value takes most of the time."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        some = _reader(next(k for k in get_args(kind) if k is not type(None)))
        return lambda data: None if data is None else some(data)
    if origin is tuple:
        each = _reader(get_args(kind)[0])
        return lambda data: tuple(map(each, data))
    if dataclasses.is_dataclass(kind):
        return partial(_read_dataclass, kind)
    if kind is datetime:
        return datetime.fromisoformat
    if kind is Path:
        return Path
    return partial(_read_scalar, kind)


def _read_scalar(kind: type[Any], data: Any) -> Any:
    if kind is float and isinstance(data, int):
        return float(data)
    if not isinstance(data, kind):
        msg = f"expected {kind.__name__}, found {type(data).__name__}"
        raise TypeError(msg)
    return data


def _read_dataclass(kind: Any, data: Mapping[str, Any]) -> Any:
    return kind(**{name: read(data[name]) for name, read in _fields(kind) if name in data})


@cache
def _fields(kind: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    hints = get_type_hints(kind)
    return tuple((f.name, _reader(hints[f.name])) for f in dataclasses.fields(kind))
