"""Recordings on their way through a URL: nothing of a run that is over stays there, whoever ends last."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest
from distributed.comm import CommClosedError

from radkind_pod.cli import failures
from radkind_pod.errors import PodError, ToolMissing, TransferError
from radkind_pod.pipeline.cluster.transit import Storage, Transit


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """What a stage made."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/voice.flac").write_bytes(b"private")
    return tmp_path / "out"


def left(tmp_path: Path) -> list[str]:
    return [file.name for file in (tmp_path / "transit").rglob("*") if file.is_file()]


def before_the_put(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None]) -> None:
    put = Storage.put

    def late(self: Storage, file: Path, place: str) -> None:
        happens()
        put(self, file, place)

    monkeypatch.setattr(Storage, "put", late)


def test_what_arrives_after_the_run_has_ended_is_removed_by_who_brought_it(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transit = Transit(f"file://{tmp_path}/transit", tmp_path, "run")
    before_the_put(monkeypatch, transit.clear)
    with pytest.raises(TransferError, match="the run that this stage belongs to is over"):
        transit.way.deliver(out, "attempt")
    assert left(tmp_path) == []


def test_what_arrives_from_a_killed_run_is_removed_when_the_next_one_has_begun(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"file://{tmp_path}/transit"
    killed = Transit(url, tmp_path, "killed")
    before_the_put(monkeypatch, lambda: Transit(url, tmp_path, "next") and None)
    with pytest.raises(TransferError, match="the run that this stage belongs to is over"):
        killed.way.deliver(out, "attempt")
    assert left(tmp_path) == ["next"]


def test_the_end_of_a_run_takes_nothing_from_the_next_one(out: Path, tmp_path: Path) -> None:
    url = f"file://{tmp_path}/transit"
    first = Transit(url, tmp_path, "first")
    following = Transit(url, tmp_path, "next")
    (parcel,) = following.way.deliver(out, "attempt")
    first.clear()
    following.collect((parcel,), tmp_path / "stage")
    assert (tmp_path / "stage/voice.flac").read_bytes() == b"private"


def test_what_lies_on_the_way_goes_even_if_the_cluster_goes_first(
    crew, run, shout, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise CommClosedError

    with crew(f"file://{tmp_path}/transit") as working:
        run(working, shout(project / "text.txt"))
        assert left(tmp_path)
        monkeypatch.setattr(working._sender._client, "run", gone)
    assert left(tmp_path) == []


def test_what_could_not_be_removed_is_noted_with_what_ended_the_build(
    crew, run, shout, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first thing that went wrong is what is told; where recordings stay is told too."""

    def refused(_: Storage, place: str) -> None:
        raise TransferError(place, "files can't go through here", "Look at the address")

    def interrupted() -> None:
        with crew(f"file://{tmp_path}/transit") as working:
            run(working, shout(project / "text.txt"))
            monkeypatch.setattr(Storage, "remove", refused)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as told:
        interrupted()
    said = failures.also(told.value)
    assert said.startswith("radkind-pod: tcp://127.0.0.1:")
    assert f" and file://{tmp_path}/transit: copies of recordings may still lie there (radkind-pod-" in said


def test_old_connections_that_all_broke_are_made_anew(tmp_path: Path) -> None:
    """A server that was restarted has forgotten all of them."""

    class Broken:
        def exists(self, _: str) -> bool:
            raise EOFError

    there = Storage(f"file://{tmp_path}")
    for _ in range(4):
        there._free.put((Broken(), "top"))
    assert not there.has("nothing")


def test_what_this_disk_refuses_is_not_told_of_the_way(tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(b"voice")
    with pytest.raises(OSError, match="No space left on device") as told:
        Storage(f"file://{tmp_path}").get("sent", Path("/dev/full"))
    assert told.value.filename == "/dev/full"


def test_who_waits_for_the_way_when_nobody_wants_it_any_more_does_not_take_it(tmp_path: Path) -> None:
    """So an interrupted build ends at once, however many recordings wait."""
    over, sent = Event(), []
    there = Storage(f"file://{tmp_path}/transit")
    files = [tmp_path / str(number) for number in range(12)]

    def go_on() -> None:
        if over.is_set():
            raise InterruptedError
        sent.append(1)
        over.wait(5)

    def put(file: Path) -> None:
        file.write_bytes(b"voice")
        with suppress(InterruptedError):
            there.put(file, file.name, go_on)

    with ThreadPoolExecutor(len(files)) as pool:
        works = [pool.submit(put, file) for file in files]
        while len(sent) < 4:
            time.sleep(0.01)
        over.set()
    assert all(work.exception() is None for work in works)
    assert len(sent) == 4


@pytest.mark.parametrize(
    ("url", "error", "words"),
    [("s3://bucket/pod", ToolMissing, "pip install s3fs"), ("gs://bucket/pod", TransferError, "Bring it here and")],
)
def test_only_a_package_that_is_known_is_named_in_a_command(
    url: str, error: type[PodError], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacks(*_: object, **__: object) -> None:
        raise ImportError("Please install it")

    monkeypatch.setattr("radkind_pod.pipeline.cluster.transit.fsspec.core.url_to_fs", lacks)
    with pytest.raises(error, match=r"is not installed \(Please install it\)") as told:
        Transit(url, tmp_path, "run")
    assert words in str(told.value)
