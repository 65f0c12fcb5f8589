"""The servers, once for all tests, and for each test a place of its own on each of them."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

import pytest
from tests.system import servers
from tests.system.destinations.reach import S3_SECRETS, Reach

NUMBERS = count()
KINDS = ["sftp", "rclone-sftp", "rsync", "nginx", "rclone-dav", "moto", "rclone-s3"]
ALL = ["folder", *KINDS]


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory) -> Iterator[servers.Server]:
    with servers.sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture(scope="session")
def nginx_server(tmp_path_factory) -> Iterator[servers.Server]:
    with servers.nginx(tmp_path_factory.mktemp("nginx")) as server:
        yield server


@pytest.fixture(scope="session")
def rclone_dav(tmp_path_factory) -> Iterator[servers.Server]:
    with servers.rclone(tmp_path_factory.mktemp("rclone-dav"), "webdav") as server:
        yield server


@pytest.fixture(scope="session")
def rclone_sftp(tmp_path_factory) -> Iterator[servers.Server]:
    with servers.rclone(tmp_path_factory.mktemp("rclone-sftp"), "sftp") as server:
        yield server


@pytest.fixture(scope="session")
def rclone_s3(tmp_path_factory) -> Iterator[servers.Server]:
    with servers.rclone(tmp_path_factory.mktemp("rclone-s3"), "s3") as server:
        yield server


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory) -> Iterator[servers.Server]:
    with servers.moto(tmp_path_factory.mktemp("moto")) as server:
        yield server


FIXTURES = {
    "sftp": "ssh_server",
    "rclone-sftp": "rclone_sftp",
    "rsync": "ssh_server",
    "nginx": "nginx_server",
    "rclone-dav": "rclone_dav",
    "moto": "moto_server",
    "rclone-s3": "rclone_s3",
}


@pytest.fixture
def reach(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Reach:
    """A new place at the destination that the test asks for."""
    if request.param == "folder":
        return folder_reach(tmp_path / "there")
    server = request.getfixturevalue(FIXTURES[request.param])
    found = make_reach(request.param, server, f"show-{next(NUMBERS)}")
    for name, value in found.environment.items():
        monkeypatch.setenv(name, value)
    return found


def folder_reach(root: Path) -> Reach:
    return Reach("folder", str(root), 0, disk(root), listing(root), root=root)


def make_reach(kind: str, server: servers.Server, place: str) -> Reach:
    if kind in {"sftp", "rsync"}:
        home = server.room / "home"
        environment = {"HOME": str(home), "PATH": f"{home}/bin:/usr/bin:/bin:/usr/sbin"}
        root = server.home / place
        pattern = f"{kind}://127.0.0.1:{{port}}{root}"
        return Reach(kind, pattern, server.port, disk(root), listing(root), environment, {}, root=root)
    if kind == "rclone-sftp":
        root = server.home / place
        pattern = f"sftp://{servers.USER}@127.0.0.1:{{port}}/{place}"
        environment = {"HOME": str(server.room / "home")}
        return Reach(kind, pattern, server.port, disk(root), listing(root), environment, root=root)
    if kind in {"nginx", "rclone-dav"}:
        top = "dav" if kind == "nginx" else "podcast"
        root = server.home / top / place
        pattern = f"dav://{servers.USER}@127.0.0.1:{{port}}/{top}/{place}"
        look = web(f"http://127.0.0.1:{server.port}/{top}/{place}")
        return Reach(kind, pattern, server.port, look, listing(root), root=root)
    pattern = f"s3://podcast/{place}?endpoint=http://127.0.0.1:{{port}}"
    return Reach(kind, pattern, server.port, bucket(server, place), keys(server, place), {}, S3_SECRETS)


def disk(root: Path):
    def look(path: str) -> bytes | None:
        try:
            return (root / path).read_bytes()
        except FileNotFoundError:
            return None

    return look


def listing(root: Path):
    return lambda: sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def web(base: str):
    from urllib.request import HTTPBasicAuthHandler, HTTPPasswordMgrWithPriorAuth, build_opener

    passwords = HTTPPasswordMgrWithPriorAuth()
    passwords.add_password(None, base, servers.USER, servers.PASSWORD, is_authenticated=True)
    opener = build_opener(HTTPBasicAuthHandler(passwords))

    def look(path: str) -> bytes | None:
        try:
            with opener.open(f"{base}/{quote(path)}", timeout=30) as answer:
                return answer.read()
        except HTTPError as error:
            if error.code == 404:
                error.close()
                return None
            raise

    return look


def bucket(server: servers.Server, place: str):
    client = servers.s3_client(server.port)

    def look(path: str) -> bytes | None:
        try:
            return client.get_object(Bucket="podcast", Key=f"{place}/{path}")["Body"].read()
        except client.exceptions.NoSuchKey:
            return None

    return look


def parts_left(client, place: str) -> list:
    try:
        return client.list_multipart_uploads(Bucket="podcast", Prefix=place).get("Uploads", [])
    except client.exceptions.NoSuchUpload:  # rclone's way to say that there are none
        return []


def keys(server: servers.Server, place: str):
    client = servers.s3_client(server.port)

    def left() -> list[str]:
        found = client.list_objects_v2(Bucket="podcast", Prefix=place).get("Contents", [])
        parts = parts_left(client, place)
        return sorted(one["Key"].removeprefix(f"{place}/") for one in [*found, *parts])

    return left
