"""Two publish at the same time: who lost the lock is told so, and no feed is written over that somebody else sent."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.publish.sending.shelf import NEW, NOW, OLD, Shelf, Watch, holding, public, run, show

from radkind_pod.errors import NeedsPerson, TransferError
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.progress import Silent
from radkind_pod.publish.destinations import Tell
from radkind_pod.publish.sending.compare import FEED_PATH, Wanted, compare
from radkind_pod.publish.sending.journal import Journal
from radkind_pod.publish.sending.ledger import LEDGER, LOCK, Ledger, digest_of, read_ledger
from radkind_pod.publish.sending.lock import LOOK_S, STALE
from radkind_pod.publish.sending.send import Load, send


def test_a_second_publisher_waits_and_its_feed_is_kept(tmp_path: Path) -> None:
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    shelf.create(LOCK, json.dumps({"token": "other", "since": NOW.isoformat()}).encode())
    with pytest.raises(NeedsPerson, match="somebody else publishes"):
        run(shelf, wanted, sources, tmp_path)
    assert public(shelf) == set()
    run(shelf, wanted, sources, tmp_path, NOW + STALE)
    assert FEED_PATH in public(shelf)


def test_a_feed_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """The other one's ledger came between our reading and our writing."""
    shelf = Shelf()
    run(shelf, *show(tmp_path / "a", OLD), tmp_path / "one")
    wanted, sources = show(tmp_path / "b", NEW)
    data = shelf.read(LEDGER)
    ledger = read_ledger(data, shelf.name)
    run(shelf, *show(tmp_path / "c", {**OLD, "four": "theirs"}), tmp_path / "two")
    theirs = shelf.files[FEED_PATH]
    load = Load(wanted, compare(ledger, wanted, NOW), sources, ledger, digest_of(data), holding(shelf))
    with pytest.raises(NeedsPerson, match="meanwhile"):
        send(shelf, load, Journal(tmp_path / "j", ledger.run), lambda _: (), NOW, Silent())
    assert shelf.files[FEED_PATH] == theirs


def other_took_over(shelf: Shelf, step: int, other: tuple[Wanted, dict[str, Path]], machine: Path) -> None:
    """Have somebody else take the lock over after this step, half a day later, and publish all of theirs."""
    left = [step]

    def look() -> None:
        left[0] -= 1
        if left[0] == 0:
            shelf.look = lambda: None
            run(shelf, *other, machine, NOW + STALE)

    shelf.look = look


@pytest.mark.parametrize("done", [True, False], ids=["and is done", "and goes on"])
def test_whoever_lost_the_lock_is_told_so_and_the_other_feed_stays(tmp_path: Path, done: bool) -> None:
    """A laptop slept for half a day. The other one cleared what nobody wanted, so ours may find its files gone."""
    before, theirs = show(tmp_path / "s", {"one": "v0"}), show(tmp_path / "s", {"one": "vB-unlike"})
    ours, lost = show(tmp_path / "s", {"one": "vA", "two": "Ax"}), 0
    while True:
        shelf = Shelf()
        run(shelf, *before, tmp_path / f"a{lost}")
        other_took_over(shelf, lost + 2, theirs, tmp_path / f"b{lost}")  # the first step makes the lock
        put_back = shelf.delete

        def delete(path: str, shelf: Shelf = shelf, put_back=put_back) -> None:
            put_back(path)
            if path == LOCK and not done:
                shelf.files[LOCK] = b'{"token": "b"}'

        shelf.delete = delete  # type: ignore[method-assign]
        said = ""
        try:
            run(shelf, *ours, tmp_path / f"a{lost}")
        except NeedsPerson as error:
            said = str(error)
        if not said:
            break
        lost += 1
        assert "run's lock" in said
        assert shelf.files[FEED_PATH] == theirs[1][FEED_PATH].read_bytes()
    assert lost > 5


def test_before_the_feed_the_lock_is_looked_at(tmp_path: Path) -> None:
    """Whoever took it over has changed nothing yet, so that nothing else would tell."""
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    shelf.look = lambda: shelf.puts[-1:] == ["index.html"] and shelf.files.update({LOCK: b'{"token": "b"}'})
    with pytest.raises(NeedsPerson, match="has taken over this run's lock"):
        run(shelf, wanted, sources, tmp_path)
    assert FEED_PATH not in shelf.files


@pytest.mark.parametrize("what", ["uploads", "deletes"])
def test_a_long_publish_looks_at_the_lock_in_between(tmp_path: Path, what: str) -> None:
    shelf, watch = Shelf(), Watch()
    run(shelf, *show(tmp_path, OLD), tmp_path)
    shelf.steps = 0
    shelf.puts.clear()
    aim = show(tmp_path, {"two": "hello"} if what == "deletes" else NEW)
    delete, gone = shelf.delete, []

    def deleted(path: str) -> None:
        gone.append(path)
        delete(path)

    def look() -> None:
        if gone or (what == "uploads" and shelf.puts[-1:] != [LEDGER] and shelf.puts):
            shelf.files[LOCK] = b'{"token": "b"}'
            watch.at_s += LOOK_S + 1

    shelf.look, shelf.delete = look, deleted  # type: ignore[method-assign]
    with pytest.raises(NeedsPerson, match="has taken over this run's lock"):
        run(shelf, *aim, tmp_path, watch=watch)
    done = gone if what == "deletes" else [path for path in shelf.puts if path != LEDGER]
    assert len(done) == 1


def test_what_looks_wrong_since_another_took_over_is_told_so(tmp_path: Path) -> None:
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    changes = compare(Ledger(), wanted, NOW)
    load = Load(wanted, changes, sources, Ledger(), None, holding(shelf))

    def check(files: Sequence[Outgoing]) -> list[str]:
        shelf.files[LOCK] = b'{"token": "b"}'
        return ["one.mp3 answers 404"]

    with pytest.raises(NeedsPerson, match="has taken over this run's lock"):
        send(shelf, load, Journal(tmp_path / "j", ""), check, NOW, Silent())


def test_an_upload_that_fails_since_another_took_over_says_so(tmp_path: Path) -> None:
    """The other one cleared what lay aside: the disk has only words for a file that is gone."""
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)

    def put(file: Outgoing, source: Path, tell: Tell) -> None:
        shelf.files[LOCK] = by
        raise TransferError("memory", "no such file", "Look there")

    shelf.put = put  # type: ignore[method-assign]
    by = b'{"token": "b"}'
    with pytest.raises(NeedsPerson, match="has taken over this run's lock"):
        run(shelf, wanted, sources, tmp_path)
    del shelf.files[LOCK]
    shelf.look = lambda: None
    by = b""
    mine = shelf.create

    def create(path: str, data: bytes) -> bool:
        nonlocal by
        by = data
        return mine(path, data)

    shelf.create = create  # type: ignore[method-assign]
    with pytest.raises(TransferError, match="no such file"):
        run(shelf, wanted, sources, tmp_path)
