"""How marks stand in WebVTT: as the classes of a span, so that the file stays valid and readable."""

import re
from difflib import get_close_matches

from radkind_pod.model.review import (
    CUT,
    EVERYWHERE,
    REDACT,
    SOUND,
    UNCLEAR,
    is_everywhere,
    is_redaction,
    label_of,
)

_PLAIN = (CUT, SOUND, UNCLEAR)
_WITHHOLDING = re.compile(rb"<c\S*\.(?:cut|redact|everywhere)\b", re.IGNORECASE)
_EVERYWHERE = re.compile(rb"<c\S*\.everywhere\b", re.IGNORECASE)
_NO_CLASS = re.compile(r"[\s._<>&:]+")
_ORDER = (CUT, REDACT, EVERYWHERE, SOUND, UNCLEAR)
_MEANT = (*_ORDER, "redacted", "redaction", "withheld", "withhold", "cuts")


def mark_of_classes(classes: str) -> str | None:
    """Return the mark of a span with these classes (".redact.place_withheld"); None if it is there for its looks."""
    names = [name for name in classes.split(".") if name]
    marks = [name.lower() for name in names]
    kind = next((name for name in (EVERYWHERE, REDACT) if name in marks), None)
    if kind:
        label = next((name for name in names if name.lower() not in _ORDER), "")
        return f"{kind}:{label.replace('_', ' ')}" if label else kind
    return next((name for name in marks if name in _PLAIN), None)


def holds_marks(data: bytes) -> bool:
    """Say whether a WebVTT file seems to withhold anything, without reading it as one."""
    return bool(_WITHHOLDING.search(data))


def holds_everywhere(data: bytes) -> bool:
    """Say whether a WebVTT file seems to take a word out everywhere, without reading it as one."""
    return bool(_EVERYWHERE.search(data))


def class_fault(tag: str, classes: str) -> str | None:
    """Return what is wrong with classes that look like a mark and are none: their words would be published."""
    names = [name.lower() for name in classes.split(".") if name]
    mark = mark_of_classes(classes) if tag == "c" else None
    if mark:
        return _label_fault(mark)
    wrong = next(filter(_is_meant_as_mark, names), None)
    if wrong is None:
        return None
    return f"<{tag}.{wrong}> is no mark, and its words would be published: write <c.cut>, <c.redact> or another mark"


def _label_fault(mark: str) -> str | None:
    """Return what is wrong with a redaction whose label looks like *everywhere*: the word could stand elsewhere."""
    label = label_of(mark).lower()
    if is_redaction(mark) and get_close_matches(label, (EVERYWHERE,), 1, 0.75):
        return f"the label {label!r} looks like a mark: write <c.redact.everywhere>, or another label"
    return None


def _is_meant_as_mark(name: str) -> bool:
    """Say whether the class, or a part of it as in redact_name, is close to a mark."""
    return any(get_close_matches(part, _MEANT, 1, 0.75) for part in (name, *re.split("[-_]", name)))


def classes_of_mark(mark: str) -> str:
    """Return the classes that stand for a mark, each with its point before it."""
    if not is_redaction(mark):
        return f".{mark}"
    kind = f".{REDACT}.{EVERYWHERE}" if is_everywhere(mark) else f".{REDACT}"
    return f"{kind}.{clean_label(label_of(mark)).replace(' ', '_')}" if ":" in mark else kind


def clean_label(text: str) -> str:
    """Return the label of a redaction with one space for everything that a class can't hold."""
    return _NO_CLASS.sub(" ", text).strip()
