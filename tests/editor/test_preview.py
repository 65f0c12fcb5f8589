"""The preview answers as a podcast host does, and to nobody but this computer's own address."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from waitress.server import BaseWSGIServer

from radkind_pod.editor.preview import make_app, open_server, serve
from radkind_pod.errors import NeedsPerson

SOUND = bytes(range(256)) * 4
SECRET = b"nobody may read this"


@pytest.fixture
def public(tmp_path: Path) -> Path:
    root = tmp_path / "public"
    episode = root / "episodes" / "one"
    episode.mkdir(parents=True)
    (tmp_path / "secret.txt").write_bytes(SECRET)
    (tmp_path / "public-too").mkdir()
    (tmp_path / "public-too" / "secret.txt").write_bytes(SECRET)
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "folder").symlink_to(tmp_path)
    for name in ("index.html", "feed.xml", "style.css", "player.js"):
        (root / name).write_bytes(name.encode())
    for name in (
        "index.html",
        "one.mp3",
        "one.m4a",
        "one.opus",
        "one.flac",
        "one.vtt",
        "one.srt",
        "one.json",
        "one.txt",
        "one.html",
        "a.chapters.json",
        "a.png",
    ):
        (episode / name).write_bytes(SOUND if name == "one.mp3" else name.encode())
    return root


class Client(FlaskClient):
    """Reads each answer to its end, as waitress does."""

    def open(self, *args, **kwargs):
        return super().open(*args, buffered=True, **kwargs)


@pytest.fixture
def client(public: Path) -> FlaskClient:
    app = make_app(public)
    app.test_client_class = Client
    return app.test_client()


@pytest.fixture
def port(public: Path) -> Iterator[int]:
    """The port of a running server."""
    server = open_server(public, 0)
    done = threading.Event()

    def run() -> None:
        while not done.is_set():
            server.asyncore.loop(timeout=0.02, map=server._map, count=1)

    thread = threading.Thread(target=run)
    thread.start()
    yield int(server.effective_port)
    done.set()
    thread.join()
    shut(server)


def shut(server: BaseWSGIServer) -> None:
    server.task_dispatcher.shutdown()
    for channel in list(server._map.values()):
        channel.close()


def exchange(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        link.sendall(request)
        with suppress(OSError):  # the server may have answered and gone before it had read everything
            link.shutdown(socket.SHUT_WR)
        parts = []
        with suppress(ConnectionResetError):  # then what it has said is in `parts`
            while part := link.recv(65536):
                parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    ("path", "kind", "is_open"),
    [
        ("/", "text/html; charset=utf-8", False),
        ("/feed.xml", "application/rss+xml", False),
        ("/style.css", "text/css; charset=utf-8", False),
        ("/player.js", "text/javascript; charset=utf-8", False),
        ("/episodes/one/", "text/html; charset=utf-8", False),
        ("/episodes/one/index.html", "text/html; charset=utf-8", False),
        ("/episodes/one/one.mp3", "audio/mpeg", False),
        ("/episodes/one/one.m4a", "audio/mp4", False),
        ("/episodes/one/one.opus", "audio/ogg", False),
        ("/episodes/one/one.flac", "audio/flac", False),
        ("/episodes/one/a.png", "image/png", False),
        ("/episodes/one/one.vtt", "text/vtt; charset=utf-8", True),
        ("/episodes/one/one.srt", "application/x-subrip", True),
        ("/episodes/one/one.json", "application/json", True),
        ("/episodes/one/one.txt", "text/plain; charset=utf-8", True),
        ("/episodes/one/one.html", "text/html; charset=utf-8", True),
        ("/episodes/one/a.chapters.json", "application/json+chapters", True),
    ],
)
def test_each_file_has_its_media_type_and_transcripts_are_open_to_web_players(client, path, kind, is_open):
    answer = client.get(path)
    found = (answer.status_code, answer.headers["Content-Type"].replace("+xml; charset=utf-8", "+xml"))
    assert found == (200, kind)
    assert (answer.headers.get("Access-Control-Allow-Origin") == "*") is is_open
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-9", 206, SOUND[:10], "bytes 0-9/1024"),
        ("bytes=1000-", 206, SOUND[1000:], "bytes 1000-1023/1024"),
        ("bytes=-4", 206, SOUND[-4:], "bytes 1020-1023/1024"),
        ("bytes=0-5000", 206, SOUND, "bytes 0-1023/1024"),
        ("bytes=1024-", 416, None, "bytes */1024"),
    ],
)
def test_byte_ranges(client, asked, status, content, said):
    answer = client.get("/episodes/one/one.mp3", headers={"Range": asked})
    assert (answer.status_code, answer.headers["Content-Range"]) == (status, said)
    assert content is None or answer.data == content


def test_an_unchanged_file_is_not_sent_again(client, public):
    tag = client.get("/feed.xml").headers["ETag"]
    again = client.get("/feed.xml", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    (public / "feed.xml").write_bytes(b"a new feed")
    assert client.get("/feed.xml", headers={"If-None-Match": tag}).data == b"a new feed"


def test_head_gives_the_length_and_nothing_else(client):
    answer = client.head("/episodes/one/one.mp3")
    assert (answer.status_code, answer.headers["Content-Length"], answer.data) == (200, "1024", b"")
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_only_get_and_head(client, method):
    assert client.open("/feed.xml", method=method).status_code == 405


def test_a_folder_without_its_slash_is_sent_on_so_that_relative_links_work(client):
    answer = client.get("/episodes/one")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/episodes/one/")


def test_what_is_not_there_is_404(client):
    for path in ("/nothing", "/episodes/", "/feed.xml/", "/episodes/one/one.mp3/", "/%E2%80%AE", "/" + "a" * 5000):
        assert client.get(path).status_code == 404, path


OUTSIDE = [
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%252fsecret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/....//secret.txt",
    "/episodes/../../secret.txt",
    "/episodes/one/..%2f..%2f..%2fsecret.txt",
    "/../public-too/secret.txt",
    "/link.txt",
    "/folder/secret.txt",
    "/folder/",
    "/feed.xml%00/../../secret.txt",
    "/secret.txt%00.html",
    "//etc/passwd",
    "///etc/passwd",
    "/%2fetc/passwd",
    "/C:/Windows/win.ini",
    "/C:%5cWindows%5cwin.ini",
    "/file:///etc/passwd",
    "/./././../secret.txt",
    "/.%00./secret.txt",
    "/%c0%ae%c0%ae/secret.txt",
    "/%uff0e%uff0e/secret.txt",
    # the four ways around a development server's allow list (CVE-2025-30208, -31125, -31486, -32395)
    "/@fs/etc/passwd?raw??",
    "/@fs/etc/passwd?import&?inline=1.wasm?init",
    "/@fs/x/x/x/vite/../../../../../etc/passwd?.svg",
    "/@fs/etc/passwd#/../",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_public_folder_is_read(port, path):
    answer = exchange(port, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ")[1][:1] == b"4"
    assert SECRET not in answer
    assert b"root:" not in answer


def hosts(port: int) -> list[bytes]:
    names = (
        "evil.com",
        f"evil.com:{port}",
        f"localhost.evil.com:{port}",
        f"127.0.0.1.nip.io:{port}",
        f"evil-localhost:{port}",
        f"0.0.0.0:{port}",
        f"[::]:{port}",
        f"[::1]:{port}",
        f"[::ffff:127.0.0.1]:{port}",
        f"2130706433:{port}",
        f"0177.0.0.1:{port}",
        f"0x7f.1:{port}",
        f"127.1:{port}",
        f"127.0.0.2:{port}",
        f"127.0.0.1.:{port}",
        f"localhost.:{port}",
        f"LOCALHOST.evil:{port}",
        "127.0.0.1",
        "localhost",
        f"127.0.0.1:{port + 1}",
        f"127.0.0.1:{port}:80",
        f"127.0.0.1:{port}@evil.com",
        f"evil.com@127.0.0.1:{port}",
        f"127.0.0.1:{port}, evil.com",
        f"127.0.0.1:{port}/evil",
        f"127.0.0.1:{port}\tx",
        f"localhost%00:{port}",
        f"http://127.0.0.1:{port}",
        "",
        " ",
        "*",
        "null",
        "\x7f",
        "é",
    )
    return [b"Host: " + name.encode("latin-1") + b"\r\n" for name in names]


def test_every_other_host_is_refused_and_the_server_lives_on(port):
    """A web page that makes its own name point to this computer gets nothing (DNS rebinding)."""
    own = f"Host: 127.0.0.1:{port}\r\n".encode()
    start, end = b"GET /feed.xml HTTP/1.1\r\n", b"Connection: close\r\n\r\n"
    requests = [start + host + end for host in hosts(port)]
    requests += [
        start + end,
        start + b"Host: evil.com\r\n" + own + end,
        start + own + b"Host: evil.com\r\n" + end,
        b"GET http://evil.com/feed.xml HTTP/1.1\r\n" + own + end,
        b"\x00\xff\xfe garbage\r\n\r\n",
        start + own + b"X: " + b"a" * 65_536 + b"\r\n" + end,
    ]
    statuses = [exchange(port, request).split(b" ")[1][:1] for request in requests]
    assert (len(statuses), set(statuses)) == (40, {b"4"})
    for good in ("127.0.0.1", "localhost"):
        answer = exchange(port, start + f"Host: {good}:{port}\r\n".encode() + end)
        assert answer.startswith(b"HTTP/1.1 200")


def test_it_listens_on_this_computer_only(public):
    server = open_server(public, 0)
    try:
        assert server.socket.getsockname()[0] == "127.0.0.1"
    finally:
        shut(server)


def test_a_taken_port_gives_way_to_the_next_free_one(public, port):
    second = open_server(public, port)
    try:
        assert port < int(second.effective_port) < port + 20
    finally:
        shut(second)


def test_a_keepalive_connection_plays_and_seeks(port):
    link = HTTPConnection("127.0.0.1", port, timeout=5)
    for start in (0, 512, 1000):
        link.request("GET", "/episodes/one/one.mp3", headers={"Range": f"bytes={start}-"})
        answer = link.getresponse()
        assert (answer.status, answer.read()) == (206, SOUND[start:])
    link.close()


def test_without_a_public_folder_it_says_what_to_do(tmp_path):
    with pytest.raises(NeedsPerson, match=r"radkind-pod build <episode>"):
        serve(tmp_path / "public", 0)
