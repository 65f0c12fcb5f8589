"""Which addresses may be fetched: not what a strange feed could want to reach inside this computer or this house."""

import ipaddress
import socket
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""With which networks that have no IPv4 lead to it."""
_NEVER = tuple(map(ipaddress.IPv6Network, ("::/96", "64:ff9b:1::/48", "fec0::/10", "2001::/32")))
"""IPv4 inside IPv6 as it was once, somebody's own way to IPv4, houses as they were once, and Teredo."""
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
    if host == "localhost" or host.endswith(_OWN_NAMES):
        raise _inside(host)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if not all(map(is_outside, _addresses(host, port, parts.scheme))):
        raise _inside(host)


def connect(host: str, port: int, patience_s: float | None, trusted: str) -> socket.socket:
    """Return a connection to an address of the host that was looked at itself: a name may mean another the next time.

    Raises NotFetched where the host is inside this computer or network, OSError where nobody answers.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if host.lower().rstrip(".") != trusted and not all(is_outside(str(address[0])) for *_, address in found):
        raise _inside(host)
    last: OSError | None = None
    for family, kind, protocol, _, address in found:
        made = socket.socket(family, kind, protocol)
        try:
            made.settimeout(patience_s)
            made.connect(address)
        except OSError as error:
            made.close()
            last = error
        else:
            return made
    raise last or OSError("the host has no address")


def _inside(host: str) -> NotFetched:
    return NotFetched(f"{host} is not on the open internet, and a feed may not lead inside this computer or network")


def host_of(url: str) -> str:
    """Return the host of an address in small letters; "" where it has none, or is no address."""
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def is_outside(address: str) -> bool:
    """Say whether an IP address is one of the open internet, also where it leads on to another one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if any(ip in network for network in _NEVER):
            return False
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return is_outside(str(inner))
    return ip.is_global and not ip.is_multicast


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
