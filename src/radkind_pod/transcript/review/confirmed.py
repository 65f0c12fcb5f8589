"""Doubtful places that a person listened to and found right."""

from collections.abc import Iterable
from dataclasses import dataclass

from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.records import read_record, write_record


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A place that was found right, with the words that stood there then."""

    id: str
    text: str
    start_ms: int
    end_ms: int
    by: str | None = None


@dataclass(frozen=True, slots=True)
class _Book:
    """The file confirmed.json."""

    places: tuple[Confirmed, ...]


def confirmed(folder: ReviewFolder) -> tuple[Confirmed, ...]:
    """Return the places that were found right, in the order of the recording."""
    book = read_record(_Book, folder.confirmed) or _Book(())
    return tuple(sorted(book.places, key=lambda place: (place.start_ms, place.end_ms, place.id)))


def confirm(folder: ReviewFolder, places: Iterable[Confirmed]) -> None:
    """Add places that were found right. One that is there already stays as it is, unless its words are others now."""
    with folder.locked():
        before = {place.id: place for place in confirmed(folder)}
        after = dict(before)
        for place in places:
            known = before.get(place.id)
            if known is None or known.text != place.text:
                after[place.id] = place
        if after != before:
            in_order = sorted(after.values(), key=lambda place: (place.start_ms, place.end_ms, place.id))
            write_record(_Book(tuple(in_order)), folder.confirmed)


def take_back(folder: ReviewFolder, names: Iterable[str]) -> None:
    """Take places off again: whoever found them right has undone it."""
    gone = set(names)
    with folder.locked():
        left = tuple(place for place in confirmed(folder) if place.id not in gone)
        if len(left) < len(confirmed(folder)):
            write_record(_Book(left), folder.confirmed)
