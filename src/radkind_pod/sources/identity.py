"""The identifiers that a show and its episodes keep for life."""

import re
import uuid
from typing import Annotated
from urllib.parse import urlsplit

from radkind_pod.sources.scalars import fault, scalar
from radkind_pod.sources.text import cited

PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace that the podcast namespace's guid tag prescribes."""


def guid_of_feed(feed_url: str) -> str:
    """Return the podcast:guid of a feed: UUIDv5 of its address without scheme and trailing slashes."""
    return str(uuid.uuid5(PODCAST_NAMESPACE, re.sub(r"^[a-z]+://", "", feed_url, flags=re.IGNORECASE).rstrip("/")))


def guid_of_show(base_url: str) -> str:
    """Return the podcast:guid of the show that is published under `base_url`."""
    return guid_of_feed(f"{base_url.rstrip('/')}/feed.xml")


def new_episode_guid() -> str:
    """Return an identifier that no other episode has."""
    return uuid.uuid4().urn


def guid_of_episode(slug: str, title: str, published: str) -> str:
    """Return an identifier for an episode that was written by hand; the same words give the same one."""
    return uuid.uuid5(PODCAST_NAMESPACE, f"{slug}\n{title}\n{published}").urn


def read_show_guid(text: str) -> str:
    """Return the show's identifier in lower case."""
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text.lower()):
        raise fault(f"{cited(text)} is not a podcast guid. Delete the line; `radkind-pod check` says what to write.")
    return text.lower()


def looks_like_base(text: object) -> bool:
    """Say whether a guid can be computed from this address."""
    return isinstance(text, str) and text.lower().startswith("https://") and bool(urlsplit(text).netloc)


ShowGuid = Annotated[str, scalar(read_show_guid)]
