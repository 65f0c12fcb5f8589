"""Which episodes a crew begins, and when: a few more than the cluster has threads, the longest first."""

import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest

from radkind_pod.errors import TransferError
from radkind_pod.pipeline import episode
from radkind_pod.pipeline.cluster import crew as crews
from radkind_pod.pipeline.cluster import transit
from radkind_pod.pipeline.cluster.transit import Storage
from radkind_pod.transcript.engines.cores import cores


def test_few_episodes_are_begun_at_once_and_the_longest_first(crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "FEWEST", 3)
    begun, goes_on = list[int](), Event()

    def work(priority: int) -> None:
        with working.runner("ep", priority):
            begun.append(priority)
            goes_on.wait(20)

    with crew() as working, ThreadPoolExecutor(20) as pool:
        works = [pool.submit(work, priority) for priority in (0, 1, 2, 3)]
        while len(begun) < 4:  # twice the threads of two workers
            pass
        works += [pool.submit(work, priority) for priority in (9, 7, 5, 4, 6, 8)]
        while len(working._next) < 6:
            pass
        assert len(begun) == 4
        monkeypatch.setattr(crews, "AHEAD", 0)
        monkeypatch.setattr(crews, "FEWEST", 1)
        goes_on.set()
        for one in works:
            one.result(20)
    assert begun[4:] == [4, 5, 6, 7, 8, 9]


def test_who_waits_for_its_turn_goes_when_the_build_is_interrupted(crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "AHEAD", 0)
    monkeypatch.setattr(crews, "FEWEST", 0)
    with crew() as working, ThreadPoolExecutor(1) as pool:
        waits = pool.submit(working.runner("ep", 0).__enter__)
        working.stop()
        with pytest.raises(CancelledError):
            waits.result(20)


def test_a_way_that_cannot_be_opened_is_tried_once_for_all(crew, tmp_path: Path, monkeypatch) -> None:
    tried = []

    def refused(_: Storage, place: str) -> None:
        tried.append(place)
        raise TransferError(place, "files can't go through here", "Look at the address")

    monkeypatch.setattr(Storage, "remove", refused)
    with crew(f"file://{tmp_path}/transit") as working:
        for _ in range(3):
            with pytest.raises(TransferError), working.runner("ep", 0):
                pass
    assert len(tried) == 1


def test_after_an_interruption_no_file_is_sent(crew, shout, project: Path, tmp_path: Path, monkeypatch) -> None:
    sent = []
    more = [project / f"{number}.txt" for number in range(3)]
    for file in more:
        file.write_text(file.name, encoding="utf-8")
    with crew(f"file://{tmp_path}/transit") as working, working.runner("ep", 0) as runner:

        def interrupted(_: object, file: Path, place: str) -> None:
            sent.append(file)
            working.stop()

        monkeypatch.setattr(transit, "_put", interrupted)
        with pytest.raises(CancelledError):
            runner.run(shout(project / "text.txt", tuple(more)), project / "build/ep", None)
    assert len(sent) == 1


def test_pictures_are_looked_at_by_no_more_processes_than_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    now, most = [0], [0]

    @contextmanager
    def counted() -> Iterator[SimpleNamespace]:
        now[0] += 1
        most[0] = max(most[0], now[0])
        time.sleep(0.05)
        yield SimpleNamespace(ask=lambda *_: None)
        now[0] -= 1

    monkeypatch.setattr(episode, "Apart", counted)
    monkeypatch.setattr(episode, "refuse_if_disk_is_full", lambda *_: None)
    store = SimpleNamespace(reasons=lambda _: ("new",))
    of = SimpleNamespace(root=None, info=SimpleNamespace(artwork=None))
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: episode._refuse_what_would_fail_later(store, of, of, None), range(20)))
    assert most[0] <= cores()
