"""Where a transcript stands: draft, being corrected, corrected, checked."""

from collections.abc import Iterable
from dataclasses import dataclass

from radkind_pod.model.review import Document, Place
from radkind_pod.model.transcript import Provenance, Transcript
from radkind_pod.transcript.review.confirmed import Confirmed
from radkind_pod.transcript.review.provenance import checks, is_corrected, provenance_of

DRAFT, EDITING, CORRECTED, CHECKED = "draft", "being corrected", "corrected", "checked"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a transcript stands, and what is left to do. `checks` counts people who checked all that stands there."""

    state: str
    provenance: Provenance
    checks: int
    places_left: int
    conflicts: int
    estimated: int
    """Words that people typed, and whose times nobody knows exactly."""


def standing_of(
    document: Document,
    machine: Transcript | None,
    left: Iterable[Place],
    conflicts: int,
    checks_needed: int,
) -> Standing:
    """Return where this transcript stands."""
    provenance = provenance_of(document, machine)
    done = checks(document)
    if not provenance.reviewed:
        state = DRAFT
    elif checks_needed and done >= checks_needed:
        state = CHECKED
    else:
        state = CORRECTED if is_corrected(document) else EDITING
    estimated = sum(word.estimated for word in document.words)
    return Standing(state, provenance, done, len(list(left)), conflicts, estimated)


def places_left(places: Iterable[Place], confirmed: Iterable[Confirmed]) -> list[Place]:
    """Return the places that nobody has found right. One whose words were changed isn't a place any more."""
    right = {place.id for place in confirmed}
    return [place for place in places if place.id not in right]
