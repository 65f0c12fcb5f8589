"""Clusters that can't be reached, lose their workers, or go."""

import time
from pathlib import Path
from threading import Event, Thread

import pytest
from distributed import Future, KilledWorker, Status
from distributed.scheduler import WorkerState
from tests.pipeline.cluster.conftest import workers

from radkind_pod.errors import TransferError
from radkind_pod.pipeline.cluster import connect, sender
from radkind_pod.pipeline.cluster.connect import open_crew


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "this is no address of a cluster"),
        ("tcp://127.0.0.1:port", "this is no address of a cluster"),
        ("http://127.0.0.1:8786", "this is no address of a cluster"),
        ("tcp://127.0.0.1:9", "no cluster answers here"),
        ("tls://127.0.0.1:9", "the cluster asks for TLS, and no keys are given for it here"),
    ],
)
def test_an_address_without_a_cluster_is_told(address: str, words: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(connect, "CONNECT_S", 1)
    with pytest.raises(TransferError, match=words), open_crew(address, "", tmp_path):
        pass


def test_a_bug_on_the_way_to_a_cluster_is_not_told_as_missing_keys(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(connect, "Client", lambda *_, **__: len(5))
    with pytest.raises(TypeError), open_crew("tcp://127.0.0.1:9", "", tmp_path):
        pass


def test_work_waits_for_a_first_worker(run, shout, heard, project: Path) -> None:
    with workers(0) as cluster:
        Thread(target=lambda: (time.sleep(1), cluster.scale(1))).start()
        with open_crew(cluster.scheduler_address, "", project) as crew:
            made = run(crew, shout(project / "text.txt"), heard)
    assert (made / "deeper/0.txt").read_text(encoding="utf-8") == "PEACE"
    assert heard.remarks[0] == "the cluster has no worker yet; the work begins when one comes"


def test_a_scheduler_that_goes_ends_the_build_with_what_to_do(run, shout, project: Path, monkeypatch) -> None:
    began, ended = Event(), Event()

    def endless(self, folder: Path, progress: object) -> None:
        began.set()
        ended.wait(3)

    monkeypatch.setattr(shout, "run", endless)
    monkeypatch.setattr(sender, "LOOK_S", 0.2)
    with workers(1) as cluster:
        Thread(target=lambda: (began.wait(20), cluster.close())).start()
        with pytest.raises(TransferError) as told, open_crew(cluster.scheduler_address, "", project) as crew:
            run(crew, shout(project / "text.txt"))
    assert str(told.value) == (
        f"{cluster.scheduler_address}: the cluster's scheduler is gone. What was made is kept: start the cluster "
        "again, and run the same command again"
    )
    assert told.value.exit_code == 5


SENT: list[object] = []


def dies(errand: object) -> None:
    SENT.append(errand)
    last = WorkerState(
        address="tcp://10.0.0.9:1",
        status=Status.closed,
        pid=1,
        name="w",
        nthreads=1,
        memory_limit=0,
        local_directory="",
        nanny=None,
        server_id="w",
    )
    raise KilledWorker("task", last, 3)


def test_a_stage_with_which_workers_die_is_sent_again_and_then_given_up(
    crew, run, shout, project: Path, monkeypatch
) -> None:
    """A task that kills each worker, as Dask tells it; the other episodes go on."""
    monkeypatch.setattr(sender, "do", dies)
    with crew() as working, pytest.raises(TransferError) as told:
        run(working, shout(project / "text.txt"))
    assert len(SENT) == sender.ROUNDS
    assert "measure of ep was given up: 12 workers died while they had it" in str(told.value)


def test_a_connection_that_breaks_for_a_moment_is_told(crew, run, shout, project: Path, monkeypatch) -> None:
    """Dask connects again, and has cancelled everything by then."""
    monkeypatch.setattr("radkind_pod.pipeline.cluster.errand._done", lambda *_: time.sleep(3))
    with crew() as working:
        client = working._sender._client

        def breaks() -> None:
            while not client.futures:
                time.sleep(0.05)
            client.cancel([Future(key, client) for key in list(client.futures)])

        Thread(target=breaks).start()
        with pytest.raises(TransferError, match="the cluster's scheduler is gone"):
            run(working, shout(project / "text.txt"))
