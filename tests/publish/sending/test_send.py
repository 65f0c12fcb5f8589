"""Whatever happens while a show is sent, listeners see the old feed or the new one, and all that it names."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.publish.sending.shelf import Killed, Shelf, Watch, holding, show

from radkind_pod.errors import NeedsPerson, Refused, TransferError
from radkind_pod.model.outgoing import FEED, Outgoing
from radkind_pod.progress import Silent
from radkind_pod.publish.destinations import Tell
from radkind_pod.publish.sending.compare import FEED_PATH, Changes, Wanted, as_found, compare
from radkind_pod.publish.sending.journal import Journal
from radkind_pod.publish.sending.ledger import LEDGER, LOCK, Ledger, digest_of, read_ledger, write_ledger
from radkind_pod.publish.sending.line import Line
from radkind_pod.publish.sending.lock import LOOK_S, STALE, drop_left_over, held
from radkind_pod.publish.sending.send import Load, send

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def run(
    shelf: Shelf,
    wanted: Wanted,
    sources: Mapping[str, Path],
    machine: Path,
    now: datetime = NOW,
    watch: Watch | None = None,
    **wishes: bool,
) -> Changes:
    """Do what a publish does, from a machine of its own folder."""
    data = shelf.read(LEDGER)
    ledger = as_found(read_ledger(data, shelf.name), digest_of(shelf.read(FEED_PATH)))
    changes = compare(ledger, wanted, now, **wishes)
    if not changes.is_none:
        with held(shelf, machine / "token", now, (watch or Watch()).clock) as hold:
            load = Load(wanted, changes, sources, ledger, digest_of(data), hold)
            send(shelf, load, Journal(machine / "journal", ledger.run), lambda _: (), now, Silent())
    else:
        drop_left_over(shelf, machine / "token")
    return changes


def watched(shelf: Shelf, *allowed: bytes | None) -> None:
    """Look at the shelf as a listener does, after every step."""

    def look() -> None:
        feed = shelf.files.get(FEED_PATH)
        assert feed in allowed
        for path in json.loads(feed) if feed else []:
            assert shelf.files[path].startswith(b"sound of "), path

    shelf.look = look


def public(shelf: Shelf) -> set[str]:
    return {path for path in shelf.files if not path.startswith(".radkind-pod/")}


OLD = {"one": "hello", "two": "hello"}
NEW = {"one": "hello, mended", "two": "hello", "three": "new"}


@pytest.mark.parametrize("same_machine", [True, False], ids=["same computer", "another computer"])
@pytest.mark.parametrize("before", [True, False], ids=["before a step", "after a step"])
def test_killed_at_every_step_the_next_run_finishes_it(tmp_path: Path, before: bool, same_machine: bool) -> None:
    old, new = show(tmp_path / "old", OLD), show(tmp_path / "new", NEW)
    kills = 0
    while True:
        shelf, first = Shelf(), tmp_path / f"first-{kills}"
        run(shelf, *old, first)
        old_feed, new_feed = shelf.files[FEED_PATH], new[1][FEED_PATH].read_bytes()
        watched(shelf, old_feed, new_feed)
        shelf.puts.clear()
        shelf.steps, shelf.kill_at, shelf.kill_before = 0, kills + 1, before
        try:
            run(shelf, *new, first)
        except Killed:
            kills += 1
        else:
            break
        shelf.kill_at = None
        later = NOW + (timedelta() if same_machine else STALE)
        run(shelf, *new, first if same_machine else tmp_path / f"second-{kills}", later)
        assert shelf.files[FEED_PATH] == new_feed
        assert {f.path for f in new[0].files} <= public(shelf)
        if same_machine:
            assert LOCK not in shelf.files
            again = [path for path, times in Counter(shelf.puts).items() if times > 1 and path != LEDGER]
            assert len(again) <= 1, "only what was missing went up again, or the one page that was just on its way"
            assert all(path.endswith(".html") for path in again)
    assert kills > 8


def test_without_changes_nothing_is_touched(tmp_path: Path) -> None:
    shelf, wanted = Shelf(), show(tmp_path / "a", OLD)
    run(shelf, *wanted, tmp_path)
    shelf.steps = 0
    assert run(shelf, *wanted, tmp_path).is_none
    assert shelf.steps == 0


def test_an_earlier_sound_stays_thirty_days_and_then_goes(tmp_path: Path) -> None:
    shelf = Shelf()
    run(shelf, *show(tmp_path / "a", OLD), tmp_path)
    (before,) = [path for path in public(shelf) if path.startswith("episodes/one/") and path.endswith(".mp3")]
    new = show(tmp_path / "b", NEW)
    run(shelf, *new, tmp_path)
    assert before in public(shelf)
    run(shelf, *new, tmp_path, NOW + timedelta(days=29))
    assert before in public(shelf)
    run(shelf, *new, tmp_path, NOW + timedelta(days=30))
    assert public(shelf) == {f.path for f in new[0].files}


@pytest.mark.parametrize("how", ["taken out", "forget", "episode gone"])
def test_what_was_taken_out_leaves_no_earlier_sound(tmp_path: Path, how: str) -> None:
    """Also an earlier one still, which was to stay for a while."""
    shelf = Shelf()
    run(shelf, *show(tmp_path / "a", OLD), tmp_path)
    run(shelf, *show(tmp_path / "b", NEW), tmp_path)
    episodes = {"two": "hello"} if how == "episode gone" else {"one": "beep", "two": "hello"}
    last = show(tmp_path / "c", episodes, {"one": "x"} if how == "taken out" else {})
    run(shelf, *last, tmp_path, forget=how == "forget")
    kept = {path for path in public(shelf) if path.startswith("episodes/one/")}
    assert kept == {f.path for f in last[0].files if f.path.startswith("episodes/one/")}


def test_a_file_that_comes_back_is_not_deleted_later(tmp_path: Path) -> None:
    shelf, old = Shelf(), show(tmp_path / "a", OLD)
    run(shelf, *old, tmp_path)
    run(shelf, *show(tmp_path / "b", NEW), tmp_path)
    run(shelf, *old, tmp_path, NOW + timedelta(days=1))
    run(shelf, *old, tmp_path, NOW + timedelta(days=90))
    assert public(shelf) == {f.path for f in old[0].files}


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


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_feed_that_is_not_there_any_more_goes_up_again(tmp_path: Path, how: str) -> None:
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    run(shelf, wanted, sources, tmp_path)
    before = dict(shelf.files)
    shelf.files.pop(FEED_PATH)
    if how == "replaced":
        shelf.files[FEED_PATH] = b"<rss/>"
    assert [file.path for file in run(shelf, wanted, sources, tmp_path).added] == [FEED_PATH]
    assert shelf.files[FEED_PATH] == before[FEED_PATH]
    assert public(shelf) == set(before) - {LEDGER}
    assert run(shelf, wanted, sources, tmp_path).is_none


@pytest.mark.parametrize("kill_at", range(1, 7))
def test_a_feed_that_was_replaced_just_before_the_kill_can_be_taken_back(tmp_path: Path, kill_at: int) -> None:
    """Nothing but the feed had changed, and what is wanted now is what the ledger still names."""
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    run(shelf, wanted, sources, tmp_path)
    feed = tmp_path / "feed"
    feed.write_bytes(sources[FEED_PATH].read_bytes() + b" ")
    other = Outgoing(FEED_PATH, FEED, "text/plain", feed.stat().st_size, digest_of(feed.read_bytes()) or "")
    files = tuple(other if file.path == FEED_PATH else file for file in wanted.files)
    shelf.steps, shelf.kill_at, shelf.kill_before = 0, kill_at, False
    with pytest.raises(Killed):
        run(shelf, replace(wanted, files=files), {**sources, FEED_PATH: feed}, tmp_path)
    shelf.kill_at = None
    run(shelf, wanted, sources, tmp_path)
    assert shelf.files[FEED_PATH] == sources[FEED_PATH].read_bytes()


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


@pytest.mark.parametrize("same_machine", [True, False])
def test_what_a_killed_run_has_sent_goes_if_nobody_wants_it_any_more(tmp_path: Path, same_machine: bool) -> None:
    """Somebody takes their consent back after the run with their episode died: nothing of it may stay."""
    old, new = show(tmp_path / "old", OLD), show(tmp_path / "new", {**OLD, "three": "with Ama"})
    kills = 0
    while True:
        shelf, first = Shelf(), tmp_path / f"first-{kills}"
        run(shelf, *old, first)
        before = {path: shelf.files[path] for path in public(shelf)}
        shelf.steps, shelf.kill_at, shelf.kill_before = 0, kills + 1, False
        try:
            run(shelf, *new, first)
        except Killed:
            kills += 1
        else:
            break
        shelf.kill_at = None
        machine = first if same_machine else tmp_path / f"second-{kills}"
        run(shelf, *old, machine, NOW + STALE)
        assert {path: shelf.files[path] for path in public(shelf)} == before
    assert kills > 8


@pytest.mark.parametrize("kill_at", range(1, 12))
def test_a_page_that_a_killed_run_was_replacing_goes_with_its_episode(tmp_path: Path, kill_at: int) -> None:
    """Also where the very next run takes the episode away."""
    shelf, old = Shelf(), {"one": "hello", "two": "hello"}
    run(shelf, *show(tmp_path / "a", old), tmp_path)
    shelf.steps, shelf.kill_at = 0, kill_at
    with suppress(Killed):
        run(shelf, *show(tmp_path / "b", {**old, "one": "hello, mended"}), tmp_path)
    shelf.kill_at = None
    last = show(tmp_path / "c", {"two": "hello"})
    run(shelf, *last, tmp_path)
    assert public(shelf) == {file.path for file in last[0].files}


def test_files_that_vanished_from_the_server_are_sent_again(tmp_path: Path) -> None:
    """A run was killed, and somebody emptied the folder meanwhile: the journal is not believed alone."""
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    shelf.kill_at = 7
    with pytest.raises(Killed):
        run(shelf, wanted, sources, tmp_path)
    shelf.kill_at = None
    shelf.files.clear()
    run(shelf, wanted, sources, tmp_path)
    assert {f.path for f in wanted.files} == public(shelf)


def test_a_file_that_is_nowhere_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    shelf = Shelf()
    wanted, sources = show(tmp_path / "a", OLD)
    (lost,) = [path for path in sources if path.startswith("episodes/one/") and path.endswith(".mp3")]
    del sources[lost]
    with pytest.raises(Refused, match="neither on this computer nor at memory"):
        run(shelf, wanted, sources, tmp_path)
    assert public(shelf) == set()


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


@pytest.mark.parametrize("damage", [b"", b"no gzip", write_ledger(read_ledger(None, ""))[:-9], b"\x1f\x8b\x08\x00"])
def test_a_damaged_ledger_is_refused(damage: bytes) -> None:
    with pytest.raises(Refused, match="damaged"):
        read_ledger(damage, "memory")


HISTORIES = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(["x", "y", "z"]), min_size=1),
        st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(["1", "2"])),
        st.integers(0, 45),
        st.one_of(st.none(), st.integers(1, 30)),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_any_history_with_kills_ends_as_wanted(tmp_path_factory: pytest.TempPathFactory, history: list) -> None:
    """Episodes come, change, are bleeped and go, from two computers, with a kill in each publish or none."""
    folder, shelf, now = tmp_path_factory.mktemp("history"), Shelf(), NOW
    for episodes, withheld, days, kill_at, before, first in history:
        now += timedelta(days=days) + STALE
        wanted, sources = show(folder, episodes, withheld)
        watched(shelf, shelf.files.get(FEED_PATH), sources[FEED_PATH].read_bytes())
        shelf.steps, shelf.kill_at, shelf.kill_before = 0, kill_at, before
        try:
            run(shelf, wanted, sources, folder / str(first), now)
        except Killed:
            now += STALE
            shelf.kill_at = None
            run(shelf, wanted, sources, folder / str(not first), now)
        ledger = read_ledger(shelf.read(LEDGER), "memory")
        assert {f.path for f in wanted.files} | {kept.path for kept in ledger.kept} == public(shelf)
        assert all(datetime.fromisoformat(kept.until) > now for kept in ledger.kept)
        for file in wanted.files:
            assert digest_of(shelf.files[file.path]) == file.sha256
