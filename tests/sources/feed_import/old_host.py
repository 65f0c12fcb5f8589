"""An old podcast host on loopback, which serves files well, and in all the ways that hosts fail."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What stands at a path, and how it is sent."""

    body: bytes = b""
    type: str = "application/octet-stream"
    status: int = 200
    location: str = ""
    etag: str = ""
    packed: bool = False
    ranges: bool = True
    part: str = ""
    """Content-Range of an answer with status 206 that nobody asked for."""
    stated: int | None = None
    """A false Content-Length."""
    cut: list[int] = field(default_factory=list)
    """After so many bytes the connection drops, once for each number."""
    stall_s: float = 0.0
    fails: list[int] = field(default_factory=list)
    """Statuses to give first, one after the other."""


class OldHost:
    """Paths and replies, and what was asked for."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.files: dict[str, Reply] = {}
        self.asked: list[tuple[str, str | None]] = []
        """(path, Range) of each request."""

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)


@contextmanager
def old_host() -> Iterator[OldHost]:
    server = _Quiet(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    host = server.host = OldHost(server.server_address[1])
    host.server = server
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        host: OldHost = self.server.host
        asked = self.headers.get("Range")
        host.asked.append((self.path, asked))
        reply = host.files.get(self.path, Reply(b"gone", status=404))
        if reply.fails:
            reply = Reply(b"later", status=reply.fails.pop(0))
        body = gzip.compress(reply.body) if reply.packed else reply.body
        start, status = 0, reply.status
        same = self.headers.get("If-Range") == reply.etag and reply.etag
        if asked and reply.ranges and same:
            start, status = int(asked.removeprefix("bytes=").rstrip("-")), 206
        self.send_response(status)
        self.send_header("Content-Type", reply.type)
        self.send_header("Content-Length", str(len(body) - start if reply.stated is None else reply.stated))
        if reply.location:
            self.send_header("Location", reply.location)
        if reply.etag:
            self.send_header("ETag", reply.etag)
        if reply.packed:
            self.send_header("Content-Encoding", "gzip")
        if reply.part:
            self.send_header("Content-Range", reply.part)
        elif status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.end_headers()
        if reply.stall_s:
            time.sleep(reply.stall_s)
        self._send(reply, body[start:])

    def _send(self, reply: Reply, body: bytes) -> None:
        try:
            if reply.cut:
                self.wfile.write(body[: reply.cut.pop(0)])
                self.close_connection = True
            else:
                self.wfile.write(body)
                self.close_connection = reply.stated is not None
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
