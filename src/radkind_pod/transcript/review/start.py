"""The start of a review: the machine's draft becomes a source that a person corrects."""

from pathlib import Path

from radkind_pod.errors import Refused
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.review import Document
from radkind_pod.model.transcript import Transcript
from radkind_pod.present import is_named
from radkind_pod.transcript.review.document import document_of
from radkind_pod.transcript.review.drafts import keep_draft
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.saving import ChangedUnderneath, save
from radkind_pod.transcript.stages import Draft


def draft_document(draft: Draft, sources: tuple[str, ...], folder: ReviewFolder) -> Document:
    """Keep the exact draft in the review's folder, and return it as the document that people correct."""
    name = keep_draft(draft.record.read_bytes(), folder)
    return document_of(from_plain_file(Transcript, draft.record), sources, name)


def start_review(draft: Draft, episode_folder: Path) -> Path:
    """Copy the draft to transcript.vtt and its exact record to review/, and return the transcript's path.

    Either file appears whole or not at all. Raises Refused if there is a transcript.vtt already.
    """
    folder = ReviewFolder(episode_folder)
    if is_named(folder.transcript):
        raise _already_there(folder.transcript)
    keep_draft(draft.record.read_bytes(), folder)
    try:
        save(folder, draft.vtt.read_text(encoding="utf-8"), None, "started", None)
    except ChangedUnderneath as error:
        raise _already_there(folder.transcript) from error
    return folder.transcript


def _already_there(transcript: Path) -> Refused:
    return Refused(
        f"{transcript} is there already, and a review never starts over what a person wrote",
        "Go on correcting it, or move it away first",
        file=transcript,
    )
