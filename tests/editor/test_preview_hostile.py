"""The preview reads nothing outside the public folder, and answers to nobody but this computer's own address."""

import socket
from contextlib import suppress

import pytest
from tests.editor.previews import SECRET, shut

from radkind_pod.editor.preview import open_server


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
