"""Two texts of a transcript, and what a review's folder tells of those that were saved."""

from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.saving import history
from radkind_pod.transcript.review.versions import version_of

OLD, NEW = "WEBVTT\n\nold\n", "WEBVTT\n\nnew, and schön\n"


def name(text: str) -> str:
    return version_of(text.encode())


def text(folder: ReviewFolder) -> str:
    return folder.transcript.read_bytes().decode()


def told(folder: ReviewFolder) -> list[tuple[str, str, str | None, bool]]:
    """The history, the oldest first."""
    return [(entry.what, entry.version, entry.by, entry.is_there) for entry in reversed(history(folder))]
