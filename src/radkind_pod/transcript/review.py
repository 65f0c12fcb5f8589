"""The start of a review: the machine's draft becomes a source that a person corrects."""

import gzip
import hashlib
import io
import os
from pathlib import Path

from radkind_pod.errors import Refused
from radkind_pod.transcript.stages import Draft


def start_review(draft: Draft, episode_folder: Path) -> Path:
    """Copy the draft to transcript.vtt and its exact record to review/, and return the transcript's path.

    Either file appears whole or not at all. Raises Refused if there is a transcript.vtt already.
    """
    transcript = episode_folder / "transcript.vtt"
    if os.path.lexists(transcript):
        raise _already_there(transcript)
    record = draft.record.read_bytes()
    folder = episode_folder / "review"
    folder.mkdir(exist_ok=True)
    kept = folder / f"draft-{hashlib.sha256(record).hexdigest()[:12]}.json.gz"
    if not kept.exists():
        _write_new(kept, _compressed(record))
    try:
        _write_new(transcript, draft.vtt.read_bytes())
    except FileExistsError as error:
        raise _already_there(transcript) from error
    return transcript


def _already_there(transcript: Path) -> Refused:
    return Refused(
        f"{transcript} is there already, and a review never starts over what a person wrote",
        "Go on correcting it, or move it away first",
        file=transcript,
    )


def _compressed(data: bytes) -> bytes:
    """Return the data as gzip, the same bytes for the same data: no name, no time."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()


def _write_new(target: Path, data: bytes) -> None:
    """Write a file that was not there before, whole or not at all. Raises FileExistsError."""
    aside = target.with_name(f".{target.name}.part")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        _link_new(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def _link_new(aside: Path, target: Path) -> None:
    try:
        os.link(aside, target)
    except FileExistsError:
        raise
    except OSError:
        # memory cards and some network drives know no hard links: take the name first, then put the text there
        target.open("xb").close()
        aside.replace(target)
