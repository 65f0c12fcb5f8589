"""Passages of which there are two versions, until a person chooses, and what was chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from radkind_pod.errors import NeedsPerson
from radkind_pod.model.review import Conflict
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.log import now
from radkind_pod.transcript.review.records import read_record, write_record


@dataclass(frozen=True, slots=True)
class Settled:
    """A conflict that a person has settled: `chose` is here or other."""

    conflict: Conflict
    chose: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class _Conflicts:
    """The file conflicts.json."""

    open: tuple[Conflict, ...]
    settled: tuple[Settled, ...]


def conflicts(folder: ReviewFolder) -> tuple[Conflict, ...]:
    """Return the conflicts that wait for a person, in the order of the recording."""
    return tuple(sorted(_read(folder).open, key=lambda conflict: (conflict.start_ms, conflict.end_ms, conflict.id)))


def settled(folder: ReviewFolder) -> tuple[Settled, ...]:
    """Return what was settled, the oldest first."""
    return _read(folder).settled


def add(folder: ReviewFolder, found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Put conflicts on the list, and return those that are new: not on it, and never settled."""
    with folder.locked():
        now_open, was_settled = _read(folder).open, _read(folder).settled
        known = {conflict.id for conflict in now_open} | {one.conflict.id for one in was_settled}
        new = tuple({conflict.id: conflict for conflict in found if conflict.id not in known}.values())
        if new:
            write_record(_Conflicts((*now_open, *new), was_settled), folder.conflicts)
    return new


def settle(folder: ReviewFolder, name: str, chose: Literal["here", "other"], by: str | None) -> Conflict:
    """Take a conflict off the list, write down what was chosen, and return it. The transcript is the caller's.

    One that was settled the same way before is no mistake. Raises NeedsPerson where there is no such conflict, or it
    was settled the other way.
    """
    with folder.locked():
        book = _read(folder)
        before = next((one for one in book.settled if one.conflict.id == name), None)
        if before and before.chose == chose:
            return before.conflict
        conflict = next((one for one in book.open if one.id == name), None)
        if conflict is None:
            raise _gone(folder, name, before)
        still_open = tuple(one for one in book.open if one.id != name)
        done = (*book.settled, Settled(conflict, chose, by, now()))
        write_record(replace(book, open=still_open, settled=done), folder.conflicts)
    return conflict


def reopen(folder: ReviewFolder, names: Iterable[str]) -> None:
    """Put conflicts back on the list: whoever chose has undone it."""
    undone = set(names)
    with folder.locked():
        book = _read(folder)
        back = tuple(one.conflict for one in book.settled if one.conflict.id in undone)
        if back:
            still = tuple(one for one in book.settled if one.conflict.id not in undone)
            write_record(replace(book, open=(*book.open, *back), settled=still), folder.conflicts)


def _gone(folder: ReviewFolder, name: str, before: Settled | None) -> NeedsPerson:
    if before:
        return NeedsPerson(
            folder.conflicts,
            f"the two versions of a passage ({name}) were settled the other way, by {before.by or 'somebody'}",
            "Look at the passage in the transcript, and change it there",
        )
    return NeedsPerson(
        folder.conflicts,
        f"there are no two versions of a passage with the name {name!r}",
        "Open the transcript again: it shows the passages that are still to be settled",
    )


def _read(folder: ReviewFolder) -> _Conflicts:
    return read_record(_Conflicts, folder.conflicts) or _Conflicts((), ())
