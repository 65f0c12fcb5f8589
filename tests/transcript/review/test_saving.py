"""What is said to be saved is on the disk, and nobody's text is written over unseen."""

import errno
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.transcript.review.saved import NEW, OLD, name, text, told

from radkind_pod.transcript.review import saving
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.saving import ChangedUnderneath, history, restore, save
from radkind_pod.transcript.review.versions import find

STEPS = ("write", "fsync", "replace", "mkdir", "ftruncate")


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
