"""A transcript that was corrected in another program comes back into the review."""

from dataclasses import replace
from pathlib import Path

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.review import Document
from radkind_pod.model.transcript import EDITING, Credit
from radkind_pod.transcript.exchange.foreign import read_returned
from radkind_pod.transcript.exchange.incoming import as_document, closest
from radkind_pod.transcript.exchange.returned import Returned
from radkind_pod.transcript.review.case import Case, Received, data_name
from radkind_pod.transcript.review.imports import imported, keep_import
from radkind_pod.transcript.review.provenance import with_credit
from radkind_pod.transcript.review.saving import history
from radkind_pod.transcript.review.withheld import restored, view

MOST_VERSIONS = 12
"""So many kept versions are looked through for the one that a file without a stamp was made from."""


def bring_other(
    case: Case, slug: str, file: Path, data: bytes, by: str | None
) -> tuple[Received | None, tuple[str, ...]]:
    """Put a file that another program wrote into the transcript; return what came of it, and notes for the person.

    None in place of the result: the same file came before. Raises SourceError where it can't be read, or is of another
    episode.
    """
    returned = read_returned(file.name, data, file)
    if returned.episode not in (None, slug):
        message = f"this is the transcript of the episode {returned.episode}, not of {slug}: name that one"
        raise SourceError([Problem(file, None, message)])
    if imported(case.folder, data, file.suffix) and not case.was_undone():
        return None, returned.notes
    given = returned.version or _likely_version(case, returned)
    base = case.given(given).document
    theirs = _as_sent(returned, base)
    if by:
        theirs = _credited(theirs, by)
    received = case.put(given, base, theirs, what="imported", by=by, note=data_name(data))
    keep_import(case.folder, data, file.suffix)
    return received, returned.notes


def _as_sent(returned: Returned, base: Document) -> Document:
    """Return what they made of `base`. They had it with its withheld passages or without: the file is closer to one."""
    seen = view(base)
    if closest(returned, (("without", seen), ("with", base))) == "with":
        return as_document(returned, base)
    return restored(as_document(returned, seen), base)


def _likely_version(case: Case, returned: Returned) -> str:
    begun = case.look()
    kept = [entry.version for entry in history(case.folder) if entry.is_there]
    versions = list(dict.fromkeys((begun.version, *kept)))[:MOST_VERSIONS]
    return closest(returned, ((version, view(case.given(version).document)) for version in versions))


def _credited(document: Document, by: str) -> Document:
    return replace(document, credits=with_credit(document.credits, Credit(EDITING, by)))
