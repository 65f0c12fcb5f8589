"""A child calls functions for us; whatever becomes of it, we go on, and know what happened."""

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.apart import deeds

from radkind_pod.apart.child import Child, Died
from radkind_pod.apart.limits import Limits
from radkind_pod.apart.there import There
from radkind_pod.errors import MediaError

ROOT = Path(__file__).parents[2]
FILE = Path("raw/strange.wav")


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    """A child that finds the tests."""
    found = [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, found)))
    with Child() as child:
        yield child


class Noted:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.moves: list[tuple[float, float]] = []
        self.remarks: list[str] = []

    def moved(self, done: float, total: float) -> None:
        self.moves.append((done, total))

    def remarked(self, text: str) -> None:
        self.remarks.append(text)


def test_a_function_is_called_in_another_process_and_the_next_one_in_the_same(child: Child) -> None:
    first = child.call(deeds.pid)
    assert child.call(deeds.add, 2, 3) == 5
    assert child.call(deeds.pid) == first != os.getpid()


def test_progress_comes_over_and_is_not_told_oftener_than_anybody_can_see(child: Child) -> None:
    told = Noted()
    assert child.call(deeds.move, 10_000, progress=told) == "moved"
    assert told.moves[-1] == (10_000, 10_000)
    assert len(told.moves) < 100
    assert told.remarks == ["well done"]


def test_what_a_person_can_mend_comes_back_as_it_was(child: Child) -> None:
    with pytest.raises(MediaError, match=r"raw/a\.wav at 1\.5 s: it is empty\. Copy it again\.") as raised:
        child.call(deeds.object_to)
    assert (raised.value.at_ms, raised.value.file) == (1500, Path("raw/a.wav"))
    assert child.call(deeds.add, 1, 1) == 2


def test_a_bug_comes_back_with_the_place_where_it_is(child: Child) -> None:
    with pytest.raises(KeyError) as raised:
        child.call(deeds.have_a_bug)
    there = raised.value.__cause__
    assert isinstance(there, There)
    assert there.frames[-1].name == "have_a_bug"
    assert "have_a_bug" in "".join(traceback.format_exception(raised.value))


def test_an_error_that_can_t_travel_is_told_in_words(child: Child) -> None:
    with pytest.raises(RuntimeError, match="Peculiar: 1 and 2"):
        child.call(deeds.raise_peculiar)
    assert child.call(deeds.add, 1, 1) == 2


def test_a_result_that_can_t_travel_is_a_bug(child: Child) -> None:
    with pytest.raises(TypeError, match="pickle"):
        child.call(deeds.return_a_lock)
    assert child.call(deeds.add, 1, 1) == 2


def test_what_a_library_prints_or_reads_breaks_nothing(child: Child, capfd: pytest.CaptureFixture[str]) -> None:
    assert child.call(deeds.chatter) == "heard"
    assert capfd.readouterr() == ("", "")


def test_a_crash_is_an_error_that_knows_what_was_being_decoded(child: Child) -> None:
    first = child.call(deeds.pid)
    with pytest.raises(Died) as raised:
        child.call(deeds.crash, FILE)
    assert (raised.value.how, raised.value.files) == ("SIGSEGV", (FILE,))
    assert "about to crash" in raised.value.tail
    assert "in crash" in raised.value.tail
    assert child.call(deeds.pid) != first


def test_a_file_that_is_closed_late_confuses_nobody(child: Child) -> None:
    child.call(deeds.leave_open, FILE)
    child.call(deeds.close)
    with pytest.raises(Died) as raised:
        child.call(deeds.crash, FILE)
    assert raised.value.files == (FILE,)


@pytest.mark.parametrize(("deed", "how"), [(deeds.be_killed, "SIGKILL"), (deeds.leave, "exit code 7")])
def test_another_end_is_an_error_too(child: Child, deed: object, how: str) -> None:
    with pytest.raises(Died, match=how):
        child.call(deed)


def test_a_child_that_was_killed_between_two_calls_is_replaced(child: Child) -> None:
    os.kill(child.call(deeds.pid), signal.SIGKILL)
    time.sleep(0.1)
    assert child.call(deeds.add, 1, 1) == 2


def test_too_much_memory_is_an_error_and_afterwards_there_is_no_limit(child: Child) -> None:
    before = child.call(deeds.limits_now)
    limits = Limits(memory=200 * 2**20)
    assert child.call(deeds.eat, 100, FILE, limits=limits) == 100 * 2**20
    with pytest.raises(MemoryError) as raised:
        child.call(deeds.eat, 300, FILE, limits=limits)
    assert raised.value.__cause__.files == (FILE,)
    assert child.call(deeds.eat, 300, FILE) == 300 * 2**20
    assert child.call(deeds.limits_now) == before


def test_what_never_ends_is_ended(child: Child) -> None:
    began = time.monotonic()
    with pytest.raises(Died) as raised:
        child.call(deeds.loop, limits=Limits(cpu_s=1))
    assert raised.value.ran_out_of_time
    assert time.monotonic() - began < 20


def test_a_crash_leaves_no_image_of_the_memory(child: Child) -> None:
    assert child.call(deeds.limits_now)[2][0] == 0


def test_an_interrupted_call_ends_the_child_before_anybody_goes_on(child: Child, tmp_path: Path) -> None:
    class Impatient(Noted):
        def moved(self, done: float, total: float) -> None:
            raise KeyboardInterrupt

    first = child.call(deeds.pid)
    with pytest.raises(KeyboardInterrupt):
        child.call(deeds.move, 3, progress=Impatient())
    assert not is_alive(first)


def test_nothing_is_imported_from_the_folder_that_somebody_is_in(
    child: Child, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('read from the folder')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert child.call(deeds.add, 1, 1) == 2


PARENT = """
import sys
from pathlib import Path
from tests.apart import deeds
from radkind_pod.apart.child import Child
with Child() as child:
    child.call(deeds.sleep, Path(sys.argv[1]))
"""


def test_when_the_parent_is_killed_the_child_is_gone_at_once(child: Child, tmp_path: Path) -> None:
    """`child` is there for the path alone."""
    told = tmp_path / "told"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(told)])
    until(lambda: told.exists() and told.read_text(encoding="ascii") != "")
    pid = int(told.read_text(encoding="ascii"))
    assert is_alive(pid)
    parent.kill()
    parent.wait()
    began = time.monotonic()
    until(lambda: not is_alive(pid))
    assert time.monotonic() - began < 1


def test_ctrl_c_ends_both(child: Child, tmp_path: Path) -> None:
    told = tmp_path / "told"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(told)], start_new_session=True, stderr=subprocess.PIPE)
    until(lambda: told.exists() and told.read_text(encoding="ascii") != "")
    os.killpg(parent.pid, signal.SIGINT)
    _, said = parent.communicate(timeout=10)
    assert said.decode().endswith("KeyboardInterrupt\n")
    assert not is_alive(int(told.read_text(encoding="ascii")))


def is_alive(pid: int) -> bool:
    """Say whether the process runs; what is dead and not yet waited for doesn't."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(happened) -> None:
    end = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)
