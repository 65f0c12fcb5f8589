"""Persons, places, licences and posts, which channels and items write in the same way."""

import re

from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Post
from radkind_pod.sources.feed_import.old import Notebook
from radkind_pod.sources.feed_import.tree import Element
from radkind_pod.sources.feed_import.values import fitting, one_line, secure, taken
from radkind_pod.sources.licences import KNOWN
from radkind_pod.sources.platform_scalars import read_country, read_geo, read_osm
from radkind_pod.sources.scalars import LONGEST_LINE, LONGEST_NAME

_PROTOCOLS = ("activitypub", "bluesky", "hive", "lightning", "matrix", "nostr", "twitter", "xmpp")
_SLUG = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def people_of(parent: Element, base: str, about: str, notebook: Notebook) -> tuple[Person, ...]:
    """Return everybody named by podcast:person, each once in a role. A link that isn't https is left out, and told."""
    found: dict[tuple[str, str], Person] = {}
    for element in parent.all("podcast:person"):
        name = fitting(element.text, LONGEST_NAME, "A name", about, notebook)
        if not name:
            continue
        role = fitting(element.get("role") or "host", LONGEST_NAME, f"The role of {name}", about, notebook).lower()
        link = _kept(element.get("href"), base, f"the link of {name}", about, notebook)
        image = _kept(element.get("img"), base, f"the picture of {name}", about, notebook)
        found.setdefault((name, role), Person(name, role, link, image))
    return tuple(found.values())


def _kept(address: str, base: str, what: str, about: str, notebook: Notebook) -> str | None:
    url = secure(address, base) if address else None
    if address and not url:
        notebook.note(
            about, f"{what[0].upper()}{what[1:]} is no https address and was left out: {one_line(address, 200)}"
        )
    return url


def locations_of(parent: Element, about: str, notebook: Notebook) -> tuple[Location, ...]:
    """Return the places of podcast:location that have a name."""
    found = []
    for element in parent.all("podcast:location"):
        name = fitting(element.text, LONGEST_NAME, "The name of a place", about, notebook)
        relation = "creator" if element.get("rel").lower() == "creator" else "subject"
        if name:
            geo, osm = taken(read_geo, element.get("geo")), taken(read_osm, element.get("osm"))
            found.append(Location(name, relation, geo, osm, taken(read_country, element.get("country"))))
        else:
            where = one_line(f"{element.get('geo')} {element.get('osm')}", 100)
            notebook.note(about, f"A place without a name was left out: {where!r}")
    return tuple(found)


def licence_of(parent: Element, base: str) -> tuple[str, str]:
    """Return a licence's short name and the address of its text, each "" where the feed names none.

    A name that is none of Creative Commons' and has no https address is "custom" without an address.
    """
    element = parent.first("podcast:license")
    if element is None or not element.text.strip():
        return "", ""
    name = "-".join(element.text.lower().replace("_", " ").split())
    url = secure(element.get("url"), base) or ""
    if name in KNOWN:
        return name, url
    return (name if url and _SLUG.fullmatch(name) and len(name) <= LONGEST_NAME else "custom"), url


def posts_of(item: Element, base: str, about: str, notebook: Notebook) -> tuple[Post, ...]:
    """Return the public posts under which people talk about the episode."""
    found = []
    for element in item.all("podcast:socialInteract"):
        protocol, uri = element.get("protocol").lower(), secure(element.get("uri"), base)
        if protocol in _PROTOCOLS and uri:
            account = one_line(element.get("accountId"), LONGEST_LINE) or None
            found.append(Post(protocol, uri, account, secure(element.get("accountUrl"), base)))
        elif protocol != "disabled":
            said = one_line(f"{protocol} {element.get('uri')}", 200)
            why = "has no https address" if protocol in _PROTOCOLS else "has a protocol that the namespace doesn't know"
            notebook.note(about, f"A post to talk under {why} and was left out: {said}")
    return tuple(found)
