"""What every destination does, whatever it is: tests that are run against each of them."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import MEDIA, PAGE, Outgoing
from radkind_pod.publish.destinations import Destination, Raced

Open = Callable[[], AbstractContextManager[Destination]]
Folders = Callable[[], list[str]]
"""Returns the folders at the destination; none where it has no folders."""


def outgoing(path: str, data: bytes, kind: str = MEDIA, type_: str = "audio/mpeg") -> Outgoing:
    return Outgoing(path, kind, type_, len(data), hashlib.sha256(data).hexdigest())


def folders_in(root: Path) -> Folders:
    """Return what finds the folders in this one but for those that begin with a dot: some hold the lock."""

    def found() -> list[str]:
        names = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir())
        return sorted(name for name in names if not name.startswith("."))

    return found


def is_told(there: Destination) -> bool:
    """Say whether the destination says that folders may stay (nginx, for one, doesn't list all)."""
    return any("seems empty and stays" in remark for remark in there.remarks)


def send(there: Destination, path: str, data: bytes, folder: Path) -> None:
    source = folder / "source"
    source.write_bytes(data)
    there.put(outgoing(path, data), source)


class Behaviour:
    """A class with the fixtures `open_` and `folders` inherits these."""

    def test_what_was_put_is_there_with_every_byte(self, open_: Open, tmp_path: Path) -> None:
        data = bytes(range(256)) * 9000
        with open_() as there:
            send(there, "episodes/one/one-1a2b.mp3", data, tmp_path)
            found = there.stat("episodes/one/one-1a2b.mp3")
            assert found
            assert found.bytes == len(data)
            assert there.read("episodes/one/one-1a2b.mp3") == data

    def test_put_tells_how_far_it_is(self, open_: Open, tmp_path: Path) -> None:
        data, told = bytes(range(256)) * 40_000, list[int]()
        source = tmp_path / "source"
        source.write_bytes(data)
        with open_() as there:
            there.put(outgoing("one.mp3", data), source, told.append)
            assert told == sorted(told)
            assert all(0 <= size <= len(data) for size in told)
            assert any(0 < size < len(data) for size in told) or there.name.startswith(("rsync:", "s3:"))
            if there.name.startswith("s3:"):
                assert told[-1] == len(data)

    def test_an_empty_file_arrives_as_one(self, open_: Open, tmp_path: Path) -> None:
        with open_() as there:
            send(there, "empty.txt", b"", tmp_path)
            found = there.stat("empty.txt")
            assert found
            assert found.bytes == 0
            assert there.read("empty.txt") == b""

    def test_put_replaces_what_was_there(self, open_: Open, tmp_path: Path) -> None:
        with open_() as there:
            send(there, "feed.xml", b"the old feed, which is longer", tmp_path)
            send(there, "feed.xml", b"the new feed", tmp_path)
            assert there.read("feed.xml") == b"the new feed"

    def test_names_with_spaces_and_signs_are_only_names(self, open_: Open, tmp_path: Path) -> None:
        names = ["a b/c d.txt", "q/per%20cent.txt", "q/hash#mark?.txt", "q/quote'$(id).txt", "q/[brackets]*.txt"]
        with open_() as there:
            for name in names:
                send(there, name, name.encode(), tmp_path)
            assert [there.read(name) for name in names] == [name.encode() for name in names]
            there.delete(names[-1])
            assert [there.read(name) for name in names[3:]] == [names[3].encode(), None]

    def test_what_was_changed_since_it_was_made_ready_does_not_go_out(self, open_: Open, tmp_path: Path) -> None:
        source = tmp_path / "source"
        source.write_bytes(b"other bytes")
        with open_() as there, pytest.raises(TransferError, match="changed since"):
            there.put(outgoing("page.html", b"these bytes"), source)
        with open_() as there:
            assert there.stat("page.html") is None

    def test_what_is_not_there_reads_as_none(self, open_: Open) -> None:
        with open_() as there:
            assert there.stat("no/such/file.xml") is None
            assert there.read("no/such/file.xml") is None

    def test_what_is_deleted_is_gone_and_may_be_deleted_again(self, open_: Open, tmp_path: Path) -> None:
        with open_() as there:
            send(there, "old/page.html", b"x", tmp_path)
            send(there, "old/stays.html", b"y", tmp_path)
            for _ in range(2):
                there.delete("old/page.html")
                assert there.stat("old/page.html") is None
            assert there.read("old/stays.html") == b"y"

    def test_empty_folders_go_and_are_made_again(self, open_: Open, folders: Folders, tmp_path: Path) -> None:
        with open_() as there:
            there.create(".pod/lock", b"whoever deletes holds it")
            for path in ("people/Zed [only]/a/index.html", "people/ann/index.html", "people/ann/b/c.txt"):
                send(there, path, path.encode(), tmp_path)
            there.delete("people/ann/b/c.txt")
            there.delete("people/Zed [only]/a/index.html")
            there.delete("people/Zed [only]/a/index.html")
            assert set(folders()) <= {"people", "people/ann"} or is_told(there)
            assert there.read("people/ann/index.html") == b"people/ann/index.html"
            send(there, "people/Zed [only]/a/index.html", b"again", tmp_path)
            assert there.read("people/Zed [only]/a/index.html") == b"again"
            there.delete("people/Zed [only]/a/index.html")
            there.delete("people/ann/index.html")
            there.delete(".pod/lock")
            assert folders() == [] or is_told(there)
            assert there.stat(".pod/lock") is None
            assert there.create(".pod/lock", b"again")
            known = ("at the same moment can't be kept apart", "seems empty and stays")
            assert [one for one in there.remarks if not any(words in one for words in known)] == []

    def test_a_folder_that_a_killed_run_left_empty_goes(self, open_: Open, folders: Folders, tmp_path: Path) -> None:
        """Killed between the file and its folder: the next run deletes the file again."""
        with open_() as there:
            there.create(".pod/lock", b"x")
            send(there, "gone/a/one.html", b"x", tmp_path)
        with open_() as there:
            there.delete("gone/a/never.html")
            assert there.read("gone/a/one.html") == b"x"
            there.delete("gone/a/one.html")
        with open_() as there:
            there.delete("gone/a/one.html")
            assert folders() == [] or is_told(there)

    def test_swap_replaces_only_what_is_expected(self, open_: Open) -> None:
        one, two = b"first", b"second"
        with open_() as there:
            there.swap(outgoing("feed.xml", one, PAGE), one, None)
            there.swap(outgoing("feed.xml", two, PAGE), two, hashlib.sha256(one).hexdigest())
            assert there.read("feed.xml") == two
            for expected in (None, hashlib.sha256(one).hexdigest()):
                with pytest.raises(Raced):
                    there.swap(outgoing("feed.xml", b"third", PAGE), b"third", expected)
            with pytest.raises(Raced):
                there.swap(outgoing("none.xml", one, PAGE), one, hashlib.sha256(two).hexdigest())
            assert there.read("feed.xml") == two
            assert there.read("none.xml") is None

    def test_only_the_first_one_creates_until_it_is_deleted(self, open_: Open) -> None:
        with open_() as one, open_() as two:
            assert one.create(".lock", b"one")
            assert not two.create(".lock", b"two")
            assert two.read(".lock") == b"one"
            two.delete(".lock")
            assert one.read(".lock") is None
            assert two.create(".lock", b"two again")
            assert one.read(".lock") == b"two again"
