"""Files that are whole at every moment, and names that outlive a power cut, where the disk can tell."""

import errno
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

import pytest

from radkind_pod import disk
from radkind_pod.disk import (
    DAY_S,
    aside_of,
    copy_file,
    put_in_place,
    put_in_place_of,
    set_aside,
    sync_folder,
    write_over,
    write_whole,
)


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


def test_many_threads_may_write_the_same_file(tmp_path: Path) -> None:
    def write(number: int) -> None:
        write_whole(tmp_path / "hashes.json", b"%d" % number * 1000)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(400)))
    assert [file.name for file in tmp_path.iterdir()] == ["hashes.json"]
    assert len(set((tmp_path / "hashes.json").read_bytes())) <= 3


def test_what_is_set_aside_is_nobody_elses_unfinished_file(tmp_path: Path) -> None:
    """Two exports into the same folder."""
    first, second = tmp_path / "one.vtt", tmp_path / "two.vtt"
    aside = set_aside(first, b"one")
    write_whole(second, b"two")
    put_in_place(aside, first)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"one.vtt": b"one", "two.vtt": b"two"}


def test_nothing_comes_between_the_last_look_at_a_file_and_its_replacement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile a text editor might save."""
    calls = []

    def noting(name: str, real: Any) -> Any:
        def noted(*arguments: Any, **named: Any) -> Any:
            calls.append(name)
            return real(*arguments, **named)

        return noted

    for place, name in ((disk, "standing"), (os.path, "realpath"), (os, "lstat"), (os, "stat"), (os, "replace")):
        monkeypatch.setattr(place, name, noting(name, getattr(place, name)))
    file = tmp_path / "episode.yaml"
    aside = set_aside(file, b"new")
    assert put_in_place_of(None, aside, file)
    assert file.read_bytes() == b"new"
    assert calls[calls.index("standing") + 1] == "replace"


def test_what_changed_since_it_was_read_stays_and_leaves_nothing_aside(tmp_path: Path) -> None:
    file = tmp_path / "episode.yaml"
    file.write_bytes(b"by hand")
    assert not put_in_place_of(b"old", set_aside(file, b"new"), file)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"episode.yaml": b"by hand"}


def test_a_file_is_written_over_only_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "episode.yaml"
    assert write_over(None, file, b"one")
    assert write_over(b"one", file, b"two")
    assert write_over(b"one", file, b"two"), "it stands there"
    assert not write_over(b"one", file, b"three")
    assert not write_over(None, file, b"three")
    assert {found.name: found.read_bytes() for found in tmp_path.iterdir()} == {"episode.yaml": b"two"}


def test_what_a_killed_run_left_goes_after_a_day(tmp_path: Path) -> None:
    left, fresh = aside_of(tmp_path / "a"), aside_of(tmp_path / "a")
    for file in (left, fresh):
        file.touch()
    os.utime(left, (time.time() - 2 * DAY_S,) * 2)
    others = tmp_path / ".new-download.part"
    others.touch()
    os.utime(others, (0, 0))
    write_whole(tmp_path / "a", b"")
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([fresh.name, others.name, "a"])


def test_what_another_one_puts_in_place_meanwhile_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "glob", lambda self, pattern: [self / ".new-gone-00000000.part"])
    write_whole(tmp_path / "hashes.json", b"{}")
    assert (tmp_path / "hashes.json").read_bytes() == b"{}"


@pytest.mark.parametrize("name", ["a" * 255, "\N{SNOWMAN}" * 85], ids=["letters", "signs of three bytes"])
def test_a_name_may_be_as_long_as_the_disk_allows(tmp_path: Path, name: str) -> None:
    write_whole(tmp_path / name, b"whole")
    assert (tmp_path / name).read_bytes() == b"whole"


def test_a_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    """A show whose config.yaml lies in another folder, as some people keep it."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/config.yaml").touch(mode=0o640)
    link = tmp_path / "config.yaml"
    link.symlink_to("elsewhere/config.yaml")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "elsewhere/config.yaml").read_bytes() == b"new"
    assert (tmp_path / "elsewhere/config.yaml").stat().st_mode & 0o777 == 0o640
    assert [file.name for file in (tmp_path / "elsewhere").iterdir()] == ["config.yaml"]


@pytest.mark.parametrize(("step", "told"), [("write", "copy.wav"), ("read", "raw.wav"), ("fsync", "copy.wav")])
def test_a_copy_tells_which_of_the_two_was_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, told: str
) -> None:
    """Who reads that a disk is full must not make room on the recorder."""
    source, copy = tmp_path / "raw.wav", tmp_path / ".new-x" / "copy.wav"
    source.write_bytes(b"sound")
    copy.parent.mkdir()

    class Refusing:
        def __init__(self, file: IO[bytes]) -> None:
            self._file = file

        def __enter__(self) -> "Refusing":
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def __getattr__(self, name: str) -> object:
            return refuse if name == step else getattr(self._file, name)

    def refuse(_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, mode: Refusing(real(self, mode)))
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="Input/output") as caught:
        copy_file(source, copy, told_as=tmp_path / "copy.wav")
    assert caught.value.filename == str(tmp_path / told)
