"""A browser that has the key of a running editor."""

import json
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any


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
