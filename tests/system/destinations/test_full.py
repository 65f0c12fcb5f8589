"""The disk at the destination is full: the old files stay, and it is told."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from tests.publish.destinations.behaviour import send
from tests.system import servers
from tests.system.destinations.conftest import folder_reach, make_reach

from radkind_pod.errors import TransferError

pytestmark = pytest.mark.system
ROOM = 6 << 20


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB, which only root can have."""
    assert os.geteuid() == 0, "run the system tests as root, or leave this file out"
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


SAID = {
    "folder": "no room left",
    "sftp": "disk or your quota is full",
    "rsync": "no room left",
    "nginx": "disk is full",
    "rclone-dav": "disk may be full",
    "rclone-s3": "disk may be full",
}


@pytest.mark.parametrize("kind", SAID)
def test_a_full_disk_is_told_and_the_old_file_stays(
    kind: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file after it still goes up, and so does the large one once there is room."""
    room = tmp_path / "room"
    room.mkdir()
    old, new = os.urandom(2 << 20), os.urandom(5 << 20)
    with started(kind, room, small) as server:
        reach = make_reach(kind, server, "show") if server else folder_reach(small / "show")
        for name, value in reach.environment.items():
            monkeypatch.setenv(name, value)
        with reach.open() as there:
            send(there, "media/a.mp3", old, tmp_path)
            with pytest.raises(TransferError) as told:
                send(there, "media/a.mp3", new, tmp_path)
            assert SAID[kind] in str(told.value)
            assert reach.look("media/a.mp3") == old
            send(there, "feed.xml", b"small", tmp_path)
            there.delete("media/a.mp3")
        with reach.open() as there:
            send(there, "media/a.mp3", new, tmp_path)
        assert reach.look("media/a.mp3") == new
        assert reach.look("feed.xml") == b"small"
        assert reach.left() == ["feed.xml", "media/a.mp3"]


def started(kind: str, room: Path, home: Path):
    if kind == "folder":
        return nullcontext()
    if kind in {"sftp", "rsync"}:
        return servers.sshd(room, home)
    if kind == "nginx":
        return servers.nginx(room, home)
    return servers.rclone(room, {"rclone-dav": "webdav", "rclone-s3": "s3"}[kind], home)


def test_a_file_that_is_larger_than_nginx_takes_is_told(tmp_path: Path) -> None:
    with servers.nginx(tmp_path, limit="1m") as server:
        reach = make_reach("nginx", server, "show")
        with reach.open() as there:
            with pytest.raises(TransferError, match="client_max_body_size"):
                send(there, "a.mp3", os.urandom(20 << 20), tmp_path)
            assert there.stat("a.mp3") is None
