"""Whether the disk can hold a build is asked before it starts."""

from collections import namedtuple
from pathlib import Path

import pytest

from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import MediaError
from radkind_pod.model.audio import Recording, Track
from radkind_pod.pipeline import space

Usage = namedtuple("Usage", "total used free")


def test_a_disk_without_room_is_refused_with_both_figures(tmp_path: Path, monkeypatch) -> None:
    recording = tmp_path / "a.wav"
    recording.write_bytes(bytes(1_000_000))
    prepare = Prepare((Recording((Track(recording),)),))
    monkeypatch.setattr(space.shutil, "disk_usage", lambda folder: Usage(1, 1, 1_999_999))
    with pytest.raises(MediaError, match=r"only 0\.0 GB are free .* needs about 0\.0 GB"):
        space.refuse_if_disk_is_full(tmp_path, prepare)
    monkeypatch.setattr(space.shutil, "disk_usage", lambda folder: Usage(1, 1, 2_000_000))
    space.refuse_if_disk_is_full(tmp_path, prepare)
