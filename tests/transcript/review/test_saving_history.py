"""What was there before is kept and can be restored, but for autosaves that came close together."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.transcript.review.saved import NEW, OLD, name, text, told

from radkind_pod.errors import NeedsPerson
from radkind_pod.transcript.review import saving
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.saving import ChangedUnderneath, history, note_found, record, restore, save
from radkind_pod.transcript.review.versions import find, keep, version_of


class Clock:
    """A clock that goes on only when told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
        monkeypatch.setattr(saving, "now", lambda: self.time)

    def wait(self, seconds: int) -> None:
        self.time += timedelta(seconds=seconds)


def test_restoring_loses_nothing(folder: ReviewFolder) -> None:
    first = save(folder, OLD, None, "started", None)
    second = save(folder, NEW, first, "saved", "Amina")
    assert restore(folder, first[:6], "Tom") == first
    assert (text(folder), find(folder, second).decode()) == (OLD, NEW)
    assert told(folder)[-1] == ("restored", first, "Tom", True)
    with pytest.raises(NeedsPerson, match="there is no version"):
        restore(folder, "0000000")


def test_restoring_over_what_was_written_by_hand_keeps_it_and_what_was_deleted_comes_back(folder: ReviewFolder) -> None:
    first = save(folder, OLD, None, "started", None)
    keep(folder, OLD.encode())
    folder.transcript.write_text(NEW, encoding="utf-8", newline="\n")
    restore(folder, first)
    assert find(folder, name(NEW)).decode() == NEW
    folder.transcript.unlink()
    assert restore(folder, name(NEW)) == name(NEW)


def test_a_pack_keeps_the_version_that_it_was_made_from(folder: ReviewFolder) -> None:
    first = save(folder, OLD, None, "started", None)
    assert record(folder, "packed", "Tom", "part 2") == first
    folder.transcript.write_text(NEW, encoding="utf-8", newline="\n")
    assert find(folder, first).decode() == OLD
    assert note_found(folder) == note_found(folder) == name(NEW)
    assert [what for what, *_ in told(folder)] == ["started", "packed", "found"]


def test_of_autosaves_one_a_minute_is_kept_and_of_everything_else_all(
    folder: ReviewFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    version = save(folder, "start", None, "started", None)
    for i in range(9):
        clock.wait(25)
        version = save(folder, f"auto {i}", version, "saved", "Amina", session="s")
    clock.wait(1)
    version = save(folder, "other 0", version, "saved", "Tom", session="t")
    clock.wait(1)
    version = save(folder, "imported", version, "imported", "Tom", session="t")
    clock.wait(1)
    save(folder, "other 1", version, "saved", "Tom", session="t")
    kept = {version for _, version, _, is_there in told(folder) if is_there}
    expected = ["start", "auto 0", "auto 3", "auto 6", "auto 8", "other 0", "imported", "other 1"]
    assert kept == {name(one) for one in expected}


def test_the_sittings_last_autosave_is_kept_when_another_one_begins(
    folder: ReviewFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    version = save(folder, "start", None, "started", None)
    for session in "aabb":
        clock.wait(1)
        version = save(folder, f"{session} {clock.time}", version, "saved", None, session=session)
    assert [is_there for *_, is_there in told(folder)] == [True, True, True, True, True]


def test_a_clock_that_is_set_back_loses_nothing(folder: ReviewFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    version = save(folder, "start", None, "started", None)
    for i in range(4):
        clock.wait(-3600)
        version = save(folder, f"auto {i}", version, "saved", None, session="s")
    assert all(is_there for *_, is_there in told(folder))


ACTS = st.lists(
    st.tuples(st.sampled_from(["save", "auto", "hand", "restore", "stale", "pack"]), st.integers(0, 5)), max_size=12
)


@settings(max_examples=25, deadline=None)
@given(ACTS)
def test_whatever_is_done_every_version_that_is_no_autosave_is_still_there(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        folder = ReviewFolder(tmp_path_factory.mktemp("acts"))
        save(folder, "text 0", None, "started", None)
        seen = {"text 0"}
        for act, number in acts:
            current = note_found(folder)
            seen.add(text(folder))
            if act == "save":
                save(folder, f"text {number}", current, "saved", "Amina")
            elif act == "auto":
                save(folder, f"auto {number}", current, "saved", "Amina", session="s")
            elif act == "hand":
                folder.transcript.write_bytes(b"hand %d" % number)
            elif act == "stale":
                with pytest.raises(ChangedUnderneath):
                    save(folder, f"stale {number}", "0" * 64, "saved", "Tom")
            elif act == "restore":
                versions = [entry.version for entry in history(folder) if entry.is_there]
                restore(folder, versions[number % len(versions)])
            else:
                record(folder, "packed", None)
            there = {entry.version for entry in history(folder) if entry.is_there}
            lost = {one for one in seen if name(one) not in there}
            assert all(one.startswith("auto") for one in lost)
            assert name(text(folder)) in there or act == "hand"
            assert note_found(folder) == version_of(folder.transcript.read_bytes())
