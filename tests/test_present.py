"""What is on a disk, and what a disk can't tell."""

import errno
import os
from pathlib import Path

import pytest

from radkind_pod.present import files_below, is_file, is_folder, is_named, is_there, matching


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("a/one.json", "a/deeper/two.json", "b/one.json", ".hidden/one.json", "one.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "a/nowhere").symlink_to("gone")
    (tmp_path / "a/round").symlink_to(tmp_path)
    return tmp_path


def test_what_is_there(tree: Path) -> None:
    looks = is_there, is_file, is_folder, is_named
    assert [look(tree / "a") for look in looks] == [True, False, True, True]
    assert [look(tree / "one.json") for look in looks] == [True, True, False, True]
    assert [look(tree / "a/nowhere") for look in looks] == [False, False, False, True]
    for absent in ("none", "one.json/none", "a\0b"):
        assert not any(look(tree / absent) for look in looks)


@pytest.mark.parametrize(
    "pattern", ["*", "*/", "*.json", "*/one.json", "[!.]*/one.json", "*/*/*.json", "a/*.json", "*/none", "none/*", "a/"]
)
def test_what_fits_a_pattern_is_what_pathlib_finds(tree: Path, pattern: str) -> None:
    assert matching(tree, pattern) == sorted(tree.glob(pattern))


def test_files_below_are_found_once_in_order(tree: Path) -> None:
    names = [file.relative_to(tree).as_posix() for file in files_below(tree)]
    assert names == [".hidden/one.json", "a/deeper/two.json", "a/one.json", "b/one.json", "one.json"]
    assert files_below(tree / "none") == []


def test_what_a_disk_can_not_tell_is_raised(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else would say that an episode is left out."""

    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    for name in ("stat", "listdir", "scandir"):
        monkeypatch.setattr(os, name, broken)
    for look in (is_there, is_file, is_folder, is_named, files_below, lambda path: matching(path, "*/one.json")):
        with pytest.raises(OSError, match="Input/output error"):
            look(tree)
