"""A listener between the browser and the local editor, that ends the editor the moment it has answered.

The browser speaks to our port, and each request goes on to the editor's with its address put right. What a real cable
does to a laptop whose battery fails, this does to the process: the answer is on its way, and its sender is gone.
"""

import contextlib
import re
import socket
import time
from collections.abc import Callable
from threading import Thread

_ANSWER = re.compile(rb"HTTP/1\.[01] 200 ")


class Between:
    """Listens at `port`. `acknowledged` is called with the first bytes of an accepted save, before they go on."""

    def __init__(self, editor_port: int, acknowledged: Callable[[], object]) -> None:
        self._editor, self._acknowledged = editor_port, acknowledged
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.lag_ms: list[float] = []
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Pass on one request and its answer; then this connection is over."""
        with client, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._editor)) as editor:
            request = self._request(client)
            editor.sendall(request)
            is_save = request.startswith(b"POST /save ")
            while data := editor.recv(1 << 16):
                if is_save and _ANSWER.match(data):
                    began = time.perf_counter()
                    self._acknowledged()
                    self.lag_ms.append((time.perf_counter() - began) * 1000)
                client.sendall(data)

    def _request(self, client: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            data += client.recv(1 << 16) or b"\r\n\r\n"
        head, _, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        while length and len(body) < int(length[1]):
            body += client.recv(1 << 16)
        own, theirs = f"127.0.0.1:{self.port}".encode(), f"127.0.0.1:{self._editor}".encode()
        head = re.sub(rb"(?i)connection: [^\r]*", b"Connection: close", head.replace(own, theirs))
        return head + b"\r\n\r\n" + body
