"""Apps are told, and a ping that fails fails nothing."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from radkind_pod.publish.sending import pings


class Ear(BaseHTTPRequestHandler):
    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.heard.append(f"GET {self.path}")
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.heard.append(f"POST {self.path} {body}")
        self.send_response(204 if self.path == "/hub" else 500)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch):
    Ear.heard.clear()
    server = HTTPServer(("127.0.0.1", 0), Ear)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(pings, "INDEX", f"{address}/pubnotify")
    yield address
    server.shutdown()
    server.server_close()


FEED = "https://example.org/a b/feed.xml"


def test_both_are_told_the_feed_address(ear: str) -> None:
    assert list(pings.ping(FEED, ["websub", "podcastindex"], f"{ear}/hub")) == []
    quoted = "https%3A%2F%2Fexample.org%2Fa+b%2Ffeed.xml"
    assert Ear.heard == [f"POST /hub hub.mode=publish&hub.url={quoted}", f"GET /pubnotify?url={quoted}"]


def test_what_does_not_work_is_told_and_the_others_go_on(ear: str) -> None:
    told = list(pings.ping(FEED, ["websub", "podcastindex"], f"{ear}/broken"))
    assert [line.split(" (")[0] for line in told] == ["websub could not be told"]
    assert len(Ear.heard) == 2


def test_without_a_hub_websub_says_so() -> None:
    assert list(pings.ping(FEED, ["websub"], None)) == ["websub was not told: config.yaml names no hub: under feed:"]


def test_a_server_that_is_not_there_ends_nothing() -> None:
    (told,) = pings.ping(FEED, ["websub"], "http://127.0.0.1:9/hub")
    assert told.startswith("websub could not be told (")
