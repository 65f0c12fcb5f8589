"""The editor's server answers the browser that was given its address, and nobody else; nothing that is sent ends it."""

import json
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from tests.editor.samples import body, region
from tests.editor.test_desk import hostile, texts

from radkind_pod.editor.page import parts
from radkind_pod.editor.server import Editor

SECRET = b"root:x:0:0:nobody may read this"
SEED = 20261124


@dataclass
class Door:
    """A running editor, and a browser that has its key."""

    port: int
    ticket: str
    thread: threading.Thread
    cookie: str = ""

    @property
    def own(self) -> dict[str, str]:
        return {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie}

    @property
    def writing(self) -> dict[str, str]:
        return {**self.own, "Origin": f"http://127.0.0.1:{self.port}", "X-Radkind": "1"}

    def ask(self, method: str, path: str, headers: dict[str, str], data: bytes | None = None) -> HTTPResponse:
        link = HTTPConnection("127.0.0.1", self.port, timeout=10)
        link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            link.putheader(name, value)
        if data is not None:
            link.putheader("Content-Length", str(len(data)))
        link.endheaders(data)
        answer = link.getresponse()
        answer.text = answer.read()  # type: ignore[attr-defined]
        link.close()
        return answer

    def get(self, path: str) -> Any:
        return self.ask("GET", path, self.own)

    def post(self, path: str, data: bytes) -> tuple[int, dict[str, Any]]:
        answer: Any = self.ask("POST", path, self.writing, data)
        return answer.status, json.loads(answer.text)

    def state(self) -> dict[str, Any]:
        page = self.get("/").text.decode()
        return json.loads(page.partition('class="state">')[2].partition("</script>")[0])

    def exchange(self, request: bytes) -> bytes:
        """Return the answer; nothing, where the server hung up before it was all sent and the answer was lost."""
        parts = []
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as link, suppress(OSError):
            with suppress(OSError):
                link.sendall(request)
                link.shutdown(socket.SHUT_WR)
            while part := link.recv(65_536):
                parts.append(part)
        return b"".join(parts)


@pytest.fixture
def crashes() -> list[Exception]:
    return []


@pytest.fixture
def door(desk: Any, recording: Any, crashes: list[Exception]) -> Iterator[Door]:
    editor = Editor(desk, recording.file, port=0, crashed=crashes.append)
    address = urlsplit(editor.address)
    thread = threading.Thread(target=editor.run)
    thread.start()
    found = Door(int(address.port or 0), address.query.removeprefix("ticket="), thread)
    answer = found.ask("GET", f"/start?ticket={found.ticket}", {"Host": f"127.0.0.1:{found.port}"})
    found.cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
    yield found
    editor.stop()
    thread.join()
    assert crashes == []


def test_a_correction_by_http_is_in_the_transcript(door: Door, case: Any) -> None:
    """Open, save, find it in transcript.vtt."""
    state = door.state()
    status, saved = door.post("/save", body(state, state["disk_version"], regions=[region(state, 3, 13, "poured.")]))
    assert status == 200
    assert (saved["version"], len(saved["saved"])) == (door.state()["disk_version"], 5)
    assert "So poured." in case.folder.transcript.read_text(encoding="utf-8")


def test_a_change_underneath_is_409_with_what_is_there_and_can_be_put_together(door: Door, case: Any) -> None:
    state = door.state()
    _, theirs = door.post(
        "/save", body(state, state["disk_version"], regions=[region(state, 1, "Theirs")], copy="f" * 16)
    )
    mine = body(state, state["disk_version"], regions=[region(state, 3, "Mine")])
    status, problem = door.post("/save", mine)
    assert (status, problem["version"]) == (409, theirs["version"])
    assert "changed meanwhile" in problem["problem"]
    status, merged = door.post("/merge", mine)
    assert (status, merged["conflicts"], merged["reload"]) == (200, 0, True)
    assert (texts(case)[1], texts(case)[3]) == ("Theirs", "Mine")


def test_done_saves_answers_and_ends_the_server(door: Door, case: Any) -> None:
    state = door.state()
    status, told = door.post("/done", body(state, state["disk_version"], regions=[region(state, 3, "Done.")]))
    assert (status, told["message"]) == (200, "Thank you. Everything is saved; you can close this page.")
    door.thread.join(timeout=5)
    assert not door.thread.is_alive()
    assert texts(case)[3] == "Done."


def test_the_first_address_is_good_once_and_its_cookie_is_out_of_reach(door: Door) -> None:
    own = {"Host": f"127.0.0.1:{door.port}"}
    again: Any = door.ask("GET", f"/start?ticket={door.ticket}", own)
    assert (again.status, again.getheader("Set-Cookie")) == (403, None)
    known: Any = door.ask("GET", f"/start?ticket={door.ticket}", door.own)
    assert (known.status, known.getheader("Location")) == (303, "/")
    cookie = known.getheader("Set-Cookie")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Strict"}
    assert len(door.ticket) >= 43
    assert len(door.cookie.partition("=")[2]) >= 43
    for ticket in ("", "x", door.ticket[:-1], door.ticket + "x", "é", door.ticket.upper()):
        assert door.ask("GET", f"/start?ticket={quote(ticket)}", own).status == 403


@pytest.mark.parametrize("path", ["/", "/audio", "/static/pod.js", "/save", "/nothing"])
def test_without_the_key_there_is_nothing(door: Door, path: str) -> None:
    name = door.cookie.partition("=")[0]
    for cookie in ("", f"{name}=", f"{name}=x", f"{name}={door.ticket}", f"other={door.cookie.partition('=')[2]}"):
        answer: Any = door.ask("GET", path, {**door.own, "Cookie": cookie})
        assert answer.status == 403
        assert b"market" not in answer.text


def test_everything_is_sent_with_all_that_keeps_other_pages_out(door: Door) -> None:
    for path in ("/", "/audio", "/static/pod.js", "/nothing"):
        headers = door.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'sha256-")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert [name for name in headers if name.lower().startswith("access-control")] == []
        assert headers["Server"] is None


def test_the_sound_comes_in_ranges(door: Door, recording: Any) -> None:
    whole = recording.file.read_bytes()
    answer: Any = door.ask("GET", "/audio", {**door.own, "Range": "bytes=1000-1999"})
    assert (answer.status, answer.text, answer.getheader("Content-Type")) == (206, whole[1000:2000], "audio/flac")
    assert answer.getheader("Content-Range") == f"bytes 1000-1999/{len(whole)}"
    assert door.ask("GET", "/audio", {**door.own, "Range": f"bytes={len(whole)}-"}).status == 416
    assert door.get("/audio").text == whole


def test_each_script_is_sent_as_it_is(door: Door) -> None:
    for name, text in parts().scripts.items():
        answer = door.get(f"/static/{name}")
        assert (answer.status, answer.text) == (200, text.encode())


def origins(port: int) -> list[dict[str, str]]:
    """Headers of 40 requests that are not our page's."""
    own = f"http://127.0.0.1:{port}"
    hosts = [
        "evil.com", f"evil.com:{port}", f"localhost.evil.com:{port}", f"127.0.0.1.nip.io:{port}", f"0.0.0.0:{port}",
        f"[::1]:{port}", f"[::ffff:127.0.0.1]:{port}", f"2130706433:{port}", f"0x7f.1:{port}", f"127.1:{port}",
        f"127.0.0.2:{port}", f"127.0.0.1.:{port}", f"localhost.:{port}", "127.0.0.1", "localhost",
        f"127.0.0.1:{port + 1}", f"127.0.0.1:{port}@evil.com", f"127.0.0.1:{port}, evil.com", "", "*",
    ]  # fmt: skip
    strangers = [
        "null", "http://evil.com", f"http://evil.com:{port}", f"https://127.0.0.1:{port}", "http://127.0.0.1",
        f"http://127.0.0.1:{port + 1}", f"http://localhost:{port}", f"{own}/", f"{own}.evil.com", f"{own}@evil.com",
        f"http://127.0.0.1.:{port}", f"HTTP://127.0.0.1:{port}", f" {own} x", f"{own}, {own}", f"file://{own}",
        "file://", "", "about:blank", f"http://[::1]:{port}", "chrome-extension://abcdefgh",
    ]  # fmt: skip
    return [
        *({"Host": host, "Origin": own} for host in hosts),
        *({"Host": f"127.0.0.1:{port}", "Origin": origin} for origin in strangers),
    ]


def test_40_hosts_and_origins_change_nothing_and_the_server_lives_on(door: Door, case: Any) -> None:
    state = door.state()
    before = case.folder.transcript.read_bytes()
    data = body(state, state["disk_version"], regions=[region(state, 3, "Evil")])
    tried = origins(door.port)
    for headers in tried:
        answer: Any = door.ask("POST", "/save", {"Cookie": door.cookie, "X-Radkind": "1", **headers}, data)
        assert 400 <= answer.status < 500, headers
    lacking = [
        {name: value for name, value in door.writing.items() if name != left_out}
        for left_out in ("Origin", "X-Radkind", "Cookie", "Host")
    ]
    sites = [{**door.writing, "Sec-Fetch-Site": site} for site in ("cross-site", "same-site", "x")]
    for headers in (*lacking, *sites):
        assert 400 <= door.ask("POST", "/save", headers, data).status < 500, headers
    for path in ("/", "/audio", "/static/pod.js"):
        assert door.ask("GET", path, {**door.own, "Sec-Fetch-Site": "same-site"}).status == 403
    assert len(tried) == 40
    assert case.folder.transcript.read_bytes() == before
    assert door.post("/save", data)[0] == 200


@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "X"]
)
@pytest.mark.parametrize("path", ["/save", "/merge", "/done"])
def test_what_changes_something_is_a_post(door: Door, method: str, path: str) -> None:
    """And no other page is told that it may ask (there is no answer to OPTIONS)."""
    assert 400 <= door.ask(method, path, door.writing).status < 500


def test_rubbish_gets_4xx_and_the_server_lives_on(door: Door) -> None:
    own = "".join(f"{name}: {value}\r\n" for name, value in door.writing.items()).encode()
    end = b"Connection: close\r\n\r\n"
    requests = [
        b"\x00\xff\xfe garbage\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + own + b"X: " + b"a" * 65_536 + b"\r\n" + end,
        b"GET /" + b"a" * 65_536 + b" HTTP/1.1\r\n" + own + end,
        b"GET http://evil.com/ HTTP/1.1\r\n" + own + end,
        b"GET / HTTP/1.1\r\nHost: evil.com\r\n" + own + end,
        b"GET / HTTP/1.1\r\n" + own + b"Host: evil.com\r\n" + end,
        b"POST /save HTTP/1.1\r\n" + own + b"Content-Length: 99999999999\r\n" + end,
        b"POST /save HTTP/1.1\r\n" + own + b"Content-Length: -1\r\n" + end,
        b"POST /save HTTP/1.1\r\n" + own + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n" + end + b"x\r\n",
        b"POST /save HTTP/1.1\r\n" + own + end,
    ]
    answers = [door.exchange(request) for request in requests]
    assert [answer[:10] for answer in answers if answer[:10] not in (b"HTTP/1.0 4", b"HTTP/1.1 4", b"")] == []
    assert sum(map(bool, answers)) >= len(requests) - 2
    door.exchange(b"POST /save HTTP/1.1\r\n" + own + b"Content-Length: 1000\r\n\r\nhalf")
    assert door.get("/").status == 200


def test_hostile_corrections_are_4xx_in_words(door: Door, case: Any) -> None:
    state = door.state()
    before = case.folder.transcript.read_bytes()
    for name, sent in hostile(state).items():
        for path in ("/save", "/merge", "/done") if name != "too large" else ():  # refused before it is all sent
            answer: Any = door.ask("POST", path, door.writing, sent)
            assert 400 <= answer.status < 500, (name, path)
            assert json.loads(answer.text)["problem"], name
    assert case.folder.transcript.read_bytes() == before
    assert door.get("/").status == 200


def traversals() -> Iterator[str]:
    """500 paths that try to reach a file by climbing, by its name, or by confusing who reads them."""
    random_of = random.Random(SEED)
    dots = [
        "..",
        "%2e%2e",
        ".%2e",
        "%252e%252e",
        "..%00",
        "%c0%ae%c0%ae",
        "....",
        "..;",
        "%uff0e%uff0e",
        "\u2025",
        ".. ",
    ]
    slashes = ["/", "%2f", "\\", "%5c", "%252f", "//", "/./", "%c0%af", "\u2215", "/%00/"]
    files = [
        "secret.txt",
        "etc/passwd",
        "transcript.vtt",
        "desk.py",
        "editor.html",
        "C:/Windows/win.ini",
        "pod.js%00.txt",
    ]
    starts = [
        "/",
        "/static/",
        "/audio/",
        "/static/pod.js/",
        "/@fs/",
        "/file:///",
        "/static//",
        "//",
        "/start/",
        "/save/",
    ]
    for _ in range(500):
        climbs = "".join(random_of.choice(dots) + random_of.choice(slashes) for _ in range(random_of.randrange(9)))
        ending = random_of.choice(["", "", "?raw", "?import&raw", "%3f", "#x", ";x=.js", "%20"])
        yield random_of.choice(starts) + climbs + random_of.choice(files) + ending


def test_500_paths_reach_nothing_outside(door: Door, case: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(SECRET)
    (case.folder.episode_folder / "secret.txt").write_bytes(SECRET)
    own = "".join(f"{name}: {value}\r\n" for name, value in door.own.items()).encode()
    count = 0
    for path in traversals():
        request = f"GET {path} HTTP/1.1\r\n".encode("utf-8", "replace") + own + b"Connection: close\r\n\r\n"
        answer = door.exchange(request)
        assert answer.split(b" ")[1][:1] == b"4", path
        assert not [word for word in (SECRET, b"root:", b"WEBVTT", b"import ", b"<!DOCTYPE") if word in answer], path
        count += 1
    assert count == 500


def test_nothing_of_the_transcript_is_logged(door: Door, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    state = door.state()
    sent = body(state, state["disk_version"], regions=[region(state, 3, "Kumquat")])
    for data in (sent, sent, sent[:-1]):
        door.post("/save", data)
    out = "".join(capfd.readouterr()) + caplog.text
    assert not [word for word in ("Kumquat", "market", "Zebediah") if word in out]


def test_a_bug_is_told_to_who_asked_and_the_server_lives_on(
    desk: Any, door: Door, crashes: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(error: Exception) -> Callable[[], Any]:
        def opening() -> Any:
            raise error

        return opening

    with monkeypatch.context() as patch:
        patch.setattr(desk, "open", broken(ZeroDivisionError("Zebediah")))
        answer = door.get("/")
    assert (answer.status, b"Zebediah" in answer.text, [type(error) for error in crashes]) == (
        500,
        False,
        [ZeroDivisionError],
    )
    crashes.clear()
    with monkeypatch.context() as patch:
        patch.setattr(desk, "open", broken(OSError(28, "No space left on device", "/home/somebody")))
        answer = door.get("/")
    assert (answer.status, json.loads(answer.text)["problem"][:50]) == (
        500,
        "This can't be written or read (No space left on de",
    )
    assert door.get("/").status == 200
