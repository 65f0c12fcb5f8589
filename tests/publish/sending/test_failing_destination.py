"""A destination that fails: its line breaks, a file arrives short, or its public address answers something else."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.publish.sending.shelf import NOW, OLD, Shelf, holding, public, run, show

from radkind_pod.errors import Refused, TransferError
from radkind_pod.model.outgoing import FEED, Outgoing
from radkind_pod.progress import Silent
from radkind_pod.publish.destinations import Tell
from radkind_pod.publish.sending.compare import FEED_PATH, compare
from radkind_pod.publish.sending.journal import Journal
from radkind_pod.publish.sending.ledger import LEDGER, LOCK, Ledger, digest_of, read_ledger
from radkind_pod.publish.sending.line import Line
from radkind_pod.publish.sending.send import Load, send


def test_what_is_wrong_under_the_public_address_stops_before_the_feed(tmp_path: Path) -> None:
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    load = Load(
        wanted, compare(read_ledger(None, ""), wanted, NOW), sources, read_ledger(None, ""), None, holding(shelf)
    )
    asked: list[Outgoing] = []

    def check(files: tuple[Outgoing, ...]) -> list[str]:
        asked.extend(files)
        return ["one.mp3 answers 404"]

    with pytest.raises(Refused, match=r"one\.mp3 answers 404"):
        send(shelf, load, Journal(tmp_path / "j", ""), check, NOW, Silent())
    assert FEED_PATH not in shelf.files
    assert [file.kind for file in asked] == ["media", "media"]


def test_what_was_sent_by_an_earlier_run_is_looked_at_too(tmp_path: Path) -> None:
    """Running again after the look at the public address failed doesn't get round it."""
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    for _ in range(2):
        data = shelf.read(LEDGER)
        ledger = read_ledger(data, "memory")
        load = Load(wanted, compare(ledger, wanted, NOW), sources, ledger, digest_of(data), holding(shelf))
        with pytest.raises(Refused, match="404"):
            send(shelf, load, Journal(tmp_path / "j", ledger.run), lambda f: ["404"] * len(f), NOW, Silent())
    assert FEED_PATH not in shelf.files


@pytest.mark.parametrize("how", ["unreachable", "404"])
def test_what_went_up_before_the_public_check_failed_is_said(tmp_path: Path, how: str) -> None:
    """It lies at the destination by then, and the next run takes it away if nobody wants it."""
    shelf, (wanted, sources) = Shelf(), show(tmp_path / "a", {"one": "x" * 400_000, "two": "x" * 400_000})

    def check(files: Sequence[Outgoing]) -> Sequence[str]:
        if how == "404":
            return ["404"]
        raise TransferError("https://example.org", "the public address can't be reached", "Look there", is_broken=True)

    load = Load(wanted, compare(Ledger(), wanted, NOW), sources, Ledger(), None, holding(shelf))
    with pytest.raises((Refused, TransferError), match=r"went up \(2 files, 2\.4 MB\): no feed or page leads to them"):
        send(shelf, load, Journal(tmp_path / "j", ""), check, NOW, Silent())
    assert public(shelf) == {path for path in sources if path.endswith(".mp3")}
    del shelf.files[LOCK]
    other = show(tmp_path / "b", {"three": "hello"})
    run(shelf, *other, tmp_path)
    assert public(shelf) == {file.path for file in other[0].files}


def test_a_server_that_keeps_less_than_it_got_is_caught(tmp_path: Path) -> None:
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    shelf.look = lambda: shelf.files.update({k: v[:5] for k, v in shelf.files.items() if k.endswith(".mp3")})
    with pytest.raises(TransferError, match="5 bytes is there"):
        run(shelf, wanted, sources, tmp_path)
    assert FEED_PATH not in shelf.files


def test_a_broken_connection_is_opened_again(tmp_path: Path) -> None:
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    shelf.breaks = {3, 4, 7}
    with Line(lambda: shelf, pauses_s=(0, 0, 0)) as line:
        run(line, wanted, sources, tmp_path)
    assert {f.path for f in wanted.files} == public(shelf)


def test_the_progress_moves_within_a_file(tmp_path: Path) -> None:
    shelf, (wanted, sources) = Shelf(), show(tmp_path / "a", {"one": "x" * 1000})
    moved: list[tuple[float, float]] = []
    look = Silent()
    look.moved = lambda done, total: moved.append((done, total))  # type: ignore[method-assign]
    load = Load(wanted, compare(Ledger(), wanted, NOW), sources, Ledger(), None, holding(shelf))
    with Line(lambda: shelf, pauses_s=(0.0,)) as line:
        send(line, load, Journal(tmp_path / "j", ""), lambda _: (), NOW, look)
    total = sum(file.bytes for file in wanted.files)
    sound = next(file.bytes for file in wanted.files if file.path.endswith(".mp3"))
    assert moved[:2] == [(sound // 2, total), (sound, total)]
    assert moved == sorted(moved)
    assert moved[-1] == (total, total)


def test_a_connection_that_stays_broken_ends_with_words(tmp_path: Path) -> None:
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    shelf.breaks = set(range(3, 30))
    with pytest.raises(TransferError, match="the connection broke"), Line(lambda: shelf, pauses_s=(0, 0, 0)) as line:
        run(line, wanted, sources, tmp_path)
    assert FEED_PATH not in shelf.files


def test_whoever_interrupts_waits_for_no_further_try() -> None:
    """The lock can't be let go of where the line is dead; the next run takes it over."""
    shelf, tries = Shelf(), list[str]()

    def put(file: Outgoing, source: Path, tell: Tell) -> None:
        raise KeyboardInterrupt

    def read(path: str) -> bytes | None:
        tries.append(path)
        raise TransferError("memory", "the connection broke", "Try again", is_broken=True)

    shelf.put, shelf.read = put, read  # type: ignore[method-assign]
    with Line(lambda: shelf) as line:
        with pytest.raises(KeyboardInterrupt):
            line.put(Outgoing("a", FEED, "text/plain", 0, ""), Path())
        with pytest.raises(TransferError):
            line.read(LOCK)
    assert tries == [LOCK]
