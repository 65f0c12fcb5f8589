"""A build on a real cluster: schedulers and workers in processes of their own, some of which are killed."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from distributed import Client
from tests.cli.conftest import SLUG, Show, copy_sample
from tests.system.conftest import POD
from tests.system.servers import free_port
from tests.torture.seed import drawn

pytestmark = pytest.mark.system
ROOT = Path(__file__).parents[2]
DASK = [sys.executable, "-c", "from dask.__main__ import main; main()"]
PRELOAD = Path(__file__).with_name("cluster_worker.py")
EPISODES = 6
"""42 stages: more than begin while the workers are killed."""
KILLS = 10
QUIET = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def catalogue(root: Path) -> Show:
    """Make a show of a few episodes with the recordings of the sample, in different orders."""
    show = copy_sample(root)
    text = (show.episode / "episode.yaml").read_text(encoding="utf-8").split("# Where a new subject begins.")[0]
    for number in range(2, EPISODES + 1):
        folder = root / "episodes" / f"episode-{number}"
        folder.mkdir()
        shutil.copytree(show.raw, folder / "raw")
        shutil.copy(show.episode / "replay.json", folder)
        own = text.replace("urn:uuid:5b0f6d0e", f"urn:uuid:{number:08}").replace("number: 1", f"number: {number}", 1)
        head, names = own.split("recordings:\n")
        listed = [line for line in names.splitlines() if line.startswith("  - ")]
        turned = "\n".join(listed[number - 1 :] + listed[: number - 1])
        lines = f"{head}recordings:\n{turned}\n"
        (folder / "episode.yaml").write_text(lines, encoding="utf-8")
    return show


@contextmanager
def running(*command: object, **more: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [*map(str, command)],
        env={**QUIET, **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


@contextmanager
def scheduler(port: int, **more: str) -> Iterator[subprocess.Popen]:
    with running(
        *DASK, "scheduler", "--host", "127.0.0.1", "--port", port, "--dashboard-address", "127.0.0.1:0", **more
    ) as process:
        yield process


def worker(port: int, **more: str):
    """Start a worker of one thread with a nanny, which starts it again when it dies."""
    options = ("--nthreads", 1, "--host", "127.0.0.1", "--no-dashboard", "--death-timeout", 60, "--preload", PRELOAD)
    return running(*DASK, "worker", f"tcp://127.0.0.1:{port}", *options, **more)


def _command(*more: str, progress: str = "none") -> list[str]:
    return [*POD, "build", "--all", "--progress", progress, "--json", "--engine", "replay", *more]


def build(show: Show, *more: str, progress: str = "none") -> subprocess.CompletedProcess:
    command = _command(*more, progress=progress)
    return subprocess.run(command, cwd=show.root, env=QUIET, text=True, capture_output=True, timeout=900, check=False)


@contextmanager
def building(show: Show, *more: str) -> Iterator[subprocess.Popen]:
    """Begin a build; it ends with the block at the latest."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(_command(*more), cwd=show.root, env=QUIET, text=True, **pipes) as work:
        try:
            yield work
        finally:
            work.kill()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one process makes of the catalogue."""
    show = catalogue(tmp_path_factory.mktemp("alone") / "show")
    done = build(show)
    assert (done.returncode, done.stderr) == (0, "")
    return show.published()


def whole(show: Show) -> set[str]:
    return {f"{f.parent.parent.name} {f.parent.name}" for f in (show.root / "build").glob("[!_]*/[!.]*/manifest.json")}


def until_there(port: int, workers: int) -> None:
    """Wait until so many workers have come to the scheduler."""
    with Client(f"tcp://127.0.0.1:{port}", timeout="60s") as client:
        client.wait_for_workers(workers, timeout=120)


def children(pid: int) -> list[int]:
    """Return the processes below this one that are workers: the nanny's own child, not a stage's."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    mine = [int(one) for one in found.split()]
    named = {one: Path(f"/proc/{one}/cmdline").read_bytes() for one in mine if Path(f"/proc/{one}").exists()}
    return [one for one, line in named.items() if b"spawn_main" in line]


def until_alive(nannies: list[subprocess.Popen]) -> list[int]:
    """Return the workers that live; wait until there is one."""
    until = time.monotonic() + 120
    while not (found := [pid for nanny in nannies for pid in children(nanny.pid)]):
        assert time.monotonic() < until, "no worker came back"
        time.sleep(0.1)
    return found


def begun(log: Path) -> int:
    """Return how many stages have begun on a worker."""
    return log.read_text(encoding="utf-8").count("began ") if log.exists() else 0


def until_begun(log: Path, stages: int, work: subprocess.Popen) -> None:
    """Wait until so many stages of the build have begun."""
    until = time.monotonic() + 120
    while begun(log) < stages:
        assert work.poll() is None, f"the build has ended; {begun(log)} of {stages} stages have begun"
        assert time.monotonic() < until, f"{begun(log)} of {stages} stages have begun"
        time.sleep(0.05)


def test_ten_workers_killed_cost_what_they_had_and_nothing_else(alone, tmp_path: Path) -> None:
    """Every episode is finished with the bytes of one process, and no stage is begun again once it is whole."""
    show, port, log, chance = catalogue(tmp_path / "show"), free_port(), tmp_path / "log", random.Random(drawn())
    with scheduler(port), ExitStack() as ends:
        nannies = [ends.enter_context(worker(port, POD_LOG=str(log))) for _ in range(3)]
        work = ends.enter_context(building(show, "--cluster", f"tcp://127.0.0.1:{port}"))
        for _ in range(KILLS):
            until_begun(log, begun(log) + chance.randint(1, 2), work)
            time.sleep(chance.uniform(0, 0.5))
            os.kill(chance.choice(until_alive(nannies)), signal.SIGKILL)
        assert work.poll() is None, "some were killed when there was nothing left to do"
        out, err = work.communicate(timeout=900)
    assert (work.returncode, err) == (0, ""), out
    assert show.published() == alone
    lines = [line.split() for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line[-1] == "True"] == []
    assert begun(log) <= sum(line[0] == "ended" for line in lines) + KILLS
    assert not any((show.root / "build/_cluster").glob("*"))


def test_after_the_scheduler_is_killed_the_same_command_goes_on(alone, tmp_path: Path) -> None:
    show, port = catalogue(tmp_path / "show"), free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as ends:
        first = ends.enter_context(scheduler(port))
        for _ in range(2):
            ends.enter_context(worker(port))
        work = ends.enter_context(building(show, "--cluster", address))
        until = time.monotonic() + 600
        while len(whole(show)) < 5 and time.monotonic() < until:
            time.sleep(0.2)
        first.kill()
        _, err = work.communicate(timeout=120)
        assert work.returncode == 5, err
        assert err == (
            f"radkind-pod: {address}: the cluster's scheduler is gone. What was made is kept: start the cluster again, "
            "and run the same command again\n"
        )
    kept = whole(show)
    assert len(kept) >= 5
    with scheduler(port), worker(port), worker(port):
        done = build(show, "--cluster", address)
    assert (done.returncode, done.stderr) == (0, "")
    made = {
        f"{one['episode']} {stage['name']}"
        for one in json.loads(done.stdout)
        for stage in one["stages"]
        if stage["state"] == "made"
    }
    assert made & kept == set()
    assert show.published() == alone


LACKS = {
    "version": "it has radkind-pod 0.0.1, and",
    "model": "the model base is not on this computer",
    "folder": "it doesn't see the project's folder",
}


@pytest.mark.parametrize("lacks", LACKS)
def test_a_worker_that_lacks_something_is_left_alone_and_told(lacks: str, tmp_path: Path) -> None:
    show, port, log = copy_sample(tmp_path / "show"), free_port(), tmp_path / "log"
    with scheduler(port), worker(port, POD_LACKS=lacks, POD_LOG=str(log)):
        hears = ("--engine", "faster-whisper", "--until", "recognise")
        done = build(show, "--cluster", f"tcp://127.0.0.1:{port}", *hears)
        assert done.returncode == 4, done.stderr
        assert re.search(
            rf"no worker of the cluster can be used for \w+:\n  tcp://127\.0\.0\.1:\d+: {LACKS[lacks]}", done.stderr
        )
        at = ("--cluster", f"tcp://127.0.0.1:{port}")
        with worker(port):
            until_there(port, 2)
            said = subprocess.run(
                [*POD, "build", SLUG, "--progress", "plain", "--until", "recognise", *at],
                cwd=show.root,
                env=QUIET,
                text=True,
                capture_output=True,
                timeout=300,
                check=False,
            )
    assert said.returncode == 0, said.stderr
    assert len(re.findall(rf"is not used for \w+: {LACKS[lacks]}", said.stderr)) >= 1
    assert "recognise" not in (log.read_text(encoding="utf-8") if log.exists() else "")


def test_a_worker_that_never_answers_holds_nobody_up(tmp_path: Path) -> None:
    """One that hangs: a stopped process takes what comes, and says nothing."""
    show, port = copy_sample(tmp_path / "show"), free_port()
    at = ("--cluster", f"tcp://127.0.0.1:{port}", "--until", "recognise")
    with scheduler(port), worker(port) as hanging, worker(port):
        until_there(port, 2)
        os.kill(until_alive([hanging])[0], signal.SIGSTOP)
        done = build(show, *at, progress="plain")
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"the worker tcp://127\.0\.0\.1:\d+ hasn't answered yet; it is used", done.stderr)) == 1
    assert "may still lie there" not in done.stderr
    assert whole(show) >= {f"{SLUG} prepare", f"{SLUG} recognise"}


def test_what_a_worker_that_hangs_had_in_hand_goes_to_another(alone, tmp_path: Path) -> None:
    """As soon as Dask lets go of it: after five minutes, if nobody says otherwise."""
    show, port, log = catalogue(tmp_path / "show"), free_port(), tmp_path / "log"
    at = ("--cluster", f"tcp://127.0.0.1:{port}")
    with ExitStack() as ends:
        ends.enter_context(scheduler(port, DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="10s"))
        hanging = ends.enter_context(worker(port, POD_LOG=str(log)))
        work = ends.enter_context(building(show, *at))
        until_begun(log, 3, work)
        os.kill(until_alive([hanging])[0], signal.SIGSTOP)
        ends.enter_context(worker(port))
        out, err = work.communicate(timeout=600)
    assert (work.returncode, err) == (0, ""), out
    assert show.published() == alone


@pytest.fixture
def without_package(tmp_path: Path) -> dict[str, str]:
    """The environment of a computer that has no radkind-pod."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nclass No:\n    def find_spec(self, name, *_):\n        if name.split('.')[0] == 'radkind_pod':\n"
        "            raise ModuleNotFoundError(name)\nsys.meta_path.insert(0, No())\n",
        encoding="utf-8",
    )
    return {"PYTHONPATH": str(tmp_path)}


def test_a_scheduler_without_radkind_pod_is_told(tmp_path: Path, without_package: dict[str, str]) -> None:
    show, port = copy_sample(tmp_path / "show"), free_port()
    with scheduler(port, **without_package), worker(port):
        done = build(show, "--cluster", f"tcp://127.0.0.1:{port}", "--until", "prepare")
    assert done.returncode == 4, done.stderr
    assert "the cluster's scheduler can't be used: it has no radkind-pod that could be used" in done.stderr
    assert "pip install 'radkind-pod[cluster]==" in done.stderr


def test_a_worker_without_radkind_pod_is_told(tmp_path: Path, without_package: dict[str, str]) -> None:
    show, port = copy_sample(tmp_path / "show"), free_port()
    command = (*DASK, "worker", f"tcp://127.0.0.1:{port}", "--nthreads", 1, "--host", "127.0.0.1", "--no-dashboard")
    with scheduler(port), running(*command, **without_package):
        until_there(port, 1)
        done = build(show, "--cluster", f"tcp://127.0.0.1:{port}", "--until", "prepare")
    assert done.returncode == 4, done.stderr
    assert "it has no radkind-pod that could be used" in done.stderr
    assert "pip install 'radkind-pod[cluster]==" in done.stderr
