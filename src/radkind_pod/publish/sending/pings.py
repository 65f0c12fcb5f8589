"""Telling apps that the feed has changed. A ping that fails is told, and fails nothing."""

from collections.abc import Iterator, Sequence
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

WEBSUB, PODCASTINDEX = "websub", "podcastindex"
INDEX = "https://api.podcastindex.org/api/1.0/hub/pubnotify"
"""Podcast Index's own address for it; it needs no key."""
PATIENCE_S = 10


def ping(feed_url: str, whom: Sequence[str], hub: str | None) -> Iterator[str]:
    """Tell each of them, and yield in words what did not work."""
    for name in whom:
        request = _request(name, feed_url, hub)
        if request is None:
            yield "websub was not told: config.yaml names no hub: under feed:"
            continue
        try:
            with urlopen(request, timeout=PATIENCE_S):  # noqa: S310 - both addresses begin with https
                pass
        except (URLError, OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            yield f"{name} could not be told ({reason}); apps will find the new feed by themselves, a little later"


def _request(name: str, feed_url: str, hub: str | None) -> Request | None:
    if name == PODCASTINDEX:
        return Request(f"{INDEX}?{urlencode({'url': feed_url})}")  # noqa: S310 - https
    form = urlencode({"hub.mode": "publish", "hub.url": feed_url}).encode()
    return Request(hub, data=form) if hub else None  # noqa: S310 - config.yaml takes https alone
