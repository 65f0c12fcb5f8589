"""Where an episode or a show plays, where people talk about it, and which other shows it recommends.

All of it as the podcast namespace has it (podcast:location, podcast:socialInteract, podcast:podroll).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """A place. `relation` is "subject" or "creator"; `geo` a geo: URI (RFC 5870), `osm` an OpenStreetMap object."""

    name: str
    relation: str
    geo: str | None = None
    osm: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""


@dataclass(frozen=True, slots=True)
class Post:
    """A public post under which people talk about the episode. `protocol` is one of the namespace's names."""

    protocol: str
    uri: str
    account: str | None = None
    account_url: str | None = None


@dataclass(frozen=True, slots=True)
class Recommended:
    """Another show, by its podcast:guid."""

    guid: str
    feed: str | None = None
    title: str | None = None
