"""Recordings on their way through a URL: nothing of a run that is over stays there, whoever ends last."""

from collections.abc import Callable
from pathlib import Path

import pytest
from distributed.comm import CommClosedError

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
