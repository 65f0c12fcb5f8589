"""Which addresses may be fetched: not what a strange feed could want to reach inside this computer or this house."""

import ipaddress
import socket
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_OWN_NAMES = (".localhost", ".local", ".internal", ".home.arpa")


class NotFetched(Exception):
    """Why an address was not fetched, for a person. `is_broken` says that trying again may help."""

    def __init__(self, why: str, *, is_broken: bool = False) -> None:
        super().__init__(why)
        self.why, self.is_broken = why, is_broken


def check_address(url: str, trusted: str) -> None:
    """Raise NotFetched where a feed leads to a file, or to a computer that is not on the open internet.

    `trusted` is the host of the address that a person typed, which may be anywhere.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".")
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise NotFetched(f"{url[:200]!r} is no web address")
    if host == trusted:
        return
    inside = f"{host} is not on the open internet, and a feed may not lead inside this computer or network"
    if host == "localhost" or host.endswith(_OWN_NAMES):
        raise NotFetched(inside)
    if not all(
        map(_is_outside, _addresses(host, parts.port or (443 if parts.scheme == "https" else 80), parts.scheme))
    ):
        raise NotFetched(inside)


def host_of(url: str) -> str:
    """Return the host of an address in small letters; "" where it has none."""
    return (urlsplit(url).hostname or "").lower().rstrip(".")


def _is_outside(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not (mapped or ip).is_multicast


def _addresses(host: str, port: int, scheme: str) -> list[str]:
    """Return the host's addresses; none where a proxy looks names up in our place."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    if scheme in getproxies() and not proxy_bypass(host):
        return []
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotFetched(f"there is no host of the name {host}", is_broken=True) from error
