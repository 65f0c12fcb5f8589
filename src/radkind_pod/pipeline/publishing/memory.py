"""What the project remembers of publishing: each episode as it stands out there, approvals, and a log.

`episodes/<slug>/published.json` and `published-words.json` are Release and Words as they were published last,
`episodes/<slug>/approval.json` says who approved which Release, and `publishing.log` in the show's folder is only ever
added to. The log names episodes by guid and people not at all.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.pipeline.whole import write_whole

PUBLISHED, PUBLISHED_WORDS = "published.json", "published-words.json"
APPROVAL = "approval.json"
LOG = "publishing.log"


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody agreed that exactly this goes out. `digest` is the SHA-256 of the Release, `at` RFC 3339 text."""

    by: str
    at: str
    digest: str


def approved(folder: Path) -> str:
    """Return the digest that was approved for the episode in this folder, "" for none."""
    file = folder / APPROVAL
    if not file.is_file():
        return ""
    try:
        return from_plain_file(Approval, file).digest
    except (ValueError, KeyError, TypeError) as error:
        message = "is no approval as radkind-pod writes it. Delete it, and approve the episode again."
        raise SourceError([Problem(file, None, message)]) from error


def write_approval(folder: Path, approval: Approval) -> None:
    """Keep the approval; an earlier one is replaced."""
    write_whole(folder / APPROVAL, to_json(approval).encode())


def log(root: Path, at: datetime, what: str, guids: Iterable[str], **figures: object) -> None:
    """Add one line to the log."""
    entry = {"at": at.isoformat(timespec="seconds"), "what": what, "episodes": sorted(guids), **figures}
    with (root / LOG).open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
