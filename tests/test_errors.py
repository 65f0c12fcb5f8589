"""Every error keeps its facts and its message when it comes over from another process."""

import errno
import os
import pickle
from pathlib import Path

import pytest

from radkind_pod.disk import remove_folder
from radkind_pod.errors import (
    EngineError,
    MediaError,
    NeedsPerson,
    PodError,
    Problem,
    Refused,
    SourceError,
    ToolMissing,
    TransferError,
)

FILE = Path("episodes/ep/episode.yaml")


@pytest.mark.parametrize(
    "error",
    [
        SourceError([Problem(FILE, 3, "title is missing"), Problem(FILE, None, "no date")]),
        ToolMissing("the model base is not here", ["pip install it"]),
        MediaError(FILE, "not a recording", "Copy it again.", at_ms=1500),
        EngineError("faster-whisper", "it failed", "Try again"),
        NeedsPerson(FILE, "waits", "Say yes", line=7),
        Refused("it would leak", "Take it out", file=FILE, places=[Problem(FILE, 1, "here")]),
        TransferError("sftp://host", "it is full", "Make room", is_broken=True),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_is_the_same_after_a_journey(error: PodError) -> None:
    """Its class, its exit code, its message and each of its facts."""
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert (str(arrived), arrived.__dict__) == (str(error), error.__dict__)


def test_what_cannot_be_removed_is_told_by_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, **_: object) -> None:
        raise OSError(errno.EIO, "Input/output error", name)

    folder = tmp_path / "build" / "tiny"
    folder.mkdir(parents=True)
    (folder / "manifest.json").touch()
    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(OSError, match="Input/output error") as refused:
        remove_folder(folder)
    assert refused.value.filename == str(folder)
