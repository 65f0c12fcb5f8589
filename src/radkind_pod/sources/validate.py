"""From a document to typed entries, or every problem of the file at once."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from radkind_pod.errors import Problem, SourceError
from radkind_pod.sources.document import Document, Place
from radkind_pod.sources.entry import all_entries, entry_at, is_tag, keys
from radkind_pod.sources.guess import closest
from radkind_pod.sources.places import Folders

T = TypeVar("T")

_ELSEWHERE = {
    "audio": "recordings",
    "cover": "artwork",
    "date": "published",
    "description": "summary",
    "files": "recordings",
    "guests": "people",
    "image": "artwork",
    "pubdate": "published",
    "shownotes": "notes",
    "url": "link",
    "website": "link",
}
"""Words that other tools use for the same thing."""


def validate(kind: type[T], document: Document, folders: Folders, more: Iterable[Problem] = ()) -> T:
    """Return the document as a `kind`. Raises one SourceError with its problems and `more`, in the file's order."""
    problems = list(more)
    try:
        value: T = adapter(kind).validate_python(_without_empty(document.data, _known(kind)), context=folders)
    except ValidationError as error:
        problems += _problems(kind, document, error)
    if problems:
        unique = dict.fromkeys(problems)
        raise SourceError(sorted(unique, key=lambda p: p.line or 0))
    return value


@cache
def adapter(kind: type[T]) -> TypeAdapter[T]:
    """Return pydantic's reader of `kind`, built once."""
    return TypeAdapter(kind)


@cache
def _known(kind: type) -> frozenset[str]:
    return frozenset(name for _, entry in all_entries(kind) for name in keys(entry))


def _without_empty(data: Any, known: frozenset[str]) -> Any:
    """Leave out known keys with nothing after the colon: they mean the same as no key."""
    if isinstance(data, dict):
        return {k: _without_empty(v, known) for k, v in data.items() if v is not None or k not in known}
    if isinstance(data, list):
        return [_without_empty(item, known) for item in data]
    return data


def _problems(kind: type, document: Document, error: ValidationError) -> list[Problem]:
    faults = error.errors(include_url=False)
    parsed = [(_place(fault["loc"]), fault) for fault in faults]
    meant = {(*place[:-1], _guess(kind, fault["loc"])) for place, fault in parsed if fault["type"] == _UNKNOWN}
    return [
        document.problem(place, f"{_title(place)}{_message(kind, document, place, fault)}")
        for place, fault in parsed
        if not (fault["type"] == "missing" and place in meant)
    ]


def _place(loc: Place) -> Place:
    return tuple(part for part in loc if not is_tag(part))


def _title(place: Place) -> str:
    names = [part for part in place if isinstance(part, str)]
    return f"{'.'.join(names)}: " if names else ""


_UNKNOWN = "unexpected_keyword_argument"


def _message(kind: type, document: Document, place: Place, fault: Mapping[str, Any]) -> str:
    if fault["type"] == "fault":
        return str(fault["msg"])
    wording = _WORDINGS.get(fault["type"])
    return wording(kind, document, fault) if wording else f"{fault['msg']}. Compare with what `radkind-pod init` writes."


def _unknown(kind: type, _: Document, fault: Mapping[str, Any]) -> str:
    guess = _guess(kind, fault["loc"])
    if guess:
        return f"unknown key. Did you mean {guess}?"
    home = _home(kind, fault["loc"])
    if home:
        return f"does not belong here. Put it under {home}."
    here = entry_at(kind, fault["loc"][:-1])
    return f"unknown key. The keys here are: {', '.join(keys(here)) if here else 'none'}."


def _guess(kind: type, loc: Place) -> str | None:
    here = entry_at(kind, loc[:-1])
    if here is None:
        return None
    word, known = str(loc[-1]).lower(), keys(here)
    named = _ELSEWHERE.get(word)
    return named if named in known else closest(word.replace("-", "_"), known)


def _home(kind: type, loc: Place) -> str | None:
    return next((".".join(place) for place, entry in all_entries(kind) if place and loc[-1] in keys(entry)), None)


def _missing(kind: type, document: Document, fault: Mapping[str, Any]) -> str:
    loc: Place = fault["loc"]
    here = entry_at(kind, loc[:-1])
    example = keys(here)[str(loc[-1])].example if here else ""
    if _place(loc) in document.lines:
        return f"is empty. Write it after the colon, like `{loc[-1]}: {example}`."
    return f"is missing. Add a line like `{loc[-1]}: {example}`."


def _list(kind: type, _: Document, fault: Mapping[str, Any]) -> str:
    given = fault["input"]
    item = given if isinstance(given, str) else "..."
    return f"must be a list. Write each item on a line of its own, with a dash in front, like `- {item}`."


def _keys(kind: type, _: Document, fault: Mapping[str, Any]) -> str:
    here = entry_at(kind, fault["loc"])
    if here is None:
        return "must be keys and values."
    example = ", ".join(f"{name}: {key.example}" for name, key in keys(here).items() if key.needed)
    return f"must be keys and values. Write it like `{{{example}}}`." if example else (
        f"must be keys and values. The keys here are: {', '.join(keys(here))}."
    )


def _form(kind: type, document: Document, fault: Mapping[str, Any]) -> str:
    return "is empty or in a form that can't be read here. Compare with the comment above it, or delete the line."


def _short(kind: type, document: Document, fault: Mapping[str, Any]) -> str:
    return "the list is empty. Write at least one item, on a line of its own with a dash in front."


_WORDINGS: dict[str, Callable[[type, Document, Mapping[str, Any]], str]] = {
    _UNKNOWN: _unknown,
    "missing": _missing,
    "tuple_type": _list,
    "dataclass_type": _keys,
    "union_tag_not_found": _form,
    "too_short": _short,
}
