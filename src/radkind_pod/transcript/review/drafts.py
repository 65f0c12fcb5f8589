"""The machine's drafts that were ever corrected: kept beside the corrections, and never changed."""

import gzip
import hashlib
import zlib
from pathlib import Path

from radkind_pod.disk import write_whole
from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.plain import from_plain, parsed
from radkind_pod.model.transcript import Transcript
from radkind_pod.present import is_file, is_there
from radkind_pod.transcript.review.folder import ReviewFolder


def draft_hash(record: bytes) -> str:
    """Return the short hash by which a transcript's NOTE names the draft."""
    return hashlib.sha256(record).hexdigest()[:12]


def keep_draft(record: bytes, folder: ReviewFolder) -> str:
    """Keep the exact draft in the review's folder, once, and return its short hash."""
    name = draft_hash(record)
    with folder.locked():
        kept = _file(folder.path, name)
        if not is_there(kept):
            write_whole(kept, gzip.compress(record, mtime=0))
    return name


def kept_draft(name: str | None, review: Path) -> Path | None:
    """Return the file of the kept draft with this short hash; None where it isn't here."""
    file = _file(review, name) if name else None
    return file if file and is_file(file) else None


def read_draft(file: Path) -> Transcript:
    """Return a kept draft. Raises SourceError where the file is damaged or isn't what its name says."""
    try:
        record = gzip.decompress(file.read_bytes())
        if file.name != _file(file.parent, draft_hash(record)).name:
            raise ValueError
        return from_plain(Transcript, parsed(record))
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        message = "this kept draft is damaged: bring it back from a backup, or move it away (words lose exact times)"
        raise SourceError([Problem(file, None, message)]) from error


def _file(review: Path, name: str) -> Path:
    return review / f"draft-{name}.json.gz"
