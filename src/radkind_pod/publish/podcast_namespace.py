"""Feed elements that feedgen lacks or gets wrong: the `podcast:` namespace, links of Atom and some of Apple's tags.

feedgen calls the two extension classes; it needs no more of them than the methods here.
"""

from lxml import etree

from radkind_pod.errors import Refused
from radkind_pod.model.people import Person
from radkind_pod.model.roles import GROUPS

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
ATOM = "http://www.w3.org/2005/Atom"

_GROUP_OF = {role: group for group, roles in GROUPS.items() if group != "cast" for role in roles}
"""An absent group means "cast"."""
_ADDRESSES = ("url", "href", "img", "uri", "accountUrl", "feedUrl")
"""The attributes of the namespace that hold an address."""


class Tags:
    """Elements in the order in which they were added."""

    def __init__(self) -> None:
        self._elements: list[etree._Element] = []

    def podcast(
        self, name: str, text: str | None = None, /, inside: etree._Element | None = None, **attributes: str | None
    ) -> etree._Element:
        """Add a `podcast:` element, at the end or `inside` another one, and return it; attributes of None are left out.

        Raises Refused for an address that isn't https, as the namespace demands.
        """
        for key in _ADDRESSES:
            _require_https(name, attributes.get(key))
        element = _element(PODCAST, name, text, attributes)
        if inside is None:
            self._elements.append(element)
        else:
            inside.append(element)
        return element

    def person(self, person: Person) -> None:
        """Add a `podcast:person`."""
        group = _GROUP_OF.get(person.role)
        self.podcast("person", person.name, role=person.role, group=group, href=person.link, img=person.image)

    def picture(self, url: str, kind: str, alt: str | None) -> None:
        """Add a `podcast:image`; without an aspect ratio it is square, as all our pictures are.

        One that stayed at an old host without https is left out; `itunes:image` has it all the same.
        """
        if url.startswith("https://"):
            self.podcast("image", href=url, alt=alt, type=kind, purpose="artwork")

    def explicit(self, value: bool) -> None:
        """Add `itunes:explicit` as true or false; feedgen only knows the old yes and no."""
        self.itunes("explicit", "true" if value else "false")

    def artwork(self, url: str) -> None:
        """Add `itunes:image`; feedgen drops a picture whose name ends in .jpeg without a word."""
        self._elements.append(_element(ITUNES, "image", None, {"href": url}))

    def itunes(self, name: str, text: str) -> None:
        """Add one of Apple's elements that holds nothing but text."""
        self._elements.append(_element(ITUNES, name, text, {}))

    def link(self, rel: str, href: str, kind: str | None = None) -> None:
        """Add an `atom:link`; feedgen writes none but that to the feed itself."""
        self._elements.append(_element(ATOM, "link", None, {"rel": rel, "href": href, "type": kind}))


class ShowTags(Tags):
    """The elements of the channel."""

    is_dated = True
    """Whether the feed has an item whose date `lastBuildDate` repeats."""

    def extend_ns(self) -> dict[str, str]:
        """Return the prefix of the namespace."""
        return {"podcast": PODCAST}

    def extend_rss(self, rss: etree._Element) -> etree._Element:
        """Add the elements to the channel, and take out the clock that feedgen puts into an empty feed."""
        channel = rss[0]
        channel.extend(self._elements)
        stamp = channel.find("lastBuildDate")
        if stamp is not None and not self.is_dated:
            channel.remove(stamp)
        return rss


class EpisodeTags(Tags):
    """The elements of one item."""

    def extend_rss(self, item: etree._Element) -> etree._Element:
        """Add the elements to the item, and wrap its description's HTML in CDATA as Apple asks."""
        item.extend(self._elements)
        description = item.find("description")
        if description is not None:
            description.text = etree.CDATA(description.text or "")
        return item


def _element(namespace: str, name: str, text: str | None, attributes: dict[str, str | None]) -> etree._Element:
    given = {key: value for key, value in attributes.items() if value is not None}
    element = etree.Element(f"{{{namespace}}}{name}", given)
    element.text = text
    return element


def _require_https(name: str, url: str | None) -> None:
    if url is not None and not url.startswith("https://"):
        raise Refused(
            f"podcast:{name} can't hold {url!r}: podcast apps take only addresses that begin with https://",
            "Write the https:// address in config.yaml or episode.yaml, or leave it out",
        )
