"""How a request goes out: over http and https alone, to computers that were looked at, also behind each redirect."""

import http.client
import socket
import urllib.request
from functools import partial
from http.client import HTTPMessage
from typing import IO, Any

from radkind_pod.sources.feed_import.addresses import NotFetched, check_address, connect

_MOST_REDIRECTS = 10


def opener(trusted: str) -> urllib.request.OpenerDirector:
    """Return an opener that knows http and https, and neither files nor FTP. `trusted` is the host a person typed."""
    made = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        _Http(trusted),
        _Https(trusted),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(trusted),
    ):
        made.add_handler(handler)
    return made


class _Connection(http.client.HTTPConnection):
    """Goes to an address that was looked at, and not to what the name means by then."""

    trusted = ""

    def connect(self) -> None:
        """Connect, without a proxy."""
        patience_s = self.timeout if isinstance(self.timeout, int | float) else None
        self.sock = connect(self.host, self.port, patience_s, self.trusted)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class _SecureConnection(http.client.HTTPSConnection, _Connection):
    """The same with TLS, which HTTPSConnection begins once _Connection is connected."""


def _http(host: str, *, trusted: str, **named: Any) -> _Connection:
    made = _Connection(host, **named)
    made.trusted = trusted
    return made


def _https(host: str, *, trusted: str, **named: Any) -> _SecureConnection:
    made = _SecureConnection(host, **named)
    made.trusted = trusted
    return made


class _Http(urllib.request.HTTPHandler):
    def __init__(self, trusted: str) -> None:
        super().__init__()
        self.trusted = trusted

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Open, through the proxy where there is one."""
        if req.has_proxy():
            return super().http_open(req)
        return self.do_open(partial(_http, trusted=self.trusted), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, trusted: str) -> None:
        super().__init__()
        self.trusted = trusted

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Open, through the proxy where there is one: then the request's host is not that of its address."""
        if req.has_proxy() or req.host != urllib.request.Request(req.full_url).host:  # noqa: S310 - https alone
            return super().https_open(req)
        return self.do_open(partial(_https, trusted=self.trusted), req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to addresses that may be fetched, and to no others."""

    max_redirections = _MOST_REDIRECTS

    def __init__(self, trusted: str) -> None:
        self.trusted = trusted

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Look at the new address before anything is sent there."""
        try:
            check_address(newurl, self.trusted)
        except NotFetched:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)
