"""A web server for one person: it listens on this computer only, and answers to its own address only."""

import errno
import socket
from collections.abc import Mapping
from typing import Any

from radkind_pod.errors import Refused

ADDRESS = "127.0.0.1"
HEADER_BYTES = 16_384
_NAMES = (ADDRESS, "localhost")
_PORTS_TO_TRY = 20


def listen(port: int) -> socket.socket:
    """Return a socket that listens at `port` or the next free one, any free one for 0. Raises Refused without any."""
    for candidate in range(port, min(port + _PORTS_TO_TRY, 65_536)) if port else [0]:
        try:
            return socket.create_server((ADDRESS, candidate))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
    raise Refused(f"No port from {port} to {port + _PORTS_TO_TRY - 1} is free", "Choose another one with --port")


def own_hosts(port: str) -> set[str]:
    """Return what the Host of a request may be."""
    return {f"{name}:{port}" for name in _NAMES} | (set(_NAMES) if port == "80" else set())


def is_for_us(environ: Mapping[str, Any]) -> bool:
    """Say whether the request names this server's own address, and no other one.

    A web page that makes its own name point to this computer (DNS rebinding) says that name.
    """
    # "GET http://elsewhere/ HTTP/1.1" names a second host in the request line.
    is_origin_form = str(environ.get("REQUEST_URI", "/")).startswith("/")
    return is_origin_form and environ.get("HTTP_HOST") in own_hosts(str(environ["SERVER_PORT"]))
