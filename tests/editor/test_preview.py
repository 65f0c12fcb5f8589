"""The preview answers as a podcast host does."""

from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.editor.previews import SOUND, shut

from radkind_pod.editor.preview import make_app, open_server, serve
from radkind_pod.errors import NeedsPerson


class Client(FlaskClient):
    """Reads each answer to its end, as waitress does."""

    def open(self, *args, **kwargs):
        return super().open(*args, buffered=True, **kwargs)


@pytest.fixture
def client(public: Path) -> FlaskClient:
    app = make_app(public)
    app.test_client_class = Client
    return app.test_client()


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
