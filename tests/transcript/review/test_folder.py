"""A review lies beside the transcript, and makes no folder before it needs one."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from radkind_pod.errors import NeedsPerson
from radkind_pod.transcript.review import lock
from radkind_pod.transcript.review.confirmed import confirmed
from radkind_pod.transcript.review.conflicts import conflicts, settled
from radkind_pod.transcript.review.drafts import draft_hash, keep_draft
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.imports import imported, latest_of_copy
from radkind_pod.transcript.review.saving import history, note_found, record
from radkind_pod.transcript.review.versions import is_kept, standing


def test_looking_makes_nothing(tmp_path: Path) -> None:
    folder = ReviewFolder(tmp_path)
    assert (confirmed(folder), conflicts(folder), settled(folder), history(folder)) == ((), (), (), [])
    assert (note_found(folder), standing(folder)) == (None, None)
    assert not imported(folder, b"")
    assert latest_of_copy(folder, "a", "b") is None
    assert not is_kept(folder, "ab" * 32)
    assert list(tmp_path.iterdir()) == []


def test_everything_but_the_transcript_is_in_the_review_folder(tmp_path: Path) -> None:
    folder = ReviewFolder(tmp_path)
    assert folder.transcript == tmp_path / "transcript.vtt"
    inside = (folder.versions, folder.corrections, folder.log, folder.conflicts, folder.confirmed, folder.lock)
    assert {place.parent for place in inside} == {tmp_path / "review"}


def test_one_thread_may_lock_twice_and_two_never_write_together(tmp_path: Path) -> None:
    folder, inside, most = ReviewFolder(tmp_path), 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(10):
            with folder.locked(), folder.locked():
                inside += 1
                most = max(most, inside)
                time.sleep(0.001)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ReviewFolder(tmp_path)
    monkeypatch.setattr(lock, "MOST_S", 0.05)
    told: list[Exception] = []

    def wait() -> None:
        try:
            record(folder, "packed", "Tom")
        except NeedsPerson as error:
            told.append(error)

    with folder.locked():
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
    assert "another radkind-pod has been writing to this review" in str(told[0])


def test_a_draft_is_kept_only_while_nobody_else_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who begin at once would write into the same unfinished file."""
    folder = ReviewFolder(tmp_path)
    monkeypatch.setattr(lock, "MOST_S", 0.05)
    with folder.locked(), ThreadPoolExecutor(1) as other, pytest.raises(NeedsPerson):
        other.submit(keep_draft, b"{}", folder).result()
    assert keep_draft(b"{}", folder) == draft_hash(b"{}")


HOLDS = """
import sys
from pathlib import Path
from radkind_pod.transcript.review.folder import ReviewFolder
with ReviewFolder(Path(sys.argv[1])).locked():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_an_editor_that_was_killed_is_free_at_once(tmp_path: Path, monkeypatch) -> None:
    folder = ReviewFolder(tmp_path)
    monkeypatch.setattr(lock, "MOST_S", 0.05)
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(NeedsPerson), folder.locked():
            pass
        other.kill()
    with folder.locked():
        pass
