"""A stage that a worker of a cluster runs: what it made is here, and nothing of it is left elsewhere."""

import errno
import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from distributed import Client

from radkind_pod.errors import MediaError, PodError, ToolMissing
from radkind_pod.pipeline.cluster import errand, needs
from radkind_pod.pipeline.cluster.connect import open_crew
from radkind_pod.pipeline.runner import Here
from radkind_pod.pipeline.store import recover_all
from radkind_pod.progress import Progress

WAYS = pytest.mark.parametrize("way", ["", "file://{}/transit"], ids=["shared", "files"])


def files_in(folder: Path) -> dict[str, str]:
    return {f.relative_to(folder).as_posix(): f.read_text(encoding="utf-8") for f in folder.rglob("*") if f.is_file()}


@WAYS
def test_what_a_worker_made_is_in_the_folder_of_the_stage_and_nowhere_else(
    crew, two_workers: str, run, shout, project: Path, tmp_path: Path, way: str
) -> None:
    (project / "other.txt").write_text("quiet", encoding="utf-8")
    with crew(way.format(tmp_path)) as working:
        made = run(working, shout(project / "text.txt", (project / "other.txt", project / "text.txt")))
    assert files_in(made) == {"deeper/0.txt": "PEACE", "deeper/1.txt": "QUIET", "deeper/2.txt": "PEACE"}
    assert not any((project / "build/_cluster").glob("*"))
    assert not [f for f in tmp_path.rglob("*") if f.is_file() and "transit" in f.parts]
    with Client(two_workers, set_as_default=False) as client:
        assert kept(client) == []


@WAYS
def test_what_a_stage_says_is_heard_here(crew, run, shout, heard, project: Path, tmp_path: Path, way: str) -> None:
    with crew(way.format(tmp_path)) as working:
        run(working, shout(project / "text.txt"), heard)
    assert heard.remarks == ["read text.txt"]


def test_how_far_a_worker_is_is_heard_here_and_waiting_ends_with_it(
    crew, run, shout, heard, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Event()

    def slow(self: object, folder: Path, progress: Progress) -> None:
        progress.moved(1, 4)
        told.wait(20)

    def moved(done: float, total: float) -> None:
        heard.shares.append(done / total if total else 0)
        if total:
            told.set()

    monkeypatch.setattr(shout, "run", slow)
    monkeypatch.setattr("radkind_pod.pipeline.cluster.errand.Apart", lambda _: nullcontext(Here()))
    monkeypatch.setattr("radkind_pod.pipeline.cluster.errand.EVERY_S", 0)
    monkeypatch.setattr(heard, "moved", moved)
    with crew() as working:
        run(working, shout(project / "text.txt"), heard)
    assert heard.shares == [0, 0.25]
    assert heard.waited == [True, False]


@WAYS
def test_an_error_names_the_file_as_it_is_called_here(
    crew, run, shout, project: Path, tmp_path: Path, way: str
) -> None:
    text = project / "text.txt"
    text.write_text("broken", encoding="utf-8")
    with crew(way.format(tmp_path)) as working, pytest.raises(MediaError) as told:
        run(working, shout(text))
    assert (told.value.file, str(told.value)) == (text, f"{text}: {text} is broken. Mend it")


FULL = {
    "disk": (OSError(28, "No space left on device"), r"can't be used \(\[Errno 28\] No space left on device\)"),
    "memory": (MemoryError(), r"can't be used \(MemoryError\)"),
    "killed": (
        MediaError(Path("a.wav"), "it was killed, perhaps because this computer's memory is full", "Build again"),
        "because the worker WORKER's memory is full",
    ),
}


@pytest.fixture
def worker_log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What workers write into their logs."""
    logger = logging.getLogger("distributed.worker")
    logger.addHandler(caplog.handler)
    with caplog.at_level(logging.INFO, logger.name):
        yield caplog
    logger.removeHandler(caplog.handler)


@WAYS
@pytest.mark.parametrize(("raised", "words"), FULL.values(), ids=FULL)
def test_what_is_full_on_a_worker_is_told_of_that_worker_and_nobody_is_named_in_its_log(
    crew, run, shout, project: Path, tmp_path: Path, monkeypatch, worker_log, way: str, raised: Exception, words: str
) -> None:
    def full(*_: object) -> None:
        raise raised

    private = project / "Secret Name.txt"
    private.write_text("peace", encoding="utf-8")
    monkeypatch.setattr(shout, "run", full)
    monkeypatch.setattr("radkind_pod.pipeline.cluster.errand.Apart", lambda _: nullcontext(Here()))
    with crew(way.format(tmp_path)) as working, pytest.raises(PodError) as told:
        run(working, shout(private))
    assert re.search(words.replace("WORKER", r"tcp://127\.0\.0\.1:\d+"), str(told.value))
    assert "Secret Name" not in worker_log.text


def test_a_bug_on_a_worker_names_nobody_in_its_log(crew, run, shout, project: Path, monkeypatch) -> None:
    """Dask writes the repr of what was to be done there, as far as it has room."""
    private, seen = project / "Secret Name.txt", []
    private.write_text("peace", encoding="utf-8")
    monkeypatch.setattr("radkind_pod.pipeline.cluster.errand._done", lambda errand, _: seen.append(errand) or 1 / 0)
    with crew() as working, pytest.raises(ZeroDivisionError):
        run(working, shout(private))
    assert "Secret Name" in repr(seen[0].stage)
    assert "Secret Name" not in repr(seen[0])


def test_what_a_killed_run_left_on_the_way_goes_with_the_next_one(
    crew, run, shout, project: Path, tmp_path: Path
) -> None:
    url = f"file://{tmp_path}/transit"
    with crew(url) as working:
        run(working, shout(project / "text.txt"))
        (mine,) = (tmp_path / "transit").iterdir()
        stays = tmp_path / "transit/somebody's"
    (mine / "run").mkdir(parents=True)
    for left in (mine / "run/voice.flac", stays):
        left.write_text("private", encoding="utf-8")
    (project / "build/ep/.measure.part-1").rename(tmp_path / "done")
    with crew(url) as working:
        run(working, shout(project / "text.txt"))
        assert not (mine / "run").exists()
    assert stays.exists()


def test_a_stage_goes_to_another_worker_where_one_has_no_room(
    crew, run, shout, project: Path, tmp_path: Path, monkeypatch
) -> None:
    """A worker that fails at once is free at once: it would take all the others' stages too, and fail them."""
    full = list[str]()
    done = errand._done

    def no_room(one: errand.Errand, worker: Any) -> errand.Made:
        full.append(worker.address)
        if worker.address == full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        return done(one, worker)

    monkeypatch.setattr(errand, "_done", no_room)
    with crew() as working:
        for number in range(4):
            file = project / f"{number}.txt"
            file.write_text("peace", encoding="utf-8")
            shutil.rmtree(project / "build/ep/.measure.part-1", ignore_errors=True)
            run(working, shout(file))
    assert full.count(full[0]) == 1
    assert len(full) == 5


def test_a_worker_that_may_not_write_in_the_folder_is_refused(crew, run, shout, project: Path, monkeypatch) -> None:
    monkeypatch.setattr(needs, "_refused", lambda _: "Read-only file system")
    with crew() as working, pytest.raises(ToolMissing, match=r"it can't write into the project's folder \(Read-only"):
        run(working, shout(project / "text.txt"))


REFUSALS = {
    "version": (
        {"version": "0.0.1"},
        r"it has radkind-pod 0\.1\.0, and 0\.0\.1 is at work here",
        "radkind-pod[cluster]",
    ),
    "source": ({"source": "other"}, r"its radkind-pod was changed, or the one here was", "--force-reinstall --no-deps"),
    "tool": ({"tools": (("av", "99.0"),)}, r"it has av [\d.]+, and 99\.0 is at work here", "pip install av==99.0"),
    "model": (
        {"weights": needs.Weights("large-v3", "1")},
        r"the model large-v3 is not on this computer",
        "radkind-pod models pull large-v3",
    ),
    "other model": ({"weights": needs.Weights("base", "1")}, r"its model base is another one", "models pull base"),
    "folder": ({"word": "other"}, r"it doesn't see the project's folder .*/show as this computer does", "--files URL"),
}


@pytest.mark.parametrize(("change", "words", "command"), REFUSALS.values(), ids=REFUSALS)
def test_a_worker_that_lacks_something_is_refused_with_what_would_bring_it(
    crew, run, shout, project: Path, monkeypatch: pytest.MonkeyPatch, change, words: str, command: str
) -> None:
    asked = needs.needs_of

    def other(*asked_for: object) -> needs.Needs:
        return replace(asked(*asked_for), **change)

    monkeypatch.setattr("radkind_pod.pipeline.cluster.sender.needs_of", other)
    with crew() as working, pytest.raises(ToolMissing) as told:
        run(working, shout(project / "text.txt"))
    assert re.search(
        rf"no worker of the cluster can be used for measure:\n  tcp://127\.0\.0\.1:\d+: {words}", str(told.value)
    )
    assert command in told.value.commands[0]
    assert len(told.value.commands) == 1


def test_a_scheduler_with_another_radkind_pod_is_refused_with_what_would_bring_it(
    crew, run, shout, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radkind_pod.pipeline.cluster.roll.own_source", lambda: "other")
    with crew() as working, pytest.raises(ToolMissing) as told:
        run(working, shout(project / "text.txt"))
    assert str(told.value).startswith("the cluster's scheduler can't be used: its radkind-pod was changed")
    assert "radkind-pod[cluster]" in told.value.commands[0]


def test_processors_of_different_kinds_are_told_once(crew, run, shout, heard, project: Path, monkeypatch) -> None:
    monkeypatch.setattr("radkind_pod.pipeline.cluster.roll.processor", lambda: "arm64 Other")
    with crew() as working:
        made = run(working, shout(project / "text.txt"), heard)
        made.rename(made.with_name("done"))
        run(working, shout(project / "text.txt"), heard)
    told = [
        remark for remark in heard.remarks if remark.startswith("the processors are of different kinds (arm64 Other;")
    ]
    assert len(told) == 1


def test_what_a_killed_run_left_on_the_workers_goes_when_the_next_one_begins(
    two_workers: str, shout, run, project: Path, tmp_path: Path
) -> None:
    url = f"file://{tmp_path}/transit"
    killed = open_crew(two_workers, url, project)
    run(killed.__enter__(), shout(project / "text.txt"))
    (project / "build/ep/.measure.part-1").rename(tmp_path / "done")
    with Client(two_workers, set_as_default=False) as client:
        assert "text.txt" in kept(client)
        with open_crew(two_workers, url, project) as crew, crew.runner("ep", 0):
            assert kept(client) == []
        killed.__exit__(None, None, None)


def kept(client: Client) -> list[str]:
    """Return the names of what runs have on the workers' own disks."""
    found = client.run(lambda dask_worker: [str(file) for file in Path(dask_worker.local_directory).rglob("*.txt")])
    return [Path(file).name for files in found.values() for file in files]


def test_what_a_killed_run_left_in_the_folder_goes_with_the_next_build_of_any_kind(project: Path) -> None:
    left = project / "build/_cluster/word/attempt/out"
    left.mkdir(parents=True)
    (left / "voice.flac").write_text("private", encoding="utf-8")
    recover_all(project / "build")
    assert not (project / "build/_cluster").exists()
