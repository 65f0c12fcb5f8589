"""Names that should be spelt right, what is heard for them, and what became of them in a transcript."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A name as it should be spelt, and spellings that engines write down for it."""

    name: str
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What an engine wrote, the name that stands there instead, and when it is said, in ms of recording time."""

    heard: str
    written: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Names:
    """What became of a glossary in one draft: what was put right, in order, and which names were never met."""

    changes: tuple[Change, ...] = ()
    unmet: tuple[str, ...] = ()


def same_spelling(text: str) -> str:
    """Return the text as spellings are compared: without regard to case and to the width of spaces."""
    return " ".join(text.casefold().split())


def united(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return one entry for each name, in order of the first, with the spellings of all.

    A spelling counts for the first entry that has it. One that is another entry's name, or a word of it, is left out:
    where a Sean Smith is in the episode, a Sean isn't a misheard Siân.
    """
    names: dict[str, str] = {}
    heard: dict[str, list[str]] = {}
    for entry in entries:
        key = same_spelling(entry.name)
        names.setdefault(key, entry.name)
        heard.setdefault(key, []).extend(entry.heard)
    owners: dict[str, tuple[str, str]] = {}
    for key in names:
        taken = {part for other in names if other != key for part in (other, *other.split())}
        for spelling in heard[key]:
            if same_spelling(spelling) not in taken:
                owners.setdefault(same_spelling(spelling), (key, spelling))
    kept = owners.values()
    return tuple(Entry(name, tuple(text for owner, text in kept if owner == key)) for key, name in names.items())
