"""Kept drafts that a disk has damaged."""

import errno
from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.transcript.review.drafts import keep_draft, kept_draft, read_draft
from radkind_pod.transcript.review.folder import ReviewFolder


def test_a_disk_that_fails_is_no_damage_of_the_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody shall move away what another try may read."""
    folder = ReviewFolder(tmp_path)
    file = kept_draft(keep_draft(b"{}", folder), folder.path)
    assert file

    def failing(self: Path) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", failing)
    with pytest.raises(OSError, match="Input/output"):
        read_draft(file)


@pytest.mark.parametrize("damage", [lambda d: b"", lambda d: d[:-9], lambda d: d[:10] + b"\xff\xff\xff" + d[13:]])
def test_a_damaged_draft_is_told(tmp_path: Path, damage) -> None:
    folder = ReviewFolder(tmp_path)
    file = kept_draft(keep_draft(b"{}" * 99, folder), folder.path)
    assert file
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(SourceError, match="this kept draft is damaged"):
        read_draft(file)
