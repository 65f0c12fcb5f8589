"""Nothing that is sent to the editor's server ends it, reads a file of this computer, or changes a word unasked."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.editor.door import Door
from tests.editor.samples import body, region
from tests.editor.test_desk import hostile

SECRET = b"root:x:0:0:nobody may read this"
SEED = 20261124


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
