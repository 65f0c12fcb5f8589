"""A lock changes hands only when it is stale, only one of two gets it, and whoever has lost it notices."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from tests.publish.sending.shelf import NOW, Shelf, Watch, is_open, left_by

from radkind_pod.errors import NeedsPerson, TransferError
from radkind_pod.publish.destinations.looking import SETTLE_S
from radkind_pod.publish.sending import lock
from radkind_pod.publish.sending.ledger import LOCK
from radkind_pod.publish.sending.line import Line
from radkind_pod.publish.sending.lock import LOOK_S, STALE, held


@pytest.mark.parametrize("fails", [True, False])
def test_the_end_of_a_run_leaves_the_lock_of_somebody_else(a: Path, b: Path, fails: bool) -> None:
    """The laptop slept for half a day, and another one took over."""
    shelf = Shelf()

    def work() -> None:
        with held(shelf, a, NOW, Watch().clock):
            left_by(shelf, b, NOW + STALE)
            if fails:
                raise KeyError

    with suppress(KeyError):
        work()
    assert not is_open(shelf, a, NOW + STALE), "the other one still holds it"


def test_letting_go_twice_leaves_the_lock_of_somebody_else(a: Path, b: Path) -> None:
    """The first answer was lost, and somebody took the lock before the second try."""
    shelf, theirs = Shelf(), b""
    with Line(lambda: shelf, pauses_s=(0, 0)) as line:
        delete = shelf.delete

        def lost(path: str) -> None:
            nonlocal theirs
            delete(path)
            shelf.delete = delete  # type: ignore[method-assign]
            theirs = shelf.files[LOCK] = b'{"token": "b"}'
            raise TransferError("memory", "the connection broke", "Try again", is_broken=True)

        with held(line, a, NOW, Watch().clock):
            shelf.delete = lost  # type: ignore[method-assign]
    assert shelf.files[LOCK] == theirs


@pytest.mark.parametrize("moment", ["before the swap", "while it settles"])
def test_only_one_of_two_takes_over_a_stale_lock(a: Path, b: Path, tmp_path: Path, moment: str) -> None:
    shelf, watch = Shelf(), Watch()
    dead = left_by(shelf, tmp_path / "dead" / "token", NOW - 2 * STALE)
    theirs = b'{"token": "b", "since": "2026-11-24T12:00:00+00:00"}'
    swap = shelf.swap

    def come() -> None:
        shelf.files[LOCK] = theirs

    def swapped(file, data, expected) -> None:
        come()
        swap(file, data, expected)

    if moment == "before the swap":
        shelf.swap = swapped  # type: ignore[method-assign]
    else:  # they looked before, and replaced after
        watch.while_asleep = come
    assert shelf.files[LOCK] == dead
    with pytest.raises(NeedsPerson, match="since 2026-11-24T12"), held(shelf, a, NOW, watch.clock):
        pass
    assert shelf.files[LOCK] == theirs


@pytest.mark.parametrize("is_theirs", [True, False])
def test_who_fails_to_take_over_says_whether_somebody_else_did(a: Path, tmp_path: Path, is_theirs: bool) -> None:
    shelf, watch = Shelf(), Watch()
    left_by(shelf, tmp_path / "dead" / "token", NOW - 2 * STALE)

    def swap(file, data, expected) -> None:
        raise TransferError("memory", "no such file", "Look there")

    shelf.swap = swap  # type: ignore[method-assign]
    if is_theirs:
        watch.while_asleep = lambda: shelf.files.update({LOCK: b'{"since": "noon"}'})
    with pytest.raises(NeedsPerson if is_theirs else TransferError, match="since noon" if is_theirs else "no such"):  # noqa: SIM117
        with held(shelf, a, NOW, watch.clock):
            pass


def test_a_stale_lock_is_taken_over_once_it_has_settled(a: Path, b: Path) -> None:
    shelf, watch = Shelf(), Watch()
    left_by(shelf, b)
    assert not is_open(shelf, a, NOW + STALE - timedelta(seconds=1), watch)
    assert watch.naps == []
    assert is_open(shelf, a, NOW + STALE, watch)
    assert watch.naps == [SETTLE_S]


@contextmanager
def taken_over(a: Path, by: bytes | None) -> Iterator[tuple[lock.Hold, Watch, Shelf]]:
    shelf, watch = Shelf(), Watch()
    with held(shelf, a, NOW, watch.clock) as hold:
        if by is None:
            del shelf.files[LOCK]
        else:
            shelf.files[LOCK] = by
        yield hold, watch, shelf
    assert shelf.files.get(LOCK) == by


@pytest.mark.parametrize(
    ("by", "said"), [(b'{"token": "b"}', "has taken over this run's lock"), (None, "somebody took it over, or deleted")]
)
def test_a_holder_looks_now_and_then(a: Path, by: bytes | None, said: str) -> None:
    with taken_over(a, by) as (hold, watch, _):
        watch.at_s += LOOK_S
        hold.now_and_then()
        watch.at_s += 1
        with pytest.raises(NeedsPerson, match=said):
            hold.now_and_then()
        with pytest.raises(NeedsPerson, match=said):
            hold.make_sure()


def test_a_look_that_finds_all_well_counts_for_a_while(a: Path) -> None:
    shelf, watch = Shelf(), Watch()
    with held(shelf, a, NOW, watch.clock) as hold:
        watch.at_s = LOOK_S + 1
        hold.now_and_then()
        mine = shelf.files.pop(LOCK)
        hold.now_and_then()
        shelf.files[LOCK] = mine


def test_a_laptop_that_slept_is_noticed_though_one_clock_stood_still(a: Path) -> None:
    now = [5.0, 1000.0]
    with held(Shelf(), a, NOW, lock.Clock(lambda: tuple(now), lambda _: None)) as hold:
        hold._destination.files.clear()  # type: ignore[attr-defined]
        now[1] += 3600
        with pytest.raises(NeedsPerson, match="is gone"):
            hold.now_and_then()
