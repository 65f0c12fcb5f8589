"""Kept drafts that a disk has damaged."""

from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.transcript.review.drafts import keep_draft, kept_draft, read_draft
from radkind_pod.transcript.review.folder import ReviewFolder


@pytest.mark.parametrize("damage", [lambda d: b"", lambda d: d[:-9], lambda d: d[:10] + b"\xff\xff\xff" + d[13:]])
def test_a_damaged_draft_is_told(tmp_path: Path, damage) -> None:
    file = kept_draft(keep_draft(b"{}" * 99, ReviewFolder(tmp_path)), tmp_path / "review")
    assert file
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(SourceError, match="this kept draft is damaged"):
        read_draft(file)
