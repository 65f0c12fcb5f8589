"""Whatever happens while a show is sent, listeners see the old feed or the new one, and all that it names."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.publish.sending.shelf import NEW, NOW, OLD, Killed, Shelf, public, run, show, watched

from radkind_pod.errors import Refused
from radkind_pod.model.outgoing import FEED, Outgoing
from radkind_pod.publish.sending.compare import FEED_PATH
from radkind_pod.publish.sending.ledger import LEDGER, LOCK, digest_of, read_ledger
from radkind_pod.publish.sending.lock import STALE


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
