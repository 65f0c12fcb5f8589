"""Every destination does on a real server what all of them must do."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.publish.destinations.behaviour import Behaviour, Folders, Open, send
from tests.system import servers
from tests.system.destinations.conftest import KINDS
from tests.system.destinations.reach import Reach

from radkind_pod.publish.destinations import s3

pytestmark = pytest.mark.system


@pytest.mark.parametrize("reach", KINDS, indirect=True)
class TestRealServers(Behaviour):
    @pytest.fixture
    def open_(self, reach: Reach) -> Open:
        return reach.open

    @pytest.fixture
    def folders(self, reach: Reach) -> Folders:
        return reach.folders


@pytest.mark.parametrize("reach", ["nginx"], indirect=True)
def test_where_nobody_can_tell_whether_a_folder_is_empty_it_stays_and_is_told(reach: Reach, tmp_path: Path) -> None:
    """nginx lists nothing that begins with a dot, and its DELETE takes a folder with all that is in it."""
    with reach.open() as there:
        there.create(".pod/lock", b"x")
        send(there, "a/b/page.html", b"x", tmp_path)
        assert reach.root
        (reach.root / "a/b/.htaccess").write_bytes(b"somebody's own")
        there.delete("a/b/page.html")
        assert ["the folder a/b seems empty and stays, with its name" in one for one in there.remarks] == [True]
    assert reach.look("a/b/.htaccess") == b"somebody's own"


@pytest.mark.parametrize("reach", ["rclone-dav"], indirect=True)
def test_what_somebody_put_there_by_hand_stays_with_its_folder(reach: Reach, tmp_path: Path) -> None:
    with reach.open() as there:
        there.create(".pod/lock", b"x")
        send(there, "a/b/page.html", b"x", tmp_path)
        assert reach.root
        (reach.root / "a/b/.htaccess").write_bytes(b"somebody's own")
        time.sleep(0.5)  # it takes that long to see what it did not put there itself
        there.delete("a/b/page.html")
        assert there.remarks == []
    assert reach.look("a/b/.htaccess") == b"somebody's own"


@pytest.mark.parametrize("reach", ["sftp", "rsync"], indirect=True)
def test_a_folder_that_is_a_link_stays_and_what_is_behind_it_goes(reach: Reach, tmp_path: Path) -> None:
    """Sounds may lie on another disk of the server."""
    other = tmp_path / "other disk"
    other.mkdir()
    with reach.open() as there:
        send(there, "feed.xml", b"x", tmp_path)
        assert reach.root
        (reach.root / "episodes").symlink_to(other)
        (other / "one").mkdir()
        (other / "one/kept.html").write_bytes(b"somebody's own")
        (other / "one/page.html").write_bytes(b"x")
        there.delete("episodes/one/page.html")
        assert there.remarks == []
    assert [path.name for path in (other / "one").iterdir()] == ["kept.html"]
    assert (reach.root / "episodes").is_symlink()


LEAVES = ["sftp", "rclone-sftp", "rsync", "nginx", "rclone-dav", "moto"]
"""Where a run that was killed at a bad moment leaves something. rclone's S3 keeps no parts that outlive it."""


@pytest.mark.parametrize("reach", LEAVES, indirect=True)
def test_what_an_interrupted_run_left_goes_with_the_file_that_it_was_for(
    reach: Reach, tmp_path: Path, moto_server: servers.Server
) -> None:
    """The episode is withdrawn before anything is put into its folder again."""
    with reach.open() as there:
        there.create(".pod/lock", b"x")
        send(there, "episodes/one/other.html", b"x", tmp_path)
        there.delete("episodes/one/other.html")
        leave(reach, moto_server)
        time.sleep(0.5)
    with reach.open() as there:
        there.delete("episodes/one/one-1a2b.mp3")
    assert reach.left() == [".pod/lock"]


def leave(reach: Reach, moto_server: servers.Server) -> None:
    """Leave what a killed run would have left."""
    if reach.kind == "moto":
        key = reach.address.partition("podcast/")[2].partition("?")[0] + "/episodes/one/one-1a2b.mp3"
        servers.s3_client(moto_server.port).create_multipart_upload(Bucket="podcast", Key=key)
    else:
        aside = {"nginx": DAV, "rclone-dav": DAV, "rsync": ".one-1a2b.mp3.Xa1B2c"}
        assert reach.root
        place = reach.root / "episodes/one" / aside.get(reach.kind, ".part-0123456789abcdef")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"half")
    assert len(reach.left()) == 2


DAV = "aside-0123456789abcdef.part"


@pytest.mark.parametrize("reach", ["moto"], indirect=True)
def test_uploads_of_others_in_the_same_bucket_go_on(moto_server: servers.Server, reach: Reach, tmp_path: Path) -> None:
    """The show lies at the top of the bucket, beside somebody's backups."""
    client = servers.s3_client(moto_server.port)
    client.create_bucket(Bucket="shared")
    for key in ("backups/db.tar", "one.mp3.tar", "one.mp3"):
        client.create_multipart_upload(Bucket="shared", Key=key)
    top = replace(reach, pattern="s3://shared?endpoint=http://127.0.0.1:{port}")
    with top.open() as there:
        send(there, "two.mp3", b"x" * s3.PART, tmp_path)
        there.delete("one.mp3")
    left = client.list_multipart_uploads(Bucket="shared")["Uploads"]
    assert sorted(one["Key"] for one in left) == ["backups/db.tar", "one.mp3.tar"]


@pytest.mark.parametrize("reach", ["moto"], indirect=True)
@pytest.mark.parametrize("is_old", [True, False])
def test_a_probe_of_a_run_that_was_killed_goes_once_nobody_can_need_it(
    reach: Reach, is_old: bool, moto_server: servers.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_old:
        monkeypatch.setattr(s3, "OLD", timedelta(0))
    probe, place = ".part-0123456789abcdef", reach.address.partition("podcast/")[2].partition("?")[0]
    for key in (f"{place}/{probe}", f"{place}/.part-of-the-site", f"{place}/a/{probe}"):
        servers.s3_client(moto_server.port).put_object(Bucket="podcast", Key=key, Body=b"1")
    time.sleep(1.1)  # their age is told in seconds
    with reach.open() as there:
        assert there.create("lock", b"x")
    kept = [] if is_old else [probe]
    assert reach.left() == sorted([*kept, ".part-of-the-site", f"a/{probe}", "lock"])
