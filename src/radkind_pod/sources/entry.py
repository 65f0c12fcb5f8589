"""What keys a YAML file can have, read off its dataclass: the entry at a place, its keys, which are needed."""

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, TypeGuard, TypeVar, Union, dataclass_transform, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, Field, Tag
from pydantic.fields import FieldInfo

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def entry(cls: type[T]) -> type[T]:
    """Make a class the shape of keys and values in a YAML file; a key that is not a field is an error."""
    cls.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return dataclass(frozen=True, kw_only=True)(cls)


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its type, what it is for, how a line with it looks, and whether it must be there."""

    kind: Any
    about: str
    example: str
    needed: bool


def about(text: str, example: str, *, alias: str | None = None) -> Any:
    """Describe a key for the schema, the reference and the messages. `example` is what may stand after its colon."""
    return Field(description=text, examples=[example], alias=alias)


def keys(kind: type) -> dict[str, Key]:
    """Return the keys of an entry as they are written in YAML."""
    hints = get_type_hints(kind, include_extras=True)
    described = {f.name: (hints[f.name], f.default is MISSING and f.default_factory is MISSING) for f in fields(kind)}
    return dict(_key(name, hint, needed) for name, (hint, needed) in described.items())


def entry_at(kind: Any, place: Sequence[str | int]) -> type | None:
    """Return the entry at this place of pydantic's, None where no keys are expected."""
    for part in place:
        kind = _step(kind, part)
        if kind is None:
            return None
    bare = _bare(kind)
    return bare if _is_entry(bare) else None


def all_entries(kind: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], type]]:
    """Yield every entry in `kind` with the keys that lead to it, itself first."""
    bare = _bare(kind)
    if _is_entry(bare):
        yield place, bare
        for name, key in keys(bare).items():
            yield from all_entries(key.kind, (*place, name))
    else:
        for part in get_args(bare):
            yield from all_entries(part, place)


def is_tag(part: str | int) -> bool:
    """Say whether this part of pydantic's place names a form of writing and not a key."""
    return isinstance(part, str) and part.startswith("<")


def _key(name: str, hint: Any, needed: bool) -> tuple[str, Key]:
    info = next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, FieldInfo) and m.examples), FieldInfo())
    return info.alias or name, Key(hint, info.description or "", (info.examples or [""])[0], needed)


def _step(kind: Any, part: str | int) -> Any:
    bare = _bare(kind)
    if isinstance(part, int):
        return get_args(bare)[0] if get_origin(bare) is tuple else None
    if is_tag(part):
        return next((k for k in get_args(bare) if Tag(part) in getattr(k, "__metadata__", ())), None)
    found = keys(bare).get(part) if _is_entry(bare) else None
    return found.kind if found else None


def _is_entry(kind: Any) -> TypeGuard[type]:
    return isinstance(kind, type) and is_dataclass(kind)


def _bare(kind: Any) -> Any:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        without_none = [k for k in get_args(kind) if k is not type(None)]
        return _bare(without_none[0]) if len(without_none) == 1 else kind
    return kind
