"""Checking what listeners get, against a small web server that can be told to be wrong."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import FEED, MEDIA, PAGE, Outgoing
from radkind_pod.publish.public_check import check_public

MP3 = Outgoing("episodes/one/a b-1a2b.mp3", MEDIA, "audio/mpeg", 10, "")
PAGE_ = Outgoing("index.html", PAGE, "text/html; charset=utf-8", 10, "")
FEED_ = Outgoing("feed.xml", FEED, "application/rss+xml; charset=utf-8", 10, "")


@dataclass
class Web:
    url: str = ""
    types: dict[str, str] = field(
        default_factory=lambda: {"mp3": "audio/mpeg", "html": "text/html", "xml": "text/xml; charset=utf-8"}
    )
    length: int | None = 10
    takes_ranges: bool = True
    status: int = 200
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def web() -> Iterator[Web]:
    told = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:  # as http.server calls it
            self.answer(b"")

        def do_GET(self) -> None:  # as http.server calls it
            self.answer(b"0123456789")

        def answer(self, body: bytes) -> None:
            told.asked.append(f"{self.command} {self.path}")
            is_part = self.command == "GET" and told.takes_ranges
            self.send_response(206 if is_part else told.status)
            self.send_header("Content-Type", told.types[self.path.rpartition(".")[2]])
            if is_part:
                body = body[1:3]
                self.send_header("Content-Range", "bytes 1-2/10")
            length = 2 if is_part else told.length
            if length is not None:
                self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told.url = f"http://127.0.0.1:{server.server_port}/show/"
        yield told
        server.shutdown()


def words(web: Web, *files: Outgoing) -> list[str]:
    return [problem.what for problem in check_public(web.url, files)]


def test_nothing_is_said_where_listeners_get_what_was_sent(web: Web) -> None:
    assert words(web, MP3, PAGE_, FEED_) == []
    assert web.asked == [
        "HEAD /show/episodes/one/a%20b-1a2b.mp3",
        "GET /show/episodes/one/a%20b-1a2b.mp3",
        "HEAD /show/index.html",
        "HEAD /show/feed.xml",
    ]


def test_a_file_that_is_not_there_is_missing(web: Web) -> None:
    web.status = 404
    (problem,) = check_public(web.url, [MP3])
    assert problem.is_missing
    assert problem.what == "listeners get 404 and not the file"
    assert str(problem).startswith(f"{web.url}episodes/one/a%20b-1a2b.mp3: listeners get 404")


def test_a_file_of_another_size_is_missing(web: Web) -> None:
    web.length = 9
    (problem,) = check_public(web.url, [PAGE_])
    assert problem.is_missing
    assert problem.what == "listeners get 9 bytes and not 10"


def test_a_file_whose_size_is_not_told_is_there(web: Web) -> None:
    web.length = None
    (problem,) = check_public(web.url, [PAGE_])
    assert not problem.is_missing
    assert problem.what == "listeners get an unknown number of bytes and not 10"


def test_another_type_is_told(web: Web) -> None:
    web.types["mp3"] = "application/octet-stream"
    (problem,) = check_public(web.url, [MP3])
    assert not problem.is_missing
    assert problem.what == "is served as application/octet-stream and not as audio/mpeg"


def test_a_server_without_byte_ranges_is_told(web: Web) -> None:
    web.takes_ranges = False
    (problem,) = check_public(web.url, [MP3])
    assert not problem.is_missing
    assert problem.what.startswith("a part of it can't be asked for (200)")


def test_a_server_that_is_not_there_is_told_as_a_broken_connection() -> None:
    with pytest.raises(TransferError, match="can't be reached") as told:
        check_public("http://127.0.0.1:9/", [PAGE_])
    assert told.value.is_broken


@pytest.mark.parametrize("base", ["http://example.org/", "ftp://example.org/", "file:///etc/", "http:///x"])
def test_only_https_is_asked_outside_of_this_computer(base: str) -> None:
    with pytest.raises(TransferError, match="doesn't begin with https"):
        check_public(base, [PAGE_])
