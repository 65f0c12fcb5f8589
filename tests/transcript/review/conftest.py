"""An empty folder for a review."""

from pathlib import Path

import pytest

from radkind_pod.transcript.review.folder import ReviewFolder


@pytest.fixture
def folder(tmp_path: Path) -> ReviewFolder:
    return ReviewFolder(tmp_path)
