"""Whether listeners get what was sent: asked at the public address, as a player asks."""

import http.client
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from ipaddress import ip_address
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import MEDIA, Outgoing

ANSWER_S = 30
ANSWERS_ALIKE = [{"application/rss+xml", "application/xml", "text/xml"}, {"text/javascript", "application/javascript"}]
"""Types that every reader takes for each other."""


@dataclass(frozen=True, slots=True)
class PublicProblem:
    """What is wrong with a file at its public address."""

    url: str
    what: str
    remedy: str
    is_missing: bool
    """Listeners don't get it, or get something else. Else it can be had, but the web server could serve it better."""

    def __str__(self) -> str:
        return f"{self.url}: {self.what}. {self.remedy}"


def check_public(base_url: str, files: Iterable[Outgoing]) -> tuple[PublicProblem, ...]:
    """Ask for each file's head, and for two bytes of each MEDIA file; return what is wrong, in the order of the files.

    Raises TransferError where the server can't be reached at all.
    """
    _check_scheme(base_url)
    base = base_url.rstrip("/")
    return tuple(problem for file in files for problem in _check(f"{base}/{quote(file.path)}", file))


def _check(url: str, file: Outgoing) -> Iterable[PublicProblem]:
    status, headers, _ = _ask(url, "HEAD")
    if status != 200:
        yield PublicProblem(
            url, f"listeners get {status} and not the file", "Look whether the base URL shows this folder", True
        )
        return
    length = headers.get("Content-Length")
    if length != str(file.bytes):
        found = f"{length} bytes" if length else "an unknown number of bytes"
        remedy = "An older copy may be kept on the way (a CDN): empty its cache. Else publish again"
        yield PublicProblem(url, f"listeners get {found} and not {file.bytes}", remedy, length is not None)
    found_type = headers.get_content_type()
    wanted = file.type.partition(";")[0].strip()
    if found_type != wanted and not any({found_type, wanted} <= alike for alike in ANSWERS_ALIKE):
        yield PublicProblem(
            url, f"is served as {found_type} and not as {wanted}", "See 'Web servers' in docs/publishing.md", False
        )
    if file.kind == MEDIA and file.bytes >= 4:
        yield from _check_range(url, file)


def _check_range(url: str, file: Outgoing) -> Iterable[PublicProblem]:
    status, headers, body = _ask(url, "GET", "bytes=1-2")
    if status != 206 or len(body) != 2 or headers.get("Content-Range") != f"bytes 1-2/{file.bytes}":
        yield PublicProblem(
            url,
            f"a part of it can't be asked for ({status}), so players can't skip and Apple refuses the feed",
            "Ask those who look after the web server to switch byte ranges on",
            False,
        )


def _ask(url: str, method: str, part: str | None = None) -> tuple[int, Message, bytes]:
    headers = {"User-Agent": "radkind-pod", "Accept-Encoding": "identity"} | ({"Range": part} if part else {})
    request = Request(url, method=method, headers=headers)  # noqa: S310 # the scheme was looked at
    try:
        with urlopen(request, timeout=ANSWER_S) as answer:  # noqa: S310 # the same
            return answer.status, answer.headers, answer.read(16) if method == "GET" else b""
    except HTTPError as error:
        with error:
            return error.code, error.headers, b""
    except (URLError, OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLCertVerificationError):
            raise TransferError(
                url,
                f"the certificate can't be trusted ({reason.verify_message}), so listeners don't get it either",
                "Ask those who look after the web server",
            ) from error
        raise TransferError(
            url,
            f"the public address can't be reached ({reason or type(error).__name__})",
            "Look whether the network is there and base_url is right, and publish again. If the web server can't be "
            "reached from this computer, write `check: false` under `publish:` in config.yaml",
            is_broken=True,
        ) from error


def _check_scheme(base_url: str) -> None:
    parts = urlsplit(base_url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or "")):
        return
    raise TransferError(base_url, "the public address doesn't begin with https://", "Correct base_url in config.yaml")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
