"""What is said to be saved is on the disk, and what was there before is kept."""

import errno
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.errors import NeedsPerson
from radkind_pod.transcript.review import saving
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.saving import ChangedUnderneath, history, note_found, record, restore, save
from radkind_pod.transcript.review.versions import find, keep, version_of

OLD, NEW = "WEBVTT\n\nold\n", "WEBVTT\n\nnew, and schön\n"
STEPS = ("write", "fsync", "replace", "mkdir", "ftruncate")


@pytest.fixture
def folder(tmp_path: Path) -> ReviewFolder:
    return ReviewFolder(tmp_path)


class Clock:
    """A clock that goes on only when told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
        monkeypatch.setattr(saving, "now", lambda: self.time)

    def wait(self, seconds: int) -> None:
        self.time += timedelta(seconds=seconds)


def name(text: str) -> str:
    return version_of(text.encode())


def text(folder: ReviewFolder) -> str:
    return folder.transcript.read_bytes().decode()


def told(folder: ReviewFolder) -> list[tuple[str, str, str | None, bool]]:
    """The history, the oldest first."""
    return [(entry.what, entry.version, entry.by, entry.is_there) for entry in reversed(history(folder))]


@contextmanager
def watched_disk(step: Callable[[str], None]) -> Iterator[None]:
    """Call `step` with its name before each step on the disk."""
    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, watched(name, getattr(os, name), step))
        yield


def watched(name: str, real: Callable[..., Any], step: Callable[[str], None]) -> Callable[..., Any]:
    def watched_step(*arguments: Any) -> Any:
        step(name)
        return real(*arguments)

    return watched_step


def test_a_transcript_is_begun_saved_and_found_again(folder: ReviewFolder) -> None:
    first = save(folder, OLD, None, "started", None)
    second = save(folder, NEW, first, "saved", "Amina", "a note")
    assert (first, second) == (name(OLD), name(NEW))
    assert text(folder) == NEW
    assert find(folder, first).decode() == OLD
    assert told(folder) == [("started", first, None, True), ("saved", second, "Amina", True)]
    assert [(entry.short, entry.note) for entry in history(folder)] == [(second[:12], "a note"), (first[:12], "")]


@pytest.mark.parametrize(
    ("there", "expected", "words"),
    [
        (OLD, None, "is there already"),
        (NEW, None, "is there already"),
        (OLD, name("other"), "was changed meanwhile"),
        (None, name(OLD), "is gone"),
    ],
)
def test_a_transcript_that_is_not_what_was_expected_is_never_written_over(
    folder: ReviewFolder, there: str | None, expected: str | None, words: str
) -> None:
    if there:
        folder.transcript.write_bytes(there.encode())
    with pytest.raises(ChangedUnderneath, match=words) as caught:
        save(folder, NEW, expected, "saved", "Amina")
    assert (caught.value.current, caught.value.expected) == (name(there) if there else None, expected)
    assert caught.value.exit_code == 7
    assert (text(folder) if folder.transcript.exists() else None) == there


def test_what_another_program_wrote_is_kept_before_anything_else(folder: ReviewFolder) -> None:
    first = save(folder, OLD, None, "started", None)
    folder.transcript.write_bytes(b"WEBVTT\n\nby hand \xff\n")
    with pytest.raises(ChangedUnderneath) as caught:
        save(folder, NEW, first, "saved", "Amina")
    by_hand = caught.value.current
    assert by_hand
    save(folder, NEW, by_hand, "saved", "Amina")
    assert find(folder, by_hand) == b"WEBVTT\n\nby hand \xff\n"
    assert told(folder) == [
        ("started", first, None, True),
        ("found", by_hand, None, True),
        ("saved", name(NEW), "Amina", True),
    ]
    restore(folder, by_hand[:8])
    assert folder.transcript.read_bytes() == b"WEBVTT\n\nby hand \xff\n"


def test_what_is_written_in_the_last_moment_is_not_written_over(
    folder: ReviewFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save(folder, OLD, None, "started", None)
    announce = saving.announce

    def meanwhile(*arguments: Any) -> None:
        announce(*arguments)
        folder.transcript.write_text("WEBVTT\n\nby hand\n", encoding="utf-8", newline="\n")

    monkeypatch.setattr(saving, "announce", meanwhile)
    with pytest.raises(ChangedUnderneath):
        save(folder, NEW, first, "saved", "Amina")
    assert text(folder) == "WEBVTT\n\nby hand\n"
    assert [what for what, *_ in told(folder)] == ["started", "found"]
    assert not [file for file in folder.episode_folder.iterdir() if ".part" in file.name]


def test_saving_again_what_stands_there_is_no_mistake(folder: ReviewFolder) -> None:
    """Whoever got no answer tries again with what was expected at first."""
    first = save(folder, OLD, None, "started", None)
    for _ in range(2):
        assert save(folder, NEW, first, "saved", "Amina", session="s") == name(NEW)
    assert [what for what, *_ in told(folder)] == ["started", "saved"]


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


def test_of_those_who_save_at_the_same_time_one_wins_and_the_others_are_told(folder: ReviewFolder) -> None:
    first = save(folder, OLD, None, "started", None)
    ready, results = threading.Barrier(6), list[str]()

    def work(number: int) -> None:
        ready.wait()
        try:
            results.append(save(folder, f"by {number}", first, "saved", str(number)))
        except ChangedUnderneath:
            results.append("told")

    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results).count("told") == 5
    assert name(text(folder)) in results


def test_saved_is_said_when_the_file_and_its_name_are_on_the_disk(folder: ReviewFolder) -> None:
    """The new text is synced before it takes the old one's place, and the folder after it, before anybody is told."""
    first = save(folder, OLD, None, "started", None)
    steps: list[str] = []
    with watched_disk(steps.append):
        save(folder, NEW, first, "saved", "Amina")
    last = len(steps) - 1 - steps[::-1].index("replace")
    assert steps[:last].count("fsync") >= 7  # both kept versions, their folder, the new text, the log and its folder
    assert steps[last:] == ["replace", "fsync", "write", "fsync"]


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_when_the_disk_fails_the_old_text_stays_and_it_is_told(tmp_path: Path, fault: int) -> None:
    """At every step of saving, one after the other; and trying again does it."""
    for at in range(100):
        folder, left, failed = ReviewFolder(tmp_path / str(at)), at, ""
        folder.episode_folder.mkdir()
        folder.transcript.write_bytes(OLD.encode())

        def step(name: str) -> None:
            nonlocal left, failed
            left -= 1
            if left == -1:
                failed = name
                raise OSError(fault, os.strerror(fault))

        was_told = True
        with suppress(OSError), watched_disk(step):
            save(folder, NEW, name(OLD), "saved", "Amina")
            was_told = False
        if was_told and text(folder) == NEW:
            assert failed == "fsync"  # only the folder's name is unsure
        elif was_told:
            assert text(folder) == OLD
            assert [what for what, *_ in told(folder)] in ([], ["found"])
        else:
            assert text(folder) == NEW
        assert not [file for file in folder.episode_folder.rglob("*") if ".part" in file.name]
        assert save(folder, NEW, name(OLD), "saved", "Amina") == name(NEW)
        assert find(folder, name(OLD)).decode() == OLD
        assert [what for what, *_ in told(folder)][:2] == ["found", "saved"]
        if not failed:
            break
    assert at > 20


def test_a_transcript_that_nobody_may_write_is_not_replaced_in_another_folder(
    folder: ReviewFolder, tmp_path: Path
) -> None:
    """What it links to gets the text."""
    real = tmp_path / "elsewhere"
    real.mkdir()
    (real / "hope.vtt").write_bytes(OLD.encode())
    folder.transcript.symlink_to(real / "hope.vtt")
    save(folder, NEW, name(OLD), "saved", None)
    assert folder.transcript.is_symlink()
    assert (real / "hope.vtt").read_bytes() == NEW.encode()


def test_the_log_holds_what_people_wrote_as_text(folder: ReviewFolder) -> None:
    save(folder, OLD, None, "started", 'Am"ina\n', "</script>\n")
    (line,) = folder.log.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["by"] == 'Am"ina\n'
