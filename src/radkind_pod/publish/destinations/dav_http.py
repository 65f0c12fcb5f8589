"""One connection to a WebDAV server."""

import http.client
import io
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import IO
from urllib.parse import quote

from radkind_pod.errors import TransferError
from radkind_pod.publish.destinations import Tell
from radkind_pod.publish.destinations.address import Address
from radkind_pod.publish.destinations.failures import broken, unreachable

ANSWER_S = 120
"""Large files are put together at the server before it answers, in seconds."""
IDLE_S = 3
"""A connection that was idle for longer is made anew: servers close theirs after five seconds or more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    size: int | None
    tag: str | None
    body: bytes


class Telling(io.BufferedReader):
    """A file that tells how much of it has gone out: all that was read before somebody reads on."""

    def __init__(self, source: Path, tell: Tell) -> None:
        super().__init__(source.open("rb", buffering=0))
        self._tell = tell

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        self._tell(self.tell())
        return super().read(size)


class Http:
    """Sends requests one after the other. Nothing is sent twice by itself: the caller knows what may be."""

    def __init__(self, address: Address, password: str | None) -> None:
        self.where = address.text
        self._address = address
        self._connection = _connection(address)
        self._used = 0.0
        self._headers = {"Accept-Encoding": "identity", "User-Agent": "radkind-pod"}
        if address.user or password:
            login = f"{address.user or ''}:{password or ''}".encode()
            self._headers["Authorization"] = f"Basic {b64encode(login).decode('ascii')}"

    def url(self, place: str) -> str:
        """Return the whole address of a path, as MOVE names its destination."""
        scheme = "https" if self._address.scheme == "davs" else "http"
        host = f"[{self._address.host}]" if ":" in self._address.host else self._address.host
        port = f":{self._address.port}" if self._address.port else ""
        return f"{scheme}://{host}{port}{quote(place)}"

    def send(
        self,
        method: str,
        place: str,
        body: IO[bytes] | None = None,
        size: int = 0,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request and return the answer, whatever its status. Raises TransferError where none comes."""
        sent = self._headers | (headers or {})
        sent |= {"Content-Length": str(size)} if body or method == "PUT" else {}
        if time.monotonic() - self._used > IDLE_S:
            self.close()
        with _told(self.where, is_open=self._connection.sock is not None):
            try:
                self._connection.request(method, quote(place), body, sent)
            except (BrokenPipeError, ConnectionResetError):
                # A server that refuses while a file is sent answers, and then hangs up. What it said is worth more.
                with suppress(OSError, http.client.HTTPException):
                    return self._answer()
                raise
            return self._answer()

    def close(self) -> None:
        """Hang up; the next request connects anew."""
        self._connection.close()

    def _answer(self) -> Answer:
        answer = self._connection.getresponse()
        length = answer.getheader("Content-Length")
        found = Answer(answer.status, int(length) if length else None, answer.getheader("ETag"), answer.read())
        self._used = time.monotonic()
        return found


def _connection(address: Address) -> http.client.HTTPConnection:
    if address.scheme == "davs":
        trust = ssl.create_default_context()
        return http.client.HTTPSConnection(address.host, address.port, timeout=ANSWER_S, context=trust)
    if not _is_here(address.host):
        raise TransferError(
            address.text, "dav:// would send the password for everybody to read on the way", "Write davs:// instead"
        )
    return http.client.HTTPConnection(address.host, address.port, timeout=ANSWER_S)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _told(where: str, *, is_open: bool) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise TransferError(
            where,
            f"the server's certificate can't be trusted ({error.verify_message})",
            "Look at the host's name in the address, and ask those who look after the server",
        ) from error
    except (OSError, http.client.HTTPException) as error:
        why = error or type(error).__name__
        raise (broken(where, why) if is_open else unreachable(where, why)) from error
