"""Files on their way to workers, through real servers: what arrives is what was sent, and nothing stays there."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.system.servers import PASSWORD, USER, moto, sshd

from radkind_pod.errors import TransferError
from radkind_pod.pipeline.cluster.transit import Transit, storage

pytestmark = pytest.mark.system


@pytest.fixture
def sftp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with sshd(tmp_path) as server:
        monkeypatch.setenv("HOME", str(server.room / "home"))
        yield f"sftp://pod-server{server.home}/transit"


@pytest.fixture
def s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with moto(tmp_path) as server:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", USER)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", PASSWORD)
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.port}")
        yield "s3://podcast/transit"


def left(url: str) -> list[str]:
    """Return what lies below the URL, as the storage itself sees it."""
    there, top = storage(url)._opened(is_new=True)
    return there.find(top) if there.exists(top) else []


@pytest.mark.parametrize("kind", ["sftp", "s3"])
def test_what_arrives_is_what_was_sent_and_nothing_stays(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url, sound = request.getfixturevalue(kind), tmp_path / "talk é.flac"
    sound.write_bytes(os.urandom(3_000_000))
    transit = Transit(url, tmp_path, "run")
    (parcel,) = transit.offer([sound], lambda: None)
    assert transit.offer([sound], lambda: None) == (parcel,)
    found = transit.way.fetch((parcel,), tmp_path / "worker/attempt")
    assert found[sound].read_bytes() == sound.read_bytes()
    out = tmp_path / "out"
    (out / "deeper").mkdir(parents=True)
    (out / "deeper/made.bin").write_bytes(b"made")
    transit.collect(transit.way.deliver(out, "attempt"), tmp_path / "stage")
    assert (tmp_path / "stage/deeper/made.bin").read_bytes() == b"made"
    assert len(left(url)) == 3  # and one that says that the run goes on
    transit.clear()
    with pytest.raises(TransferError, match="the run that this stage belongs to is over"):
        transit.way.deliver(out, "too late")
    assert left(url) == []
    Transit(url, tmp_path, "killed").offer([sound], lambda: None)
    assert len(left(url)) == 2
    Transit(url, tmp_path, "next")
    assert [Path(name).name for name in left(url)] == ["next"]


def test_a_server_whose_key_nobody_knows_gets_no_recording(sftp: str, tmp_path: Path) -> None:
    (tmp_path / "home/.ssh/known_hosts").write_text("", encoding="utf-8")
    with pytest.raises(TransferError, match="doesn't know the server yet"):
        Transit(sftp, tmp_path, "run")
    assert not (tmp_path / "files/transit").exists()
