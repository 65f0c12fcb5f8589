"""From a document to typed entries, or every problem of the file at once."""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from radkind_pod.errors import Problem, SourceError
from radkind_pod.sources.document import Document, Place
from radkind_pod.sources.entry import all_entries, is_tag, keys
from radkind_pod.sources.places import Folders
from radkind_pod.sources.wording import UNKNOWN, Fault, likely_key, wording

T = TypeVar("T")

Finding = tuple[Place, str]
"""What is wrong at a place, found outside pydantic since it lies between two keys."""


def validate(kind: type[T], document: Document, folders: Folders, more: Iterable[Finding] = ()) -> T:
    """Return the document as a `kind`. Raises one SourceError with all its problems, in the file's order.

    `more` is what is wrong between keys, whatever the single keys say.
    """
    found, form = list(more), cast("Any", kind)
    problems = [_problem(document, place, message) for place, message in found]
    try:
        value: T = _adapter(form).validate_python(_without_empty(document.data, _known(form)), context=folders)
    except ValidationError as error:
        faults = [_fault(kind, document, raw) for raw in error.errors(include_url=False)]
        problems += _problems(document, faults, {place for place, _ in found})
    if problems:
        raise SourceError(sorted(dict.fromkeys(problems), key=lambda p: p.line or 0))
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _known(kind: Any) -> frozenset[str]:
    return frozenset(name for _, entry in all_entries(kind) for name in keys(entry))


def _without_empty(data: Any, known: frozenset[str]) -> Any:
    """Leave out known keys with nothing after the colon: they mean the same as no key."""
    if isinstance(data, dict):
        return {k: _without_empty(v, known) for k, v in data.items() if v is not None or k not in known}
    if isinstance(data, list):
        return [_without_empty(item, known) for item in data]
    return data


def _fault(kind: type, document: Document, raw: Any) -> Fault:
    place = tuple(part for part in raw["loc"] if not is_tag(part))
    return Fault(kind, raw["type"], raw["msg"], raw["loc"], raw["input"], is_written=place in document.lines)


def _problems(document: Document, faults: list[Fault], known: set[Place]) -> list[Problem]:
    """Word the faults. A key is not called missing where a misspelt one most likely means it."""
    meant = known | {(*_place(f)[:-1], str(likely_key(f))) for f in faults if f.type == UNKNOWN}
    said = [f for f in faults if not (f.type == "missing" and _place(f) in meant) and not _only_wrong_items(f)]
    return [_problem(document, _place(f), wording(f)) for f in said]


def _only_wrong_items(fault: Fault) -> bool:
    """Say whether a list counts as empty only because all of its items are wrong, each of which is told."""
    return fault.type == "too_short" and bool(fault.given)


def _place(fault: Fault) -> Place:
    return tuple(part for part in fault.loc if not is_tag(part))


def _problem(document: Document, place: Place, message: str) -> Problem:
    names = [part for part in place if isinstance(part, str)]
    return document.problem(place, f"{'.'.join(names)}: {message}" if names else message)
