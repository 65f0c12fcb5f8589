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
from hashlib import sha256
from pathlib import Path

from radkind_pod.disk import sync_name, write_whole
from radkind_pod.errors import Problem, SourceError, naming
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.release import Release
from radkind_pod.present import is_file

PUBLISHED, PUBLISHED_WORDS = "published.json", "published-words.json"
NEXT_WORDS = "published-words.next.json"
"""The new words, until the Release that they belong to is remembered: a run that dies in between leaves both pairs."""
APPROVAL = "approval.json"
LOG = "publishing.log"


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody agreed that exactly this goes out. `digest` is the SHA-256 of the Release, `at` RFC 3339 text."""

    by: str
    at: str
    digest: str


def remember_published(folder: Path, release: Path, words: Path) -> None:
    """Keep both as what stands at the destination."""
    write_whole(folder / NEXT_WORDS, words.read_bytes())
    write_whole(folder / PUBLISHED, release.read_bytes())
    (folder / NEXT_WORDS).replace(folder / PUBLISHED_WORDS)
    sync_name(folder / PUBLISHED_WORDS)


def published_words(folder: Path) -> Path:
    """Return where the words of the remembered Release are."""
    expected = from_plain_file(Release, folder / PUBLISHED).words_sha256
    following = folder / NEXT_WORDS
    is_next = is_file(following) and sha256(following.read_bytes()).hexdigest() == expected
    return following if is_next else folder / PUBLISHED_WORDS


def forget_published(folder: Path) -> None:
    """Delete what is remembered of an episode that doesn't stand at the destination any more."""
    for name in (PUBLISHED_WORDS, NEXT_WORDS, PUBLISHED):
        (folder / name).unlink(missing_ok=True)


def approved(folder: Path) -> str:
    """Return the digest that was approved for the episode in this folder, "" for none."""
    file = folder / APPROVAL
    if not is_file(file):
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
    """Add one line to the log. One that was cut off, when a disk was full, stays a line by itself."""
    entry = {"at": at.isoformat(timespec="seconds"), "what": what, "episodes": sorted(guids), **figures}
    with naming(root / LOG), (root / LOG).open("ab+") as stream:
        stream.seek(max(0, stream.tell() - 1))
        gap = b"" if stream.read() in (b"", b"\n") else b"\n"
        stream.write(gap + json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    sync_name(root / LOG)


def logged(root: Path, word: str) -> bool:
    """Say whether a line of the log holds this word: a run that was killed may not have come to write it."""
    file = root / LOG
    return is_file(file) and word.encode() in file.read_bytes()
