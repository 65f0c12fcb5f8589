"""One publisher at a time, whoever dies in the midst of making the lock, or copies the project in between."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from tests.publish.sending.shelf import NOW, Shelf, Watch, is_open, left_by

from radkind_pod.errors import NeedsPerson, TransferError
from radkind_pod.publish.destinations.looking import SETTLE_S
from radkind_pod.publish.sending import lock
from radkind_pod.publish.sending.ledger import LOCK
from radkind_pod.publish.sending.line import Line
from radkind_pod.publish.sending.lock import UNFINISHED_S, drop_left_over, held


def test_the_lock_says_nothing_of_machine_or_person(a: Path) -> None:
    shelf, other = Shelf(), Shelf()
    assert json.loads(left_by(shelf, a)).keys() == {"token", "since"}
    left_by(other, a)
    assert other.files == shelf.files, "the word of a project stays"


@pytest.mark.parametrize("how", ["copied", "moved", "another computer"])
def test_a_copy_of_the_project_has_a_word_of_its_own(
    a: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """It comes with build/, by a stick or a program that keeps folders the same, and the first one may be at work."""
    shelf = Shelf()
    left = left_by(shelf, a)
    if how == "copied":
        shutil.copytree(tmp_path / "a", tmp_path / "copy")
    elif how == "moved":
        (tmp_path / "a").rename(tmp_path / "copy")
    else:
        monkeypatch.setattr(lock.socket, "gethostname", lambda: "elsewhere")
    token = a if how == "another computer" else tmp_path / "copy" / "build" / "token"
    drop_left_over(shelf, token)
    assert not is_open(shelf, token)
    assert shelf.files[LOCK] == left


def test_a_folder_that_was_put_in_the_place_of_another_is_another(a: Path, tmp_path: Path) -> None:
    """Restored from a copy, under the same name."""
    shelf = Shelf()
    left_by(shelf, a)
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    (tmp_path / "a").rename(tmp_path / "old")
    (tmp_path / "copy").rename(tmp_path / "a")
    assert not is_open(shelf, a)


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"0123456789abcdef", b"one\ntwo\nthree"])
def test_a_damaged_word_is_made_anew(a: Path, damage: bytes) -> None:
    a.parent.mkdir(parents=True)
    a.write_bytes(damage)
    shelf = Shelf()
    left_by(shelf, a)
    assert is_open(shelf, a)


def test_a_lock_of_ones_own_is_taken_over_without_waiting(a: Path) -> None:
    shelf, watch = Shelf(), Watch()
    left_by(shelf, a)
    assert is_open(shelf, a, NOW + timedelta(minutes=1), watch)
    assert (watch.naps, shelf.files) == ([], {})


def test_letting_go_is_tried_again(a: Path) -> None:
    shelf = Shelf()
    with Line(lambda: shelf, pauses_s=(0, 0)) as line, held(line, a, NOW, Watch().clock):
        shelf.breaks = {shelf.steps + 1}
    assert shelf.files == {}


@pytest.mark.parametrize("begun", [b"", b'{"to', b'{"token": "0123', b'{"token": "0123\0\0\0', b"\0\0\0\0\0\0\0\0"])
def test_an_unfinished_lock_is_nobodys_if_it_stays_so(a: Path, begun: bytes) -> None:
    """Some servers show a file empty while it is made; whoever is killed just then leaves it so, or a part of it."""
    shelf, watch = Shelf(), Watch()
    shelf.files[LOCK] = begun
    assert is_open(shelf, a, NOW, watch)
    assert sum(watch.naps) == UNFINISHED_S + SETTLE_S
    assert shelf.files == {}
    assert [file.name for file in a.parent.iterdir()] == ["token"]


def test_every_part_of_a_lock_that_is_written_here_is_known_as_unfinished(a: Path) -> None:
    shelf = Shelf()
    with held(shelf, a, NOW, Watch().clock):
        whole = shelf.files[LOCK]
    assert [size for size in range(len(whole)) if not lock._is_unfinished(whole[:size])] == []
    assert not lock._is_unfinished(whole)


@pytest.mark.parametrize(("then", "opens"), [(b'{"token": "b", "since": "x"}', False), (None, True)])
def test_an_empty_lock_may_be_somebody_who_comes_or_goes(a: Path, then: bytes | None, opens: bool) -> None:
    shelf, watch = Shelf(), Watch()
    shelf.files[LOCK] = b""

    def change() -> None:
        if watch.at_s >= UNFINISHED_S / 2:
            shelf.files.pop(LOCK, None)
            if then:
                shelf.files[LOCK] = then

    watch.while_asleep = change
    assert is_open(shelf, a, NOW, watch) == opens
    assert shelf.files.get(LOCK) == then


def test_a_lock_that_nobody_can_read_is_left_to_a_person(a: Path) -> None:
    shelf = Shelf()
    shelf.files[LOCK] = b"<html>"
    with pytest.raises(NeedsPerson, match="If you are sure"), held(shelf, a, NOW, Watch().clock):
        pass
    assert shelf.files[LOCK] == b"<html>"


def test_a_maker_that_stood_still_too_long_does_not_hold(a: Path) -> None:
    """Its lock was empty for so long that somebody took it over; its own writing went nowhere."""
    shelf = Shelf()

    def create(path: str, data: bytes) -> bool:
        shelf.files[path] = b'{"token": "b"}'
        return True

    shelf.create = create  # type: ignore[method-assign]
    assert not is_open(shelf, a)
    assert shelf.files[LOCK] == b'{"token": "b"}'


def test_a_server_that_can_not_be_reached_leaves_nothing_here_that_counts(a: Path) -> None:
    """Especially nothing that makes an empty lock of a stranger our own."""
    shelf = Shelf()

    def create(path: str, data: bytes) -> bool:
        raise TransferError("memory", "is not there", "Try again", is_broken=True)

    broken = Shelf()
    broken.create = create  # type: ignore[method-assign]
    with pytest.raises(TransferError), held(broken, a, NOW, Watch().clock):
        pass
    shelf.files[LOCK] = b""
    watch = Watch()
    assert is_open(shelf, a, NOW, watch)
    assert sum(watch.naps) >= UNFINISHED_S
