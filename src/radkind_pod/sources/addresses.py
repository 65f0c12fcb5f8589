"""Web and e-mail addresses as people write them."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from radkind_pod.sources.scalars import fault, read_line, scalar
from radkind_pod.sources.text import cited

_UNFIT = re.compile(r"[\s<>\"\\^`{|}]")


def read_web(text: str) -> str:
    """Return an http or https address."""
    read_line(text)
    try:
        parts = urlsplit(text)
        fits = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or _UNFIT.search(text):
        raise fault(f"{cited(text)} is not a web address. Write it whole, like https://example.org/about.")
    if parts.username or parts.password:
        raise fault("holds a user name or password, which everybody could read. Write the address without it.")
    return text


def read_secure(text: str) -> str:
    """Return an https address, which the podcast namespace asks for."""
    if read_web(text)[:8].lower() != "https://":
        raise fault(f"{cited(text)} must begin with https://. Apps refuse the older http:// here.")
    return text


def read_base(text: str) -> str:
    """Return the address under which everything is published, without a slash at its end."""
    parts = urlsplit(read_secure(text))
    if parts.query or parts.fragment:
        raise fault(
            f"{cited(text)} must end before ? and #. Write the address of the folder, like https://example.org/podcast."
        )
    if not text.isascii():
        raise fault(
            f"{cited(text)} has letters that a feed can't carry. Copy the address out of the browser's address line."
        )
    return text.rstrip("/")


def read_email(text: str) -> str:
    """Return an e-mail address."""
    if not re.fullmatch(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\".]+", read_line(text)):
        raise fault(f"{cited(text)} is not an e-mail address. Write it like podcast@example.org.")
    return text


WebUrl = Annotated[str, scalar(read_web)]
SecureUrl = Annotated[str, scalar(read_secure)]
BaseUrl = Annotated[str, scalar(read_base)]
Email = Annotated[str, scalar(read_email)]
