"""Who may ask the editor's server for something: the browser that was given the address, and no web page but ours.

Other people's pages can send requests to this computer, other programs on it can listen at other ports, and browsers
send one port's cookies to all. So each request must name our address, carry the key that only our browser has, and not
come from another site; one that changes something must say that it comes from our page.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from radkind_pod.editor.listening import is_for_us

KEY_BYTES = 32
_READING = ("GET", "HEAD")
_OUR_SITE = (None, "same-origin", "none")
"""What browsers say of our own page, and of an address that a person opened; old ones say nothing."""


@dataclass(slots=True)
class Guard:
    """The keys of one run of the server. `ticket` stands in the first address and is good for one use."""

    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(KEY_BYTES))
    key: str = field(default_factory=lambda: secrets.token_urlsafe(KEY_BYTES))
    _is_used: bool = False
    _lock: Lock = field(default_factory=Lock)

    def cookie(self, environ: Mapping[str, Any]) -> str:
        """Return the name of our cookie: browsers share cookies among all ports, and ours must stay apart."""
        return f"radkind-pod-{environ['SERVER_PORT']}"

    def is_known(self, given: str | None) -> bool:
        """Say whether this is the key that our browser got."""
        return hmac.compare_digest((given or "").encode("utf-8", "replace"), self.key.encode())

    def redeem(self, given: str | None) -> bool:
        """Say whether the ticket is good, and let it be good no more."""
        with self._lock:
            is_good = hmac.compare_digest((given or "").encode("utf-8", "replace"), self.ticket.encode())
            is_first = is_good and not self._is_used
            self._is_used = self._is_used or is_good
        return is_first


def refusal(environ: Mapping[str, Any]) -> str | None:
    """Return in words why this request is refused whoever sends it; None where it isn't."""
    if not is_for_us(environ):
        return "This address is not the editor's own"
    if environ.get("HTTP_SEC_FETCH_SITE") not in _OUR_SITE:
        return "The editor answers to no other web page"
    if environ["REQUEST_METHOD"] in _READING:
        return None
    if environ.get("HTTP_ORIGIN") != f"http://{environ['HTTP_HOST']}" or environ.get("HTTP_X_RADKIND") != "1":
        return "Only the editor's own page can change something"
    return None
