"""What pydantic found, in the words of somebody who writes a file by hand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from radkind_pod.sources.document import Place
from radkind_pod.sources.entry import all_entries, entry_at, is_tag, keys
from radkind_pod.sources.guess import closest

UNKNOWN = "unexpected_keyword_argument"

_FORMS = ("channels", "speaker", "speakers", "tracks")
"""Each says in its own way who is heard on a recording."""

_OTHER_WORDS = {
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


@dataclass(frozen=True, slots=True)
class Fault:
    """One of pydantic's errors: `kind` is the whole file's type, `loc` where in it, `is_written` if it is there."""

    kind: type
    type: str
    message: str
    loc: Place
    given: Any
    is_written: bool


def wording(fault: Fault) -> str:
    """Return what is wrong and what to do, without the name of the key."""
    say = _WORDINGS.get(fault.type)
    return say(fault) if say else f"{fault.message}. Compare with what `radkind-pod init` and `new` write."


def likely_key(fault: Fault) -> str | None:
    """Return the key that an unknown one most likely means."""
    here = entry_at(fault.kind, fault.loc[:-1])
    if here is None:
        return None
    word, known = str(fault.loc[-1]).lower(), keys(here)
    other = _OTHER_WORDS.get(word)
    return other if other in known else closest(word.replace("-", "_"), known)


def _unknown(fault: Fault) -> str:
    word, form = fault.loc[-1], str(fault.loc[-2] if len(fault.loc) > 1 else "")
    if is_tag(form) and word in _FORMS:
        return f"can't stand beside {form.strip('<>')}. Keep one of them."
    entries = all_entries(fault.kind)
    home = next((".".join(place) for place, entry in entries if word in keys(entry)), None)
    if home is not None:
        return f"does not belong here. Put it {f'under {home}:' if home else 'at the left edge, under nothing'}."
    likely = likely_key(fault)
    if likely:
        return f"unknown key. Did you mean {likely}?"
    here = entry_at(fault.kind, fault.loc[:-1])
    return f"unknown key. Delete it; the keys here are: {', '.join(keys(here)) if here else 'none'}."


def _missing(fault: Fault) -> str:
    here = entry_at(fault.kind, fault.loc[:-1])
    name = str(fault.loc[-1])
    line = f"`{name}: {keys(here)[name].example}`" if here else name
    return (
        f"is empty. Write it after the colon, like {line}."
        if fault.is_written
        else f"is missing. Add a line like {line}."
    )


def _list(fault: Fault) -> str:
    item = fault.given if isinstance(fault.given, str) and re.fullmatch(r"\w.{0,40}", fault.given) else "..."
    return f"must be a list. Write each item on a line of its own, with a dash in front, like `- {item}`."


def _mapping(fault: Fault) -> str:
    here = entry_at(fault.kind, fault.loc)
    example = ", ".join(f"{name}: {key.example}" for name, key in keys(here).items() if key.example) if here else ""
    return f"must be keys and values. Write it like `{{{example}}}`."


def _form(fault: Fault) -> str:
    what = "is empty" if fault.given is None else "has a form that is not known here"
    return f"{what}. The comments in what `radkind-pod new` writes show each form."


def _short(_: Fault) -> str:
    return "the list is empty. Write at least one item, on a line of its own with a dash in front."


_WORDINGS: dict[str, Callable[[Fault], str]] = {
    "fault": lambda fault: fault.message,
    UNKNOWN: _unknown,
    "missing": _missing,
    "tuple_type": _list,
    "dataclass_type": _mapping,
    "union_tag_not_found": _form,
    "too_short": _short,
}
