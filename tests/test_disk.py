"""Names that outlive a power cut, where the disk can tell."""

import errno
import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from radkind_pod.disk import sync_folder


@pytest.mark.parametrize(
    ("code", "is_told"), [(errno.EINVAL, False), (errno.EBADF, False), (errno.ENOTSUP, False), (errno.EIO, True)]
)
def test_a_drive_that_cannot_wait_for_a_folder_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, is_told: bool
) -> None:
    """So say network, shared and FUSE drives, after the file was put in its place."""

    def refuse(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(code)) if is_told else nullcontext():
        sync_folder(tmp_path)
