"""A build on a cluster that is interrupted or killed: no recording stays anywhere, and the next build goes on."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from dask import config
from distributed import Client
from tests.cli.conftest import Show, copy_sample
from tests.system.conftest import POD
from tests.system.servers import free_port
from tests.system.test_cluster import QUIET, build, building, scheduler, whole, worker

pytestmark = pytest.mark.system


def left(tmp_path: Path, show: Show) -> list[Path]:
    """Return the files on the way and on the workers' own disks."""
    places = tmp_path / "transit", tmp_path / "disk", show.root / "build/_cluster"
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    return [file for file in files if any(part.startswith(("radkind-pod-", "_cluster")) for part in file.parts)]


def until(happens, seconds: float = 120) -> None:
    ends = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < ends
        time.sleep(0.1)


@pytest.mark.parametrize("way", ["shared", "files"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_what_is_left_of_a_build_that_was_ended(how: signal.Signals, way: str, tmp_path: Path) -> None:
    show, port = copy_sample(tmp_path / "show"), free_port()
    files = ["--files", f"file://{tmp_path}/transit"] if way == "files" else []
    at = ["--cluster", f"tcp://127.0.0.1:{port}", *files]
    with scheduler(port), worker(port, DASK_TEMPORARY_DIRECTORY=str(tmp_path / "disk")):
        with building(show, *at) as work:
            until(lambda: whole(show))
            assert left(tmp_path, show)
            work.send_signal(how)
            work.communicate(timeout=60)
        assert work.returncode != 0
        kept = whole(show)
        if how == signal.SIGKILL:
            assert left(tmp_path, show)
            done = build(show, *at, "--until", "level")
            assert (done.returncode, done.stderr) == (0, "")
        until(lambda: not left(tmp_path, show))
        assert kept <= whole(show)


def test_a_cluster_to_try_works_until_ctrl_c_which_ends_it_without_a_word_too_many(tmp_path: Path) -> None:
    """Ctrl-C reaches every program of the terminal: the workers too."""
    show, command = copy_sample(tmp_path / "show"), [*POD, "cluster", "local", "2"]
    with subprocess.Popen(
        command, env=QUIET, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as local:
        assert local.stdout
        assert local.stdout.readline() == "2 workers are ready. In another terminal:\n"
        address = local.stdout.readline().split()[-1]
        assert local.stdout.readline() == "Ctrl-C ends it.\n"
        with Client(address) as client:
            watched = client.run(config.get, "distributed.worker.profile.enabled")
        assert [*watched.values()] == [False, False]
        done = build(show, "--cluster", address, "--until", "prepare")
        assert (done.returncode, done.stderr) == (0, "")
        os.killpg(local.pid, signal.SIGINT)
        out, err = local.communicate(timeout=60)
    assert (local.returncode, err) == (0, "")
    assert out == "The cluster ends.\n"
