"""Publishing into a folder."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.publish.destinations.behaviour import Behaviour, Folders, Open, folders_in, outgoing, send

from radkind_pod.errors import TransferError
from radkind_pod.publish.destinations import folder, open_destination


class NoSecrets:
    def get(self, name: str) -> str | None:
        return None


@pytest.fixture
def open_(tmp_path: Path) -> Open:
    return lambda: open_destination("public copy", tmp_path, NoSecrets())


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return folders_in(tmp_path / "public copy")


class TestFolder(Behaviour):
    pass


@pytest.fixture
def umask() -> Iterator[None]:
    old = os.umask(0o077)
    yield
    os.umask(old)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_web_server_may_read_everything_whatever_the_umask(open_: Open, tmp_path: Path, umask: None) -> None:
    with open_() as there:
        send(there, "a/b/c.txt", b"x", tmp_path)
        there.create("a/.lock", b"y")
    root = tmp_path / "public copy"
    modes = {path.relative_to(root).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in [root, *root.rglob("*")]}
    assert modes == {".": 0o755, "a": 0o755, "a/b": 0o755, "a/b/c.txt": 0o644, "a/.lock": 0o644}


def test_what_an_interrupted_run_left_goes_and_nothing_else(open_: Open, tmp_path: Path) -> None:
    place = tmp_path / "public copy/media"
    place.mkdir(parents=True)
    (place / ".part-0123456789abcdef").write_bytes(b"half")
    (place / ".part-of-the-site").write_bytes(b"somebody's own")
    with open_() as there:
        send(there, "media/a.mp3", b"x", tmp_path)
    assert sorted(path.name for path in place.iterdir()) == [".part-of-the-site", "a.mp3"]


def test_what_an_interrupted_run_left_goes_with_the_file_that_it_was_for(open_: Open, tmp_path: Path) -> None:
    """The episode is withdrawn before anything is put into its folder again."""
    place = tmp_path / "public copy/episodes/one"
    place.mkdir(parents=True)
    (place / ".part-0123456789abcdef").write_bytes(b"half")
    with open_() as there:
        there.delete("episodes/one/one-1a2b.mp3")
    assert list((tmp_path / "public copy").iterdir()) == []


def test_what_others_may_be_making_beside_the_lock_is_left_alone(open_: Open, tmp_path: Path) -> None:
    place = tmp_path / "public copy/.pod"
    place.mkdir(parents=True)
    (place / ".part-0123456789abcdef").write_bytes(b"somebody's")
    with open_() as there:
        there.delete(".pod/lock")
    assert (place / ".part-0123456789abcdef").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_folder_that_is_a_link_stays(open_: Open, tmp_path: Path) -> None:
    other = tmp_path / "other disk"
    other.mkdir()
    with open_() as there:
        send(there, "feed.xml", b"x", tmp_path)
        (tmp_path / "public copy/episodes").symlink_to(other)
        send(there, "episodes/one/page.html", b"x", tmp_path)
        there.delete("episodes/one/page.html")
        assert there.remarks == []
    assert list(other.iterdir()) == []
    assert (tmp_path / "public copy/episodes").is_symlink()


def test_an_empty_folder_that_can_not_go_is_told(open_: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    with open_() as there:
        send(there, "a/page.html", b"x", tmp_path)
        monkeypatch.setattr(Path, "rmdir", fail)
        there.delete("a/page.html")
        assert there.read("a/page.html") is None
        assert ["the empty folder a can't be taken away (Permission denied)" in one for one in there.remarks] == [True]


def test_a_disk_that_is_not_plugged_in_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(TransferError, match="Plug the disk in"), folder.opened("stick/www", tmp_path):
        pass
    assert not (tmp_path / "stick").exists()


@pytest.mark.skipif(os.name == "nt", reason="there they are right")
@pytest.mark.parametrize("address", ["C:\\web", "C:/web", "..\\web"])
def test_a_folder_of_windows_is_refused_elsewhere(address: str, tmp_path: Path) -> None:
    with pytest.raises(TransferError, match="this is a folder of Windows"), folder.opened(address, tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows doesn't look whether somebody is there")
def test_the_home_of_nobody_is_told(tmp_path: Path) -> None:
    with pytest.raises(TransferError, match="no such home"), folder.opened("~nosuchuser/podcast", tmp_path):
        pass


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "www").write_bytes(b"")
    with pytest.raises(TransferError, match="this is a file") as told, folder.opened("www", tmp_path):
        pass
    assert "in config.yaml, as `to:` under `publish:`" in str(told.value)


@pytest.mark.parametrize(
    ("number", "words", "is_broken"),
    [
        (errno.ENOSPC, "no room left", False),
        (errno.EDQUOT, "no room left", False),
        (errno.EROFS, "not allowed to you. Give yourself the right", False),
        (errno.EIO, "connection broke", True),
        (errno.ENAMETOOLONG, "says: File name too long", False),
    ],
)
def test_what_the_disk_reports_is_told_and_the_old_file_stays(
    open_: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, is_broken: bool
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    with open_() as there:
        send(there, "feed.xml", b"old", tmp_path)
        monkeypatch.setattr(folder.os, "fsync", fail)
        for attempt in (lambda: send(there, "feed.xml", b"new", tmp_path), lambda: there.create(".lock", b"x")):
            with pytest.raises(TransferError, match=words) as told:
                attempt()
            assert told.value.is_broken == is_broken
        monkeypatch.undo()
        assert there.read("feed.xml") == b"old"
        assert there.read(".lock") is None
    assert [path.name for path in (tmp_path / "public copy").iterdir()] == ["feed.xml"]


@pytest.mark.parametrize("path", ["../feed.xml", "/etc/feed.xml", "a//b", "a/./b", "a\\b", ""])
def test_no_path_leads_out_of_the_folder(open_: Open, tmp_path: Path, path: str) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x")
    with open_() as there, pytest.raises(ValueError):  # noqa: PT011 # its only text is the path
        there.put(outgoing(path, b"x"), source)
