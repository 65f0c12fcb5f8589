"""All that the editor's page is made of, as the review holds it now."""

from radkind_pod.editor.state import Material
from radkind_pod.transcript.review.case import Case, Given
from radkind_pod.transcript.review.confirmed import confirmed
from radkind_pod.transcript.review.conflicts import conflicts


def material_of(case: Case) -> tuple[Given, Material]:
    """Return what people correct now, which is kept, and what is known about it.

    Raises NeedsPerson where there is nothing to correct, and SourceError where the transcript can't be read.
    """
    given = case.begin()
    document = given.reviewed.document
    return given, Material(
        document=document,
        version=given.version,
        machine=case.machine(document.draft),
        places=case.places(document),
        confirmed=tuple(place.id for place in confirmed(case.folder)),
        conflicts=conflicts(case.folder),
    )
